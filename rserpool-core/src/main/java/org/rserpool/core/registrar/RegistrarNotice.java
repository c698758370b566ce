package org.rserpool.core.registrar;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.rserpool.core.Link;
import org.rserpool.core.Notice;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;

/** What a registrar tells of its own accord. */
public sealed interface RegistrarNotice extends Notice {

    /** An element has joined a pool. */
    record ElementAdded(PoolHandle pool, PoolElementInfo element) implements RegistrarNotice {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "element %s has joined pool %s, serves at %s"
                    .formatted(element.id(), pool, element.userTransport());
        }
    }

    /** An element is registered with other values than before. */
    record ElementChanged(PoolHandle pool, PoolElementInfo element) implements RegistrarNotice {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "element %s of pool %s has changed".formatted(element.id(), pool);
        }
    }

    /** An element is gone. */
    record ElementRemoved(PoolHandle pool, ElementId id, Reason reason) implements RegistrarNotice {

        /** Why an element was removed. */
        public enum Reason {
            /** It left. */
            DEREGISTERED,
            /** Its connection ended without farewell. */
            CONNECTION_LOST,
            /** It did not acknowledge a keep-alive, or none could be sent. */
            KEEP_ALIVE_TIMEOUT,
            /** It was reported unreachable too often. */
            UNREACHABLE,
            /** Its registration life ended. */
            EXPIRED,
            /** Its home registrar, which is another one, has removed it. */
            WITHDRAWN,
            /** Its pool is another one at a registrar that takes precedence. */
            CONFLICT;

            /** Returns the reason in lower case with dashes. */
            @Override
            public String toString() {
                return name().toLowerCase(Locale.ROOT).replace('_', '-');
            }
        }

        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "element %s has left pool %s: %s".formatted(id, pool, reason);
        }
    }

    /**
     * A registration was refused. Each connection has so many of these and of {@link Complaint} per
     * second as {@link RegistrarConfig.Limits#maxComplaintsPerSecond} says; more are not told.
     *
     * @param pool the pool handle in words, shortened: nobody has checked what it is
     * @param why what was expected and what was found, shortened
     * @param causes the codes that the element was told
     */
    record RegistrationRefused(
            Link link, String pool, ElementId id, String why, List<CauseCode> causes)
            implements RegistrarNotice {

        /** Copies the list. */
        public RegistrationRefused {
            causes = List.copyOf(causes);
        }

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return "element %s of pool %s is refused: %s".formatted(id, pool, why);
        }
    }

    /** Somebody reported an element unreachable. */
    record UnreachableReported(PoolHandle pool, ElementId id, int reports)
            implements RegistrarNotice {
        @Override
        public Level level() {
            return Level.DEBUG;
        }

        @Override
        public String text() {
            return "element %s of pool %s was reported unreachable, %d times in all"
                    .formatted(id, pool, reports);
        }
    }

    /**
     * The registrar's process was stopped for a while, so time-outs that fell into that time do not
     * count.
     */
    record Stalled(Duration stall) implements RegistrarNotice {
        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return "this registrar was stopped for %d ms; nobody is removed for that"
                    .formatted(stall.toMillis());
        }
    }

    /** Somebody uses the identifier of this registrar. */
    record DuplicateIdentifier(RegistrarId id, String where) implements RegistrarNotice {
        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return "another registrar uses our identifier %s at %s".formatted(id, where);
        }
    }

    /**
     * A peer sent something that was not understood, or complained about us. Not all are told, as
     * with {@link RegistrationRefused}.
     *
     * @param text shortened
     */
    record Complaint(Link link, String text) implements RegistrarNotice {
        @Override
        public Level level() {
            return Level.WARNING;
        }
    }

    /** An element has another home registrar than before. */
    record HomeChanged(PoolHandle pool, ElementId id, RegistrarId from, RegistrarId to)
            implements RegistrarNotice {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "element %s of pool %s has the home registrar %s now, not %s"
                    .formatted(id, pool, to, from);
        }
    }

    /**
     * Elements and users are served from now on.
     *
     * @param mentor from whom the handlespace came; empty where there was nobody
     * @param elements how many there are already
     */
    record Serving(Optional<RegistrarId> mentor, int elements) implements RegistrarNotice {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return mentor.map(m ->
                            "serves, with %d elements from registrar %s".formatted(elements, m))
                    .orElse("serves; no other registrar was found");
        }
    }

    /** Another registrar has been met. */
    record PeerFound(RegistrarId peer, Optional<TransportAddress> address)
            implements RegistrarNotice {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "registrar %s is there%s"
                    .formatted(peer, address.map(a -> ", at " + a).orElse(""));
        }
    }

    /**
     * Another registrar does not count as a peer any more.
     *
     * @param why what became of it
     */
    record PeerLost(RegistrarId peer, String why) implements RegistrarNotice {
        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return "registrar %s is gone: %s".formatted(peer, why);
        }
    }

    /** A dead registrar's elements are to be taken over; the others are asked. */
    record TakeoverBegun(RegistrarId target, int elements) implements RegistrarNotice {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "the %d elements of registrar %s are to be taken over"
                    .formatted(elements, target);
        }
    }

    /** A takeover of ours has come to nothing. */
    record TakeoverAborted(RegistrarId target, String why) implements RegistrarNotice {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "the elements of registrar %s are not taken over: %s".formatted(target, why);
        }
    }

    /** The elements of a dead registrar have another home registrar. */
    record TakenOver(RegistrarId target, RegistrarId by, int elements) implements RegistrarNotice {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "registrar %s has taken over the %d elements of registrar %s"
                    .formatted(by, elements, target);
        }
    }

    /** What we knew of a peer's elements was not what it knows, or might not have been. */
    record Resynchronised(RegistrarId peer, int elements, int removed) implements RegistrarNotice {
        @Override
        public Level level() {
            return Level.DEBUG;
        }

        @Override
        public String text() {
            return "the %d elements of registrar %s were read anew, %d others removed"
                    .formatted(elements, peer, removed);
        }
    }
}

package org.rserpool.core.endpoint;

import java.util.List;
import org.rserpool.core.Notice;
import org.rserpool.core.internal.Excerpts;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;

/** What an ASAP endpoint tells of its own accord. */
public sealed interface EndpointNotice extends Notice {

    /** A registrar answered and is home registrar from now on. */
    record HomeFound(TransportAddress registrar) implements EndpointNotice {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "home registrar is " + registrar;
        }
    }

    /** The home registrar is gone. */
    record HomeLost(TransportAddress registrar, String why) implements EndpointNotice {
        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return "home registrar %s is lost: %s".formatted(registrar, why);
        }
    }

    /** A round of attempts found no registrar. */
    record NoRegistrarFound(List<TransportAddress> tried) implements EndpointNotice {

        /** Copies the list. */
        public NoRegistrarFound {
            tried = List.copyOf(tried);
        }

        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return tried.isEmpty()
                    ? "no registrar is known: none is configured, none announces itself"
                    : "no registrar answers, tried " + tried;
        }
    }

    /**
     * An element is registered with a registrar with which it was not registered before.
     *
     * @param registrar the registrar's address
     * @param element what is registered
     * @param warnings what the registrar altered
     */
    record Registered(
            PoolHandle pool,
            PoolElementInfo element,
            TransportAddress registrar,
            List<ErrorCause> warnings)
            implements EndpointNotice {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "element %s of pool %s is registered with %s%s"
                    .formatted(
                            element.id(),
                            pool,
                            registrar,
                            warnings.isEmpty()
                                    ? ""
                                    : ", which altered it: " + Excerpts.of(warnings));
        }
    }

    /** The registrar removed an element; it registers again. */
    record Removed(PoolHandle pool, ElementId id) implements EndpointNotice {
        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return "element %s was removed from pool %s by the registrar".formatted(id, pool);
        }
    }

    /** The registrar refused an element, which is not registered any more. */
    record RegistrationRefused(PoolHandle pool, ElementId id, List<ErrorCause> errors)
            implements EndpointNotice {
        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return "element %s was refused in pool %s: %s".formatted(id, pool, Excerpts.of(errors));
        }
    }

    /** The registrar refused for the time being what was granted before; it is tried again. */
    record RegistrationPostponed(PoolHandle pool, ElementId id, List<ErrorCause> errors)
            implements EndpointNotice {
        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return "element %s is refused in pool %s for the time being: %s"
                    .formatted(id, pool, Excerpts.of(errors));
        }
    }

    /**
     * An element could not be registered in as many attempts as allowed (ASAP-066).
     *
     * @param goesOn whether it is tried further
     */
    record RegistrationFails(PoolHandle pool, ElementId id, boolean goesOn)
            implements EndpointNotice {
        @Override
        public Level level() {
            return Level.WARNING;
        }

        @Override
        public String text() {
            return "element %s cannot be registered in pool %s: no registrar takes it%s"
                    .formatted(id, pool, goesOn ? "; it is tried further" : "");
        }
    }

    /** A keep-alive gave the endpoint a new home registrar. */
    record HomeChanged(RegistrarId registrar, TransportAddress address) implements EndpointNotice {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "registrar %s at %s has become home registrar".formatted(registrar, address);
        }
    }

    /**
     * A watched pool is different.
     *
     * @param policy the pool's policy; round robin if there is no such pool
     * @param elements all of them; empty if there is no such pool
     */
    record PoolChanged(PoolHandle pool, PolicyInfo policy, List<PoolElementInfo> elements)
            implements EndpointNotice {
        @Override
        public Level level() {
            return Level.DEBUG;
        }

        @Override
        public String text() {
            return "pool %s has %d elements".formatted(pool, elements.size());
        }
    }

    /**
     * A peer sent something that was not understood, or complained about us. Only so many are told
     * per second as {@link EndpointConfig.Limits#maxErrorsPerSecond} says.
     *
     * @param text shortened
     */
    record Complaint(String text) implements EndpointNotice {
        @Override
        public Level level() {
            return Level.WARNING;
        }
    }
}

package org.rserpool.sim.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.Machine;
import org.rserpool.core.handlespace.ElementEntry;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.registrar.RegistrarMachine;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.EnrpMessage.HandleTableRequest;
import org.rserpool.wire.message.EnrpMessage.HandleTableResponse;
import org.rserpool.wire.message.EnrpMessage.HandleUpdate;
import org.rserpool.wire.message.EnrpMessage.PoolEntry;
import org.rserpool.wire.message.EnrpMessage.UpdateAction;
import org.rserpool.wire.message.Message;

/**
 * Registrars with a mistake that only matters where there are several: what redundancy may get
 * wrong.
 */
final class PlantedPeerBugs {

    private PlantedPeerBugs() {}

    /** A registrar that does not tell its peers which elements are gone; audits notice. */
    static Machine dropsRemovals(Machine inner) {
        return withoutSending(
                inner,
                message ->
                        message instanceof HandleUpdate update
                                && update.action() == UpdateAction.DELETE);
    }

    /**
     * A registrar that keeps what a peer does not list any more when it reads its elements anew.
     */
    static Machine neverPurges(Machine inner) {
        return new Changed(inner) {
            @Override
            public List<Action> handle(Event event, Instant now) {
                return event instanceof Event.Arrived(var link, HandleTableResponse response)
                        ? inner.handle(new Event.Arrived(link, completed(response)), now)
                        : inner.handle(event, now);
            }

            private HandleTableResponse completed(HandleTableResponse response) {
                if (response.rejected()) {
                    return response;
                }
                var entries = new ArrayList<>(response.entries());
                for (ElementEntry entry : handlespace().ownedBy(response.sender())) {
                    if (isMissing(entry, response.entries())) {
                        entries.add(new PoolEntry(entry.handle(), List.of(entry.info())));
                    }
                }
                return new HandleTableResponse(
                        response.sender(),
                        response.receiver(),
                        false,
                        response.moreToSend(),
                        entries);
            }
        };
    }

    private static boolean isMissing(ElementEntry entry, List<PoolEntry> entries) {
        return entries.stream()
                .filter(e -> e.pool().equals(entry.handle()))
                .flatMap(e -> e.elements().stream())
                .noneMatch(e -> e.id().equals(entry.id()));
    }

    /** A registrar that never reads a peer's elements anew. */
    static Machine neverAudits(Machine inner) {
        return withoutSending(
                inner,
                message ->
                        message instanceof HandleTableRequest request && request.ownChildrenOnly());
    }

    /** A registrar that is deaf for its peers for five seconds in twenty. */
    static Machine isDeafForPeers(Machine inner) {
        return new Changed(inner) {
            private Optional<Instant> start = Optional.empty();

            @Override
            public List<Action> handle(Event event, Instant now) {
                var begun = start.orElse(now);
                start = Optional.of(begun);
                boolean isDeaf = Duration.between(begun, now).toSeconds() % 20 >= 15;
                return isDeaf && event instanceof Event.Arrived(_, EnrpMessage _)
                        ? List.of()
                        : inner.handle(event, now);
            }
        };
    }

    private abstract static class Changed implements Machine {
        final Machine inner;

        Changed(Machine inner) {
            this.inner = inner;
        }

        Handlespace handlespace() {
            return ((RegistrarMachine) inner).handlespace();
        }

        @Override
        public Instant deadline() {
            return inner.deadline();
        }
    }

    private interface Kept {
        boolean test(Message message);
    }

    private static Machine withoutSending(Machine inner, Kept kept) {
        return new Changed(inner) {
            @Override
            public List<Action> handle(Event event, Instant now) {
                return inner.handle(event, now).stream()
                        .filter(action ->
                                !(action instanceof Action.Send(_, var message)
                                        && kept.test(message)))
                        .toList();
            }
        };
    }
}

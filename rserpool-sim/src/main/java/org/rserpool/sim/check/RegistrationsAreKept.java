package org.rserpool.sim.check;

import java.util.List;
import java.util.Optional;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.handlespace.ElementEntry;
import org.rserpool.sim.Node;
import org.rserpool.wire.message.AsapMessage.Registration;
import org.rserpool.wire.message.AsapMessage.RegistrationResponse;

/**
 * Every registration is answered; one that is granted, the first or a renewal, is in the
 * handlespace with its values, on the connection over which it came.
 */
public final class RegistrationsAreKept implements Check {

    private static final String NAME = "registrations-are-kept";

    private final Subject subject;

    /** Checks all registrars of a world. */
    public RegistrationsAreKept(Subject subject) {
        this.subject = subject;
    }

    @Override
    public void onHandled(Node node, Event event, List<Action> actions) {
        if (event instanceof Event.Arrived(var link, Registration registration)) {
            node.handlespace()
                    .ifPresent(handlespace -> {
                        var response = response(link, actions);
                        var entry =
                                handlespace.find(registration.pool(), registration.element().id());
                        boolean good =
                                response.isPresent()
                                        && (response.get().rejected()
                                                || entry.filter(e -> holds(e, registration, link))
                                                        .isPresent());
                        if (!good) {
                            complain(node, registration, response, entry);
                        }
                    });
        }
    }

    private static Optional<RegistrationResponse> response(Link link, List<Action> actions) {
        for (Action action : actions) {
            if (action instanceof Action.Send(var over, RegistrationResponse response)
                    && over.equals(link)) {
                return Optional.of(response);
            }
        }
        return Optional.empty();
    }

    private static boolean holds(ElementEntry entry, Registration registration, Link link) {
        var wanted = registration.element();
        return entry.policy().equals(wanted.policy())
                && entry.info().life().equals(wanted.life())
                && entry.info().userTransport().port() == wanted.userTransport().port()
                && entry.link().equals(Optional.of(link));
    }

    private void complain(
            Node node,
            Registration registration,
            Optional<RegistrationResponse> response,
            Optional<ElementEntry> entry) {
        subject.findings()
                .add(
                        NAME,
                        "%s was sent %s, answered %s, and has %s"
                                .formatted(
                                        node,
                                        registration,
                                        response.map(Object::toString).orElse("nothing"),
                                        entry.map(e -> e.info().toString()).orElse("nothing")));
    }
}

package org.rserpool.sim.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.handlespace.ElementEntry;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved;
import org.rserpool.sim.Node;
import org.rserpool.sim.Truth;
import org.rserpool.wire.message.AsapMessage.Registration;
import org.rserpool.wire.message.AsapMessage.RegistrationResponse;

/**
 * Every registration is answered: at once where there is one registrar, else when it has what its
 * peers have, {@link Subject#agreeWithin} after the last fault of a registrar at the latest. One
 * that is granted, the first or a renewal, is in the handlespace with its values, on the connection
 * over which it came, and is the registrar's own.
 */
public final class RegistrationsAreKept implements Check {

    private static final String NAME = "registrations-are-kept";

    private final Subject subject;
    private final Unanswered<Registration> unanswered;

    /** Checks all registrars of a world. */
    public RegistrationsAreKept(Subject subject) {
        this.subject = subject;
        this.unanswered = new Unanswered<>(subject);
    }

    private record Granted(Registration registration, Link link) {}

    @Override
    public void onHandled(Node node, Event event, List<Action> actions) {
        var handlespace = node.handlespace();
        if (handlespace.isEmpty()) {
            return;
        }
        unanswered.onHandled(node, event, actions);
        if (event instanceof Event.Arrived(var link, Registration registration)) {
            unanswered.asked(node, link, registration);
        }
        // Of several that are answered together the last one holds.
        Map<Truth.Key, Granted> granted = new LinkedHashMap<>();
        for (Action action : actions) {
            if (action instanceof Action.Send(var link, RegistrationResponse response)) {
                var key = new Truth.Key(response.pool(), response.element());
                var answered = unanswered.answered(node, link, r -> key(r).equals(key));
                if (response.rejected()) {
                    continue; // it may also be told that it was removed
                }
                if (answered.isPresent()) {
                    granted.put(key, new Granted(answered.get(), link));
                } else {
                    complain("%s granted %s, which nobody asked for".formatted(node, key));
                }
            }
        }
        if (!(event instanceof Event.Arrived(_, Registration _))) {
            removed(actions).forEach(granted::remove);
        }
        granted.forEach((key, grant) -> look(node, handlespace.get(), key, grant));
        if (event instanceof Event.Arrived(_, Registration _) && unanswered.isPrompt(node)) {
            look();
        }
    }

    /** What was held for long may be granted and taken back at once. */
    private static List<Truth.Key> removed(List<Action> actions) {
        var removed = new ArrayList<Truth.Key>();
        for (Action action : actions) {
            if (action instanceof Action.Tell(ElementRemoved(var pool, var id, _))) {
                removed.add(new Truth.Key(pool, id));
            }
        }
        return removed;
    }

    private static Truth.Key key(Registration registration) {
        return new Truth.Key(registration.pool(), registration.element().id());
    }

    private void look(Node node, Handlespace handlespace, Truth.Key key, Granted granted) {
        var entry = handlespace.find(key.pool(), key.id());
        if (entry.filter(e -> holds(handlespace, e, granted)).isEmpty()) {
            complain(
                    "%s granted %s, and has %s"
                            .formatted(
                                    node,
                                    granted.registration(),
                                    entry.map(e -> e.info().toString()).orElse("nothing")));
        }
    }

    private static boolean holds(Handlespace handlespace, ElementEntry entry, Granted granted) {
        var wanted = granted.registration().element();
        return entry.policy().equals(wanted.policy())
                && entry.info().life().equals(wanted.life())
                && entry.info().userTransport().port() == wanted.userTransport().port()
                && entry.link().equals(Optional.of(granted.link()))
                && entry.owner().equals(handlespace.self());
    }

    @Override
    public void look() {
        for (var overdue : unanswered.takeOverdue()) {
            complain("%s has not answered %s".formatted(overdue.node(), overdue.request()));
        }
    }

    private void complain(String what) {
        subject.findings().add(NAME, what);
    }
}

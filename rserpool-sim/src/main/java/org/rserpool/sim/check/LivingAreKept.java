package org.rserpool.sim.check;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved;
import org.rserpool.sim.Node;
import org.rserpool.sim.Truth;
import org.rserpool.wire.message.AsapMessage.RegistrationResponse;
import org.rserpool.wire.message.Message;

/**
 * No registrar removes an element with which, and on the way to which, nothing has been wrong for a
 * while; and none takes an element's leave from somebody else.
 */
public final class LivingAreKept implements Check {

    private static final String NAME = "living-are-kept";

    private final Subject subject;

    /** Who was heard last by each registrar: when it removes an element, who caused that. */
    private final Map<Node, Node> lastHeard = new HashMap<>(); // never iterated

    /** Who registered each element last: maybe somebody who lies. */
    private final Map<Entry, Node> registrants = new HashMap<>(); // never iterated

    /** Checks all registrars of a world. */
    public LivingAreKept(Subject subject) {
        this.subject = subject;
    }

    private record Entry(Node registrar, Truth.Key key) {}

    @Override
    public void onDelivered(Node from, Node to, Message message, Duration transit) {
        lastHeard.put(to, from);
    }

    @Override
    public void onHandled(Node node, Event event, List<Action> actions) {
        for (Action action : actions) {
            if (action instanceof Action.Send(_, RegistrationResponse response)
                    && !response.rejected()) {
                var key = new Truth.Key(response.pool(), response.element());
                registrants.put(new Entry(node, key), lastHeard.get(node));
            } else if (action
                    instanceof Action.Tell(ElementRemoved(var pool, var id, var reason))) {
                var key = new Truth.Key(pool, id);
                subject.truth()
                        .find(key)
                        .filter(Truth.Member::isAlive)
                        .filter(m -> m.node().equals(registrants.get(new Entry(node, key))))
                        .flatMap(member -> objection(node, member, reason))
                        .ifPresent(what -> subject.findings().add(NAME, what));
            }
        }
    }

    private Optional<String> objection(
            Node registrar, Truth.Member member, ElementRemoved.Reason reason) {
        boolean wrong =
                switch (reason) {
                    // One that has come back may be overtaken by its own farewell, but nobody
                    // else may say it.
                    case DEREGISTERED -> !member.node().equals(lastHeard.get(registrar));
                    case CONNECTION_LOST, KEEP_ALIVE_TIMEOUT -> isCalm(registrar, member, grace());
                    case EXPIRED -> isCalm(registrar, member, life(member));
                    // Users may be unable to reach what the registrar reaches.
                    case UNREACHABLE -> false;
                };
        return wrong
                ? Optional.of(
                        "%s removed %s (%s), with which nothing was wrong"
                                .formatted(registrar, member, reason))
                : Optional.empty();
    }

    private boolean isCalm(Node registrar, Truth.Member member, Duration time) {
        return subject.disturbances().isCalm(registrar, member.node(), time);
    }

    /** A fault may have consequences for so long. */
    private Duration grace() {
        return subject.deadWithin()
                .multipliedBy(2)
                .plus(subject.scenario().network().transportTimeout())
                .plus(subject.exchange());
    }

    private Duration life(Truth.Member member) {
        var life = member.wanted().life();
        return life.isInfinite() ? Duration.ZERO : life.toDuration().plus(grace());
    }
}

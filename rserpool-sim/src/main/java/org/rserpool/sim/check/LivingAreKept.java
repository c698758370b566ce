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
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.AsapMessage.RegistrationResponse;
import org.rserpool.wire.message.Message;

/**
 * The registrar with which an element registered last does not remove it while, for some time,
 * nothing has been wrong with it and on the way to it; and none takes an element's leave from
 * somebody else.
 */
public final class LivingAreKept implements Check {

    private static final String NAME = "living-are-kept";

    private final Subject subject;

    /** Who was heard last by each registrar: whose request it grants. */
    private final Map<Node, Node> lastHeard = new HashMap<>(); // never iterated

    /** Who said farewell last to each registrar: by the time of a removal, who caused it. */
    private final Map<Node, Node> lastFarewell = new HashMap<>(); // never iterated

    /** Who registered each element last, and where: maybe somebody who lies. */
    private final Map<Truth.Key, Grant> grants = new HashMap<>(); // never iterated

    /** Checks all registrars of a world. */
    public LivingAreKept(Subject subject) {
        this.subject = subject;
    }

    private record Grant(Node registrar, Node registrant) {}

    @Override
    public void onDelivered(Node from, Node to, Message message, Duration transit) {
        lastHeard.put(to, from);
        if (message instanceof AsapMessage.Deregistration) {
            lastFarewell.put(to, from);
        }
    }

    @Override
    public void onHandled(Node node, Event event, List<Action> actions) {
        for (Action action : actions) {
            if (action instanceof Action.Send(_, RegistrationResponse response)
                    && !response.rejected()) {
                var key = new Truth.Key(response.pool(), response.element());
                Optional.ofNullable(lastHeard.get(node))
                        .ifPresent(registrant -> grants.put(key, new Grant(node, registrant)));
            } else if (action
                    instanceof Action.Tell(ElementRemoved(var pool, var id, var reason))) {
                var key = new Truth.Key(pool, id);
                subject.truth()
                        .find(key)
                        .filter(Truth.Member::isAlive)
                        .filter(m -> new Grant(node, m.node()).equals(grants.get(key)))
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
                    case DEREGISTERED -> !member.node().equals(lastFarewell.get(registrar));
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

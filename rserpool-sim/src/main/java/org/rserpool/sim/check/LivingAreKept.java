package org.rserpool.sim.check;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.registrar.RegistrarNotice.ElementAdded;
import org.rserpool.core.registrar.RegistrarNotice.ElementChanged;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved;
import org.rserpool.sim.Node;
import org.rserpool.sim.Role;
import org.rserpool.sim.Truth;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.AsapMessage.DeregistrationResponse;
import org.rserpool.wire.message.AsapMessage.RegistrationResponse;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/**
 * No registrar removes an element for its silence while, for some time, nothing has been wrong with
 * both and on the way between them, be it the one with which the element registered last or one
 * that has taken it over; none takes an element's leave from somebody else; and while nothing has
 * been wrong with any registrar, none forgets an element of another one.
 */
public final class LivingAreKept implements Check {

    private static final String NAME = "living-are-kept";

    private final Subject subject;

    /** How many farewells a registrar has read and not answered. */
    private final Map<Farewell, Integer> farewells = new HashMap<>(); // never iterated

    /** When elements last closed a connection to a registrar, as they do when another is home. */
    private final Map<Line, Duration> closed = new HashMap<>(); // never iterated

    /** For how long each element was to be registered when that was asked last. */
    private final Map<Truth.Key, RegistrationLife> asked = new HashMap<>(); // never iterated

    /** What was told of each element last. */
    private final Map<Truth.Key, PoolElementInfo> described = new HashMap<>(); // never iterated

    /** Who registered each element last, and where: maybe somebody who lies. */
    private final Map<Truth.Key, Grant> grants = new HashMap<>(); // never iterated

    /** Checks all registrars of a world. */
    public LivingAreKept(Subject subject) {
        this.subject = subject;
    }

    private record Line(Node registrar, Node element) {}

    private record Farewell(Node registrar, Node from, Truth.Key key) {}

    private record Grant(Node registrar, Node registrant, RegistrationLife life) {}

    @Override
    public void onDelivered(Node from, Node to, Message message, Duration transit) {
        switch (message) {
            case AsapMessage.Registration(var pool, var element) ->
                    asked.put(new Truth.Key(pool, element.id()), element.life());
            case AsapMessage.Deregistration(var pool, var id) ->
                    farewells.merge(
                            new Farewell(to, from, new Truth.Key(pool, id)), 1, Integer::sum);
            default -> {}
        }
    }

    @Override
    public void onAction(Node node, Action action) {
        if (node.role() == Role.ELEMENT && action instanceof Action.Close(var link, _)) {
            node.across(link)
                    .ifPresent(to -> closed.put(new Line(to, node), subject.world().now()));
        }
    }

    @Override
    public void onHandled(Node node, Event event, List<Action> actions) {
        for (Action action : actions) {
            if (action instanceof Action.Send(var link, RegistrationResponse response)
                    && !response.rejected()) {
                granted(node, link, new Truth.Key(response.pool(), response.element()));
            } else if (action instanceof Action.Tell(ElementAdded(var pool, var element))) {
                described.put(new Truth.Key(pool, element.id()), element);
            } else if (action instanceof Action.Tell(ElementChanged(var pool, var element))) {
                described.put(new Truth.Key(pool, element.id()), element);
            } else if (action
                    instanceof Action.Tell(ElementRemoved(var pool, var id, var reason))) {
                removed(node, new Truth.Key(pool, id), reason);
            }
        }
        for (Action action : actions) {
            if (action instanceof Action.Send(var link, DeregistrationResponse response)) {
                answered(node, link, new Truth.Key(response.pool(), response.element()));
            }
        }
    }

    private void answered(Node registrar, Link link, Truth.Key key) {
        var from = registrar.across(link);
        if (from.isPresent()) {
            var farewell = new Farewell(registrar, from.get(), key);
            int open = farewells.getOrDefault(farewell, 0);
            if (open > 1) {
                farewells.put(farewell, open - 1);
            } else {
                farewells.remove(farewell);
            }
        }
    }

    private void granted(Node registrar, Link link, Truth.Key key) {
        var registrant = registrar.across(link);
        var life = Optional.ofNullable(asked.get(key));
        if (registrant.isPresent() && life.isPresent()) {
            grants.put(key, new Grant(registrar, registrant.get(), life.get()));
        } else {
            grants.remove(key); // whoever it was has gone
        }
    }

    private void removed(Node registrar, Truth.Key key, ElementRemoved.Reason reason) {
        var member = subject.truth().find(key).filter(Truth.Member::isAlive);
        var grant = Optional.ofNullable(grants.get(key));
        if (member.isPresent()
                && grant.isPresent()
                && grant.get().registrant().equals(member.get().node())
                && isWrong(registrar, grant.get(), member.get(), reason)) {
            subject.findings()
                    .add(
                            NAME,
                            "%s removed %s (%s), with which nothing was wrong"
                                    .formatted(registrar, member.get(), reason));
        }
    }

    private boolean isWrong(
            Node registrar, Grant grant, Truth.Member member, ElementRemoved.Reason reason) {
        boolean isHome = grant.registrar().equals(registrar);
        return switch (reason) {
            // One that has come back may be overtaken by its own farewell, but nobody else may
            // say it.
            case DEREGISTERED -> isHome && !saidFarewell(registrar, member);
            case CONNECTION_LOST ->
                    isHome
                            && !hasClosed(registrar, member)
                            && isCalm(registrar, member, Duration.ZERO);
            case KEEP_ALIVE_TIMEOUT ->
                    !hasClosed(registrar, member)
                            && (isHome
                                    ? isCalm(registrar, member, Duration.ZERO)
                                    : needsHome(grant, member) && couldAnswer(registrar, member));
            // One that has come back may not have registered anew yet.
            case EXPIRED ->
                    isHome
                            && (grant.life().isInfinite()
                                    || isCalm(registrar, member, grant.life().toDuration()));
            // Users may be unable to reach what the registrar reaches.
            case UNREACHABLE -> false;
            case WITHDRAWN -> isScopeCalm() && isCalm(grant.registrar(), member, Duration.ZERO);
            // Pools that do not go together are nobody's mistake but the elements'.
            case CONFLICT -> false;
        };
    }

    /** What it said may have been held until the registrar served. */
    private boolean saidFarewell(Node registrar, Truth.Member member) {
        return farewells.containsKey(new Farewell(registrar, member.node(), member.key()));
    }

    private boolean hasClosed(Node registrar, Truth.Member member) {
        var last = Optional.ofNullable(closed.get(new Line(registrar, member.node())));
        return last.filter(at -> at.plus(grace()).compareTo(subject.world().now()) > 0).isPresent();
    }

    /**
     * Whether an element has nobody but the one who takes it over. That one can ask it only where
     * it accepts connections; and who is cut off from a home registrar that lives is not needed.
     */
    private boolean needsHome(Grant grant, Truth.Member member) {
        boolean canBeAsked =
                Optional.ofNullable(described.get(member.key()))
                        .flatMap(PoolElementInfo::asapTransport)
                        .isPresent();
        return canBeAsked && member.node().accepts(Protocol.ASAP) && !grant.registrar().isRunning();
    }

    /** It was asked over a new connection. */
    private boolean couldAnswer(Node registrar, Truth.Member member) {
        var within = subject.deadWithin().plus(subject.exchange().multipliedBy(2));
        return subject.disturbances().isCalm(registrar, member.node(), within);
    }

    private boolean isScopeCalm() {
        var within = subject.agreeWithin().plus(grace());
        var now = subject.world().now();
        return subject.registrarsCalmSince().plus(within).compareTo(now) < 0;
    }

    /**
     * Whether nothing has been wrong for so long, and so long before that it has no consequence.
     */
    private boolean isCalm(Node registrar, Truth.Member member, Duration time) {
        return subject.disturbances().isCalm(registrar, member.node(), time.plus(grace()));
    }

    /** A fault may have consequences for so long. */
    private Duration grace() {
        return subject.deadWithin()
                .multipliedBy(2)
                .plus(subject.scenario().network().transportTimeout())
                .plus(subject.exchange());
    }
}

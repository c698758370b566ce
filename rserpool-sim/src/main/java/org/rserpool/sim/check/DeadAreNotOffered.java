package org.rserpool.sim.check;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.handlespace.ElementEntry;
import org.rserpool.core.registrar.RegistrarNotice.ElementAdded;
import org.rserpool.core.registrar.RegistrarNotice.HomeChanged;
import org.rserpool.core.registrar.RegistrarNotice.TakenOver;
import org.rserpool.sim.Node;
import org.rserpool.sim.Role;
import org.rserpool.sim.Times;
import org.rserpool.sim.Truth;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.message.AsapMessage;

/**
 * A registrar that runs offers no element of its own that is dead, frozen or has left for longer
 * than {@link Subject#deadWithin} and the time that a message and its answer are on their way,
 * counted from the last sign of life that reached the registrar; a registrar that was itself
 * stopped or slow has its keep-alive time-out more.
 *
 * <p>An element of another registrar, living or dead, is gone that time and {@link
 * Subject#agreeWithin} after the last fault of any registrar, the last sign of life to any, and its
 * death, whichever comes last.
 */
public final class DeadAreNotOffered implements Check {

    private static final String NAME = "dead-are-not-offered";

    private final Subject subject;
    private final Map<Sighting, Duration> heard = new HashMap<>(); // never iterated
    private final Map<Sighting, Duration> taken = new HashMap<>(); // never iterated
    private final Map<Node, Duration> slow = new HashMap<>(); // never iterated

    /** Looking at everything costs more than other checks. */
    private static final int EVERY = 5;

    private int looks;

    /** Checks all registrars of a world. */
    public DeadAreNotOffered(Subject subject) {
        this.subject = subject;
    }

    private record Sighting(Node registrar, PoolHandle pool, ElementId id) {}

    @Override
    public void onChange(Node node, Change change) {
        if (change == Change.HURRIED) {
            slow.put(node, subject.world().now());
        }
    }

    @Override
    public void onEvent(Node node, Event event) {
        if (node.role() == Role.REGISTRAR && event instanceof Event.Arrived(_, var message)) {
            switch (message) {
                case AsapMessage.Registration(var pool, var element) ->
                        heard.put(new Sighting(node, pool, element.id()), subject.world().now());
                case AsapMessage.EndpointKeepAliveAck(var pool, var id) ->
                        heard.put(new Sighting(node, pool, id), subject.world().now());
                default -> {}
            }
        }
    }

    @Override
    public void onHandled(Node node, Event event, List<Action> actions) {
        for (Action action : actions) {
            if (action instanceof Action.Tell(ElementAdded(var pool, var element))) {
                // It may have waited until the registrar served.
                heard.put(new Sighting(node, pool, element.id()), subject.world().now());
            } else if (action instanceof Action.Tell(HomeChanged(var pool, var id, _, _))) {
                taken.put(new Sighting(node, pool, id), subject.world().now());
            } else if (action instanceof Action.Tell(TakenOver taking)) {
                node.handlespace()
                        .filter(h -> h.self().equals(taking.by()))
                        .map(h -> h.ownedBy(h.self()))
                        .orElse(List.of())
                        .forEach(e ->
                                taken.put(
                                        new Sighting(node, e.handle(), e.id()),
                                        subject.world().now()));
            }
        }
    }

    @Override
    public void look() {
        for (Node registrar : subject.workload().registrars()) {
            if (registrar.isRunning() && !registrar.isSlow()) {
                registrar.handlespace().ifPresent(h -> look(registrar, h.ownedBy(h.self())));
            }
        }
        if (subject.scenario().registrars() > 1 && looks++ % EVERY == 0) {
            lookAtOthers();
        }
    }

    /** Looks for what should have been taken over or removed by somebody else. */
    private void lookAtOthers() {
        var now = subject.world().now();
        var within = subject.deadWithin().plus(subject.agreeWithin());
        if (subject.registrarsCalmSince().plus(within).compareTo(now) > 0) {
            return;
        }
        for (Node registrar : subject.workload().registrars()) {
            var handlespace = registrar.handlespace().orElseThrow();
            for (RegistrarId owner : handlespace.owners()) {
                for (ElementEntry entry : handlespace.ownedBy(owner)) {
                    var key = new Truth.Key(entry.handle(), entry.id());
                    var member = subject.truth().find(key);
                    var since = max(deadSince(member), heardByAny(key));
                    if (!mayBeOffered(member) && since.plus(within).compareTo(now) < 0) {
                        subject.findings()
                                .add(
                                        NAME,
                                        "%s offers %s of %s, dead since %s"
                                                .formatted(
                                                        registrar,
                                                        key,
                                                        owner,
                                                        Times.moment(since)));
                    }
                }
            }
        }
    }

    private Duration heardByAny(Truth.Key key) {
        var last = Duration.ZERO;
        for (Node registrar : subject.workload().registrars()) {
            last = max(last, heard(registrar, key));
        }
        return last;
    }

    private Duration heard(Node registrar, Truth.Key key) {
        return heard.getOrDefault(new Sighting(registrar, key.pool(), key.id()), Duration.ZERO);
    }

    private static boolean mayBeOffered(Optional<Truth.Member> member) {
        return member.filter(m -> m.isAlive() || m.wish() == Truth.Wish.LEAVING).isPresent();
    }

    private static Duration deadSince(Optional<Truth.Member> member) {
        return member.map(Truth.Member::deadSince).orElse(Duration.ZERO);
    }

    private void look(Node registrar, List<ElementEntry> entries) {
        for (ElementEntry entry : entries) {
            var key = new Truth.Key(entry.handle(), entry.id());
            var member = subject.truth().find(key);
            if (mayBeOffered(member)) {
                continue;
            }
            var dead = deadSince(member);
            var sign = heard(registrar, key);
            var awake =
                    max(registrar.since(), slow.getOrDefault(registrar, Duration.ZERO))
                            .plus(grace());
            var limit =
                    max(max(max(dead, sign), awake), taken(registrar, key))
                            .plus(subject.deadWithin())
                            .plus(subject.exchange());
            if (subject.world().now().compareTo(limit) > 0) {
                subject.findings()
                        .add(
                                NAME,
                                "%s offers %s, dead since %s, last heard of at %s"
                                        .formatted(
                                                registrar,
                                                member.map(Object::toString)
                                                        .orElseGet(key::toString),
                                                Times.moment(dead),
                                                Times.moment(sign)));
            }
        }
    }

    /**
     * Returns when the registrar began to ask for what it took over, after a moment in which the
     * element may come by itself; zero if it was always its own.
     */
    private Duration taken(Node registrar, Truth.Key key) {
        var at = Optional.ofNullable(taken.get(new Sighting(registrar, key.pool(), key.id())));
        var peers = subject.scenario().profile().registrar().peers();
        return at.map(t -> t.plus(peers.maxTimeNoResponse())).orElse(Duration.ZERO);
    }

    /** A registrar that was stopped gives the others time in which it can read what they sent. */
    private Duration grace() {
        return subject.scenario().profile().registrar().monitoring().keepAliveTimeout();
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}

package org.rserpool.sim.check;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.handlespace.ElementEntry;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.registrar.RegistrarNotice.ElementAdded;
import org.rserpool.core.registrar.RegistrarNotice.ElementChanged;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved;
import org.rserpool.core.registrar.RegistrarNotice.HomeChanged;
import org.rserpool.sim.Node;
import org.rserpool.sim.Truth;

/**
 * What a registrar does to an element that it owns, another one has done as well after the time of
 * two messages and their answers, if nothing has been wrong with both for {@link
 * Subject#meetWithin}: audits are for what faults leave behind.
 */
public final class UpdatesReachPeers implements Check {

    private final Subject subject;
    private final ArrayDeque<Change> changes = new ArrayDeque<>();
    private final Map<Place, Duration> last = new HashMap<>(); // never iterated

    /** Checks all registrars of a world. */
    public UpdatesReachPeers(Subject subject) {
        this.subject = subject;
    }

    private record Place(Node registrar, int start, Truth.Key key) {}

    private record Change(Place place, Duration at) {}

    @Override
    public void onHandled(Node node, Event event, List<Action> actions) {
        if (subject.scenario().registrars() == 1) {
            return;
        }
        for (Action action : actions) {
            if (action instanceof Action.Tell(var notice)) {
                switch (notice) {
                    case ElementAdded(var pool, var element) ->
                            changed(node, new Truth.Key(pool, element.id()));
                    case ElementChanged(var pool, var element) ->
                            changed(node, new Truth.Key(pool, element.id()));
                    case ElementRemoved(var pool, var id, _) ->
                            changed(node, new Truth.Key(pool, id));
                    case HomeChanged(var pool, var id, _, _) ->
                            changed(node, new Truth.Key(pool, id));
                    default -> {}
                }
            }
        }
    }

    private void changed(Node node, Truth.Key key) {
        var place = new Place(node, node.starts(), key);
        var now = subject.world().now();
        last.put(place, now);
        changes.add(new Change(place, now));
    }

    @Override
    public void look() {
        var until = subject.world().now().minus(subject.exchange().multipliedBy(2));
        while (!changes.isEmpty() && changes.getFirst().at().compareTo(until) < 0) {
            var change = changes.removeFirst();
            // What has changed again since is looked at then.
            if (change.at().equals(last.get(change.place()))) {
                look(change.place(), until);
            }
        }
    }

    private void look(Place place, Duration until) {
        var home = place.registrar();
        for (Node other : subject.workload().registrars()) {
            var there = new Place(other, other.starts(), place.key());
            if (other != home
                    && home.starts() == place.start()
                    && last.getOrDefault(there, Duration.ZERO).compareTo(until) < 0
                    && subject.disturbances().isCalm(home, other, subject.meetWithin())) {
                look(home, other, place.key());
            }
        }
    }

    private void look(Node home, Node other, Truth.Key key) {
        var own = home.handlespace().orElseThrow();
        var mine = own.find(key.pool(), key.id());
        if (mine.filter(e -> !e.owner().equals(own.self())).isPresent()) {
            return; // it has moved, which its new home registrar says
        }
        var copy = other.handlespace().orElseThrow().find(key.pool(), key.id());
        boolean same =
                mine.isPresent()
                        ? copy.filter(c -> isLike(own, mine.get(), c)).isPresent()
                        : copy.filter(c -> c.owner().equals(own.self())).isEmpty();
        if (!same) {
            subject.findings()
                    .add(
                            "updates-reach-peers",
                            "%s has %s, but its home registrar %s has %s"
                                    .formatted(
                                            other,
                                            copy.map(c -> c.info().toString()).orElse("no " + key),
                                            home,
                                            mine.map(e -> e.info().toString()).orElse("none")));
        }
    }

    /** Where two registrars want the same element, that takes its time. */
    private static boolean isLike(Handlespace own, ElementEntry mine, ElementEntry copy) {
        return !copy.owner().equals(own.self())
                || (copy.policy().equals(mine.policy())
                        && copy.info().life().equals(mine.info().life()));
    }
}

package org.rserpool.sim.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rserpool.sim.Node;
import org.rserpool.sim.Truth;
import org.rserpool.sim.UserApplication;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PoolHandle;

/**
 * In the end, each user that runs is served by each pool that has a living element, or told that
 * there is none; and when all is calm, by the first element that it tries.
 */
public final class UsersAreServed implements Check {

    private final Subject subject;
    private final Map<Use, Duration> served = new HashMap<>(); // never iterated
    private final Set<Call> excused = new HashSet<>(); // never iterated

    /** Checks all users of a world. */
    public UsersAreServed(Subject subject) {
        this.subject = subject;
    }

    private record Use(Node user, PoolHandle pool) {}

    @Override
    public void onServed(Call call, ElementId element, int tries) {
        served.put(new Use(call.user(), call.pool()), call.begun());
    }

    @Override
    public void onUnknown(Call call) {
        if (!hasLiving(call.pool())) {
            served.put(new Use(call.user(), call.pool()), call.begun());
        } else if (isOfCalm(call)) {
            complain("%s was told that pool %s is unknown".formatted(call.user(), call.pool()));
        }
    }

    @Override
    public void onFailover(Call call, ElementId element, String outcome) {
        if (!isOfCalm(call)) {
            return;
        }
        if (mayBeBelieved(new Truth.Key(call.pool(), element))) {
            excused.add(call);
        } else {
            complain(
                    "%s tried %s/%s, which did not serve: %s"
                            .formatted(call.user(), call.pool(), element, outcome));
        }
    }

    /** A cache may hold what is over for a while. */
    private boolean mayBeBelieved(Truth.Key key) {
        var profile = subject.scenario().profile();
        var memory =
                profile.endpoint()
                        .cache()
                        .staleCacheValue()
                        .plus(subject.deadWithin())
                        .plus(subject.exchange());
        var member = subject.truth().find(key).filter(m -> !m.isAlive());
        return member.map(m -> believedUntil(m.deadSince()).plus(memory))
                .filter(end -> !end.minus(subject.world().now()).isNegative())
                .isPresent();
    }

    /** A rogue can register what is not there, as long as there are faults. */
    private Duration believedUntil(Duration dead) {
        var end = subject.scenario().faultPhase();
        return subject.scenario().rogues() > 0 && dead.compareTo(end) < 0 ? end : dead;
    }

    @Override
    public void onFailed(Call call, String why) {
        if (isOfCalm(call) && !excused.contains(call)) {
            complain("%s was not served by pool %s: %s".formatted(call.user(), call.pool(), why));
        }
    }

    private void complain(String what) {
        subject.findings().add("users-are-served", what);
    }

    private boolean isOfCalm(Call call) {
        return subject.stage().phase() == Subject.Stage.Phase.CALM
                && call.begun().compareTo(subject.stage().since()) > 0;
    }

    private boolean hasLiving(PoolHandle pool) {
        return !subject.truth().alive(pool).isEmpty();
    }

    @Override
    public List<String> outstanding() {
        var missing = new ArrayList<String>();
        if (subject.stage().phase() == Subject.Stage.Phase.HEALING) {
            for (UserApplication user : subject.workload().users()) {
                user.pools().stream()
                        .filter(pool -> waits(user.node(), pool))
                        .map(pool -> "%s waits for pool %s".formatted(user.node(), pool))
                        .forEach(missing::add);
            }
        }
        return missing;
    }

    private boolean waits(Node user, PoolHandle pool) {
        var last = served.getOrDefault(new Use(user, pool), Duration.ZERO);
        return user.isRunning() && last.compareTo(subject.stage().since()) < 0;
    }
}

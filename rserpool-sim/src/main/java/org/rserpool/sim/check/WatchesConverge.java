package org.rserpool.sim.check;

import java.util.ArrayList;
import java.util.List;
import org.rserpool.core.endpoint.EndpointRequest;
import org.rserpool.sim.Truth;
import org.rserpool.sim.UserApplication;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;

/**
 * In the end, users that watch a pool have been told who is in it, with which values; of a pool
 * that is larger than registrars answer, they know a part.
 */
public final class WatchesConverge implements Check {

    private final Subject subject;

    /** Checks all users of a world. */
    public WatchesConverge(Subject subject) {
        this.subject = subject;
    }

    private record Told(int id, PolicyInfo policy) {}

    @Override
    public List<String> outstanding() {
        var wrong = new ArrayList<String>();
        for (UserApplication user : subject.workload().users()) {
            if (user.node().isRunning()) {
                user.watched().forEach((pool, told) -> look(user, pool, told, wrong));
            }
        }
        return wrong;
    }

    private void look(
            UserApplication user, PoolHandle pool, List<PoolElementInfo> told, List<String> wrong) {
        var really =
                subject.truth().alive(pool).stream()
                        .map(Truth.Member::wanted)
                        .map(WatchesConverge::of)
                        .sorted(WatchesConverge::compare)
                        .toList();
        var believed =
                told.stream()
                        .map(e -> new Told(e.id().value(), e.policy()))
                        .sorted(WatchesConverge::compare)
                        .toList();
        int most = subject.scenario().profile().registrar().resolution().maxItems();
        boolean right =
                really.size() <= most
                        ? really.equals(believed)
                        : believed.size() == most && really.containsAll(believed);
        if (!right) {
            wrong.add(
                    "%s believes pool %s to be %s, but it is %s"
                            .formatted(user.node(), pool, believed, really));
        }
    }

    private static Told of(EndpointRequest.Join join) {
        return new Told(join.id().value(), join.policy());
    }

    private static int compare(Told a, Told b) {
        return Integer.compareUnsigned(a.id, b.id);
    }
}

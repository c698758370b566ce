package org.rserpool.sim.check;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.registrar.RegistrarNotice.ElementAdded;
import org.rserpool.core.registrar.RegistrarNotice.ElementChanged;
import org.rserpool.sim.Node;
import org.rserpool.sim.Role;
import org.rserpool.sim.Truth;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.message.AsapMessage.Registration;

/**
 * Each element that any registrar has was once registered with some registrar in this way, by the
 * element itself or by somebody who lies.
 */
public final class NobodyIsInvented implements Check {

    private final Subject subject;
    private final Set<Values> registered = new HashSet<>(); // never iterated

    /** Checks all registrars of a world. */
    public NobodyIsInvented(Subject subject) {
        this.subject = subject;
    }

    /** What registrars pass on as it is; addresses they may shorten. */
    private record Values(Truth.Key key, PolicyInfo policy, int port) {
        static Values of(PoolHandle pool, PoolElementInfo element) {
            return new Values(
                    new Truth.Key(pool, element.id()),
                    element.policy(),
                    element.userTransport().port());
        }
    }

    @Override
    public void onEvent(Node node, Event event) {
        if (node.role() == Role.REGISTRAR
                && event instanceof Event.Arrived(_, Registration(var pool, var element))) {
            registered.add(Values.of(pool, element));
        }
    }

    @Override
    public void onHandled(Node node, Event event, List<Action> actions) {
        for (Action action : actions) {
            if (action instanceof Action.Tell(ElementAdded(var pool, var element))) {
                look(node, pool, element);
            } else if (action instanceof Action.Tell(ElementChanged(var pool, var element))) {
                look(node, pool, element);
            }
        }
    }

    private void look(Node node, PoolHandle pool, PoolElementInfo element) {
        if (!registered.contains(Values.of(pool, element))) {
            subject.findings()
                    .add(
                            "nobody-is-invented",
                            "%s has %s in pool %s, which never registered so"
                                    .formatted(node, element, pool));
        }
    }
}

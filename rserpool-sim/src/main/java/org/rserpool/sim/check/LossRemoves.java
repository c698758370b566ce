package org.rserpool.sim.check;

import java.util.List;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.sim.Node;

/**
 * Where the profile says so, the end of a connection removes the elements that registered over it
 * last, in the same moment.
 */
public final class LossRemoves implements Check {

    private final Subject subject;

    /** Checks all registrars of a world. */
    public LossRemoves(Subject subject) {
        this.subject = subject;
    }

    @Override
    public void onHandled(Node node, Event event, List<Action> actions) {
        boolean removes = subject.scenario().profile().registrar().monitoring().lossRemoves();
        if (removes && event instanceof Event.LinkDown(var link, var reason)) {
            node.handlespace()
                    .map(handlespace -> handlespace.elementsOn(link))
                    .filter(left -> !left.isEmpty())
                    .ifPresent(left ->
                            subject.findings()
                                    .add(
                                            "loss-removes",
                                            "%s keeps %s although %s is down (%s)"
                                                    .formatted(node, left, link, reason)));
        }
    }
}

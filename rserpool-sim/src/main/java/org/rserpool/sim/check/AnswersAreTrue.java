package org.rserpool.sim.check;

import java.util.HashSet;
import java.util.List;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.sim.Node;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.message.AsapMessage.HandleResolution;
import org.rserpool.wire.message.AsapMessage.HandleResolutionResponse;

/**
 * A registrar answers each resolution, with elements of the pool that are in its handlespace, none
 * of them twice, and no more than were asked for.
 */
public final class AnswersAreTrue implements Check {

    private static final String NAME = "answers-are-true";

    private final Subject subject;

    /** Checks all registrars of a world. */
    public AnswersAreTrue(Subject subject) {
        this.subject = subject;
    }

    @Override
    public void onHandled(Node node, Event event, List<Action> actions) {
        var handlespace = node.handlespace();
        if (handlespace.isEmpty()) {
            return;
        }
        int answers = 0;
        for (Action action : actions) {
            if (action instanceof Action.Send(_, HandleResolutionResponse response)) {
                answers++;
                look(node, handlespace.get(), response);
            }
        }
        if (event instanceof Event.Arrived(_, HandleResolution request) && answers != 1) {
            subject.findings()
                    .add(NAME, "%s answered %s %d times".formatted(node, request, answers));
        }
    }

    private void look(Node node, Handlespace handlespace, HandleResolutionResponse response) {
        var seen = new HashSet<>(); // never iterated
        for (var element : response.elements()) {
            boolean known = handlespace.find(response.pool(), element.id()).isPresent();
            if (!known || !seen.add(element.id())) {
                subject.findings()
                        .add(
                                NAME,
                                "%s offers %s/%s, which %s"
                                        .formatted(
                                                node,
                                                response.pool(),
                                                element.id(),
                                                known ? "is there twice" : "is unknown to it"));
            }
        }
        boolean denied =
                response.errors().stream()
                        .anyMatch(e -> e.code().equals(CauseCode.UNKNOWN_POOL_HANDLE));
        if (denied && handlespace.pool(response.pool()).isPresent()) {
            subject.findings()
                    .add(NAME, "%s denies pool %s, which it has".formatted(node, response.pool()));
        }
    }
}

package org.rserpool.sim.check;

import java.util.HashSet;
import java.util.List;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.registrar.RegistrarNotice.ElementAdded;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved;
import org.rserpool.sim.Node;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.message.AsapMessage.HandleResolution;
import org.rserpool.wire.message.AsapMessage.HandleResolutionResponse;

/**
 * A registrar answers each resolution once: at once where there is one registrar, else when it has
 * what its peers have, {@link Subject#agreeWithin} after the last fault of a registrar at the
 * latest. The answer holds elements of the pool that are in its handlespace, none of them twice.
 */
public final class AnswersAreTrue implements Check {

    private static final String NAME = "answers-are-true";

    private final Subject subject;
    private final Unanswered<HandleResolution> unanswered;

    /** Checks all registrars of a world. */
    public AnswersAreTrue(Subject subject) {
        this.subject = subject;
        this.unanswered = new Unanswered<>(subject);
    }

    @Override
    public void onHandled(Node node, Event event, List<Action> actions) {
        var handlespace = node.handlespace();
        if (handlespace.isEmpty()) {
            return;
        }
        unanswered.onHandled(node, event, actions);
        if (event instanceof Event.Arrived(var link, HandleResolution request)) {
            unanswered.asked(node, link, request);
        }
        for (Action action : actions) {
            if (action instanceof Action.Send(var link, HandleResolutionResponse response)) {
                var pool = response.pool();
                unanswered.answered(node, link, r -> r.pool().equals(pool));
                if (!changes(actions)) {
                    look(node, handlespace.get(), response);
                }
            }
        }
        if (event instanceof Event.Arrived(_, HandleResolution _) && unanswered.isPrompt(node)) {
            look();
        }
    }

    /** What was held for long is answered together, some of it before the handlespace changes. */
    private static boolean changes(List<Action> actions) {
        return actions.stream()
                .anyMatch(action ->
                        action instanceof Action.Tell(ElementAdded _)
                                || action instanceof Action.Tell(ElementRemoved _));
    }

    private void look(Node node, Handlespace handlespace, HandleResolutionResponse response) {
        var seen = new HashSet<>(); // never iterated
        for (var element : response.elements()) {
            boolean known = handlespace.find(response.pool(), element.id()).isPresent();
            if (!known || !seen.add(element.id())) {
                complain(
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
            complain("%s denies pool %s, which it has".formatted(node, response.pool()));
        }
    }

    @Override
    public void look() {
        for (var overdue : unanswered.takeOverdue()) {
            complain("%s has not answered %s".formatted(overdue.node(), overdue.request()));
        }
    }

    private void complain(String what) {
        subject.findings().add(NAME, what);
    }
}

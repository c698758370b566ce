package org.rserpool.sim.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.registrar.RegistrarNotice;
import org.rserpool.sim.Node;

/**
 * What registrars were asked over their links and have not answered yet. They may take their time
 * as long as they do not have the handlespace of their peers.
 */
final class Unanswered<Q> {

    private final Subject subject;
    private final Map<Line, List<Open<Q>>> open = new LinkedHashMap<>();
    private final Set<Run> serving = new HashSet<>(); // never iterated

    Unanswered(Subject subject) {
        this.subject = subject;
    }

    private record Run(Node node, int start) {}

    private record Line(Run run, Link link) {}

    private record Open<Q>(Q request, Duration asked) {}

    /** A request that should have been answered. */
    record Overdue<Q>(Node node, Q request) {}

    private static Run run(Node node) {
        return new Run(node, node.starts());
    }

    /** Takes note of what ends requests; to be called first for each event that was handled. */
    void onHandled(Node node, Event event, List<Action> actions) {
        if (event instanceof Event.LinkDown(var link, _)) {
            open.remove(new Line(run(node), link));
        }
        for (Action action : actions) {
            if (action instanceof Action.Close(var link, _)) {
                open.remove(new Line(run(node), link));
            } else if (action instanceof Action.Tell(RegistrarNotice.Serving _)) {
                serving.add(run(node));
            }
        }
    }

    void asked(Node node, Link link, Q request) {
        open.computeIfAbsent(new Line(run(node), link), _ -> new ArrayList<>())
                .add(new Open<>(request, subject.world().now()));
    }

    /** Takes out the oldest request of a link that an answer fits. */
    Optional<Q> answered(Node node, Link link, Predicate<Q> fits) {
        var line = new Line(run(node), link);
        var waiting = open.getOrDefault(line, new ArrayList<>());
        for (Iterator<Open<Q>> each = waiting.iterator(); each.hasNext(); ) {
            var request = each.next().request();
            if (fits.test(request)) {
                each.remove();
                if (waiting.isEmpty()) {
                    open.remove(line);
                }
                return Optional.of(request);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns whether a registrar has to answer in the same moment: it has no peers to wait for.
     */
    boolean isPrompt(Node node) {
        return subject.scenario().registrars() == 1 && serving.contains(run(node));
    }

    /** Takes out what should have been answered by now. */
    List<Overdue<Q>> takeOverdue() {
        var overdue = new ArrayList<Overdue<Q>>();
        var now = subject.world().now();
        for (Iterator<Map.Entry<Line, List<Open<Q>>>> lines = open.entrySet().iterator();
                lines.hasNext(); ) {
            var entry = lines.next();
            var run = entry.getKey().run();
            var node = run.node();
            if (node.starts() != run.start() || node.state() == Node.State.DOWN) {
                lines.remove();
            } else if (node.isRunning() && !node.isSlow() && node.waiting() == 0) {
                var limit =
                        isPrompt(node)
                                ? node.since()
                                : subject.registrarsCalmSince().plus(subject.agreeWithin());
                entry.getValue().stream()
                        .filter(o -> now.compareTo(max(limit, patience(node, o))) > 0)
                        .forEach(o -> overdue.add(new Overdue<>(node, o.request())));
            }
        }
        return overdue;
    }

    private Duration patience(Node node, Open<Q> waiting) {
        return isPrompt(node) ? waiting.asked() : waiting.asked().plus(subject.agreeWithin());
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}

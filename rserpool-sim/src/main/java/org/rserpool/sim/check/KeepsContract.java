package org.rserpool.sim.check;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.Ticket;
import org.rserpool.sim.Node;

/**
 * Machines keep the contract of {@link org.rserpool.core.Machine}: they throw nothing, open links
 * with fresh odd numbers, answer each request once, and do not ask for time again and again.
 */
public final class KeepsContract implements Check {

    private static final String NAME = "keeps-contract";

    private final Subject subject;
    private final Map<Node, Run> processes = new LinkedHashMap<>();

    /** Checks all machines of a world. */
    public KeepsContract(Subject subject) {
        this.subject = subject;
    }

    private static final class Run {
        final int start;
        final Set<Link> opened = new HashSet<>(); // never iterated
        final Set<Ticket> asked = new HashSet<>(); // never iterated

        Run(int start) {
            this.start = start;
        }
    }

    private Run of(Node node) {
        var known = processes.get(node);
        if (known == null || known.start != node.starts()) {
            known = new Run(node.starts());
            processes.put(node, known);
        }
        return known;
    }

    @Override
    public void onThrown(Node node, Event event, RuntimeException thrown) {
        var where = thrown.getStackTrace();
        subject.findings()
                .add(
                        NAME,
                        "%s threw %s%s on %s"
                                .formatted(
                                        node,
                                        thrown,
                                        where.length == 0 ? "" : " at " + where[0],
                                        event));
    }

    @Override
    public void onHandled(Node node, Event event, List<Action> actions) {
        var process = of(node);
        if (event instanceof Event.Asked(var ticket, _)) {
            process.asked.add(ticket);
        }
        for (Action action : actions) {
            if (action instanceof Action.Open(var link, _, _)) {
                boolean valid = (link.number() & 1) == 1 && process.opened.add(link);
                if (!valid) {
                    subject.findings().add(NAME, "%s opened %s again".formatted(node, link));
                }
            } else if (action instanceof Action.Reply(var ticket, var answer)
                    && !process.asked.remove(ticket)) {
                subject.findings()
                        .add(
                                NAME,
                                "%s answered %s, which is not open: %s"
                                        .formatted(node, ticket, answer));
            }
        }
    }
}

package org.rserpool.sim.check;

import java.util.List;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.registrar.RegistrarRequest;
import org.rserpool.core.registrar.RegistrarSnapshot;
import org.rserpool.sim.Node;
import org.rserpool.sim.Role;
import org.rserpool.wire.message.Protocol;

/**
 * Registrars remember as many connections as there are, no more subscriptions than can be, and no
 * more peers than there were; they open no more than two links to each other; endpoints open no
 * more links than allowed (ASAP-162); what runs works off what waits for it.
 */
public final class TablesAreBounded implements Check {

    private static final String NAME = "tables-are-bounded";

    /** A snapshot costs more than other checks. */
    private static final int EVERY = 10;

    /** So much may come at once: announcements, everybody's registrations after a restart. */
    private static final int MAX_WAITING = 20_000;

    /** So many links somebody who lies has at a time. */
    private static final int MAX_STRANGERS = 40;

    private final Subject subject;
    private int looks;

    /** Checks all machines of a world. */
    public TablesAreBounded(Subject subject) {
        this.subject = subject;
    }

    @Override
    public void look() {
        // One more, to a former home registrar, may wait for its end.
        int maxLinks = subject.scenario().profile().endpoint().hunt().maxLinks() + 1;
        for (Node node : subject.world().nodes()) {
            if (isEndpoint(node) && node.openedLinks() > maxLinks) {
                subject.findings()
                        .add(
                                NAME,
                                "%s has opened %d links, at most %d are allowed"
                                        .formatted(node, node.openedLinks(), maxLinks));
            }
            if (node.isRunning() && node.waiting() > MAX_WAITING) {
                subject.findings()
                        .add(NAME, "%s has %d events waiting".formatted(node, node.waiting()));
            }
        }
        if (looks++ % EVERY == 0) {
            subject.workload().registrars().stream()
                    .filter(Node::isRunning)
                    .forEach(registrar -> registrar.ask(new RegistrarRequest.TakeSnapshot()));
        }
    }

    private static boolean isEndpoint(Node node) {
        return node.role() == Role.ELEMENT || node.role() == Role.USER;
    }

    @Override
    public void onHandled(Node node, Event event, List<Action> actions) {
        for (Action action : actions) {
            if (action instanceof Action.Reply(_, RegistrarSnapshot snapshot)) {
                onSnapshot(node, snapshot);
            }
        }
    }

    private void onSnapshot(Node node, RegistrarSnapshot snapshot) {
        if (snapshot.links() != node.linksUp()) {
            subject.findings()
                    .add(
                            NAME,
                            "%s remembers %d links, there are %d"
                                    .formatted(node, snapshot.links(), node.linksUp()));
        }
        // Each peer once, for each process that it ever was; besides, over each link to somebody
        // who lies there may be one stranger.
        int processes = subject.workload().registrars().stream().mapToInt(Node::starts).sum();
        if (snapshot.peers().size() > processes + MAX_STRANGERS * subject.scenario().rogues()) {
            subject.findings()
                    .add(
                            NAME,
                            "%s remembers %d peers of %d registrars that were ever started"
                                    .formatted(node, snapshot.peers().size(), processes));
        }
        int opened = node.openedLinks(Protocol.ENRP);
        if (opened > 2 * subject.scenario().registrars()) {
            subject.findings()
                    .add(
                            NAME,
                            "%s has opened %d links to %d registrars"
                                    .formatted(node, opened, subject.scenario().registrars()));
        }
        int most = node.linksUp() * subject.scenario().pools().size();
        if (snapshot.subscriptions() > most) {
            subject.findings()
                    .add(
                            NAME,
                            "%s has %d subscriptions of %d links to %d pools"
                                    .formatted(
                                            node,
                                            snapshot.subscriptions(),
                                            node.linksUp(),
                                            subject.scenario().pools().size()));
        }
    }
}

package org.rserpool.sim.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.Ticket;
import org.rserpool.core.endpoint.EndpointRequest;
import org.rserpool.sim.Node;
import org.rserpool.sim.Role;
import org.rserpool.sim.Times;

/**
 * What an application asks is answered in time, as long as its process runs: a resolution within
 * the patience of whoever asks, a farewell within as many attempts as allowed, all else at once
 * except registrations, which last as long as they must. When all is calm, a resolution takes no
 * longer than a message and its answer.
 */
public final class RequestsAreAnswered implements Check {

    private static final String NAME = "requests-are-answered";

    private final Subject subject;
    private final Map<Key, Open> open = new LinkedHashMap<>();

    /** Checks all endpoints of a world. */
    public RequestsAreAnswered(Subject subject) {
        this.subject = subject;
    }

    private record Key(Node node, int start, Ticket ticket) {}

    private record Open(EndpointRequest request, Duration asked, Duration limit) {}

    @Override
    public void onHandled(Node node, Event event, List<Action> actions) {
        if (node.role() == Role.REGISTRAR) {
            return;
        }
        if (event instanceof Event.Asked(var ticket, EndpointRequest request)) {
            var limit = limit(request);
            if (limit.isPresent()) {
                open.put(
                        new Key(node, node.starts(), ticket),
                        new Open(request, subject.world().now(), limit.get()));
            }
        }
        for (Action action : actions) {
            if (action instanceof Action.Reply(var ticket, _)) {
                open.remove(new Key(node, node.starts(), ticket));
            }
        }
    }

    private Optional<Duration> limit(EndpointRequest request) {
        return switch (request) {
            case EndpointRequest.Resolve resolve -> Optional.of(resolve.patience());
            case EndpointRequest.Select select -> Optional.of(select.patience());
            case EndpointRequest.Leave _ -> Optional.of(farewell());
            case EndpointRequest.Join _ -> Optional.empty();
            case EndpointRequest.Report _,
                    EndpointRequest.Watch _,
                    EndpointRequest.Unwatch _,
                    EndpointRequest.Purge _,
                    EndpointRequest.Cancel _,
                    EndpointRequest.ListRegistrars _,
                    EndpointRequest.UseRegistrars _ ->
                    Optional.of(Duration.ZERO);
        };
    }

    private Duration farewell() {
        var config = subject.scenario().profile().endpoint();
        var timeout = config.registrations().deregistration();
        if (config.hunt().backsOff()) {
            timeout = max(timeout, config.hunt().retranMax());
        }
        return timeout.multipliedBy(config.registrations().maxAttempts() + 3L);
    }

    @Override
    public void look() {
        var now = subject.world().now();
        for (var entry : new ArrayList<>(open.entrySet())) {
            var node = entry.getKey().node();
            var waiting = entry.getValue();
            if (node.starts() != entry.getKey().start() || node.state() == Node.State.DOWN) {
                open.remove(entry.getKey());
            } else if (node.isRunning() && !node.isSlow() && node.waiting() == 0) {
                var since = max(waiting.asked(), node.since());
                var late = now.minus(since).compareTo(limit(waiting).plus(slack())) > 0;
                if (late) {
                    open.remove(entry.getKey());
                    subject.findings()
                            .add(
                                    NAME,
                                    "%s asked at %s for %s and has no answer"
                                            .formatted(
                                                    node,
                                                    Times.moment(waiting.asked()),
                                                    waiting.request()));
                }
            }
        }
    }

    private Duration limit(Open waiting) {
        boolean calm =
                subject.stage().phase() == Subject.Stage.Phase.CALM
                        && waiting.asked().compareTo(subject.stage().since()) > 0;
        // One exchange to open a connection, one for the request.
        var exchanges = subject.exchange().multipliedBy(2);
        return calm && waiting.limit().compareTo(exchanges) > 0 ? exchanges : waiting.limit();
    }

    private Duration slack() {
        return subject.scenario().network().lateness().plusMillis(1);
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}

package org.rserpool.sim.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.registrar.RegistrarNotice.ElementAdded;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved;
import org.rserpool.sim.CallObserver;
import org.rserpool.sim.Faults;
import org.rserpool.sim.Node;
import org.rserpool.sim.Observer;
import org.rserpool.sim.Scenario;
import org.rserpool.sim.Times;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.message.Message;

/**
 * What a run was like.
 *
 * @param scenario what the world consisted of
 * @param time how much virtual time has passed
 * @param events handled by machines
 * @param messages sent over connections
 * @param faults how often each kind of fault happened
 * @param added elements that registrars added
 * @param removed elements that registrars removed, by the reason
 * @param calls how often users were served
 * @param failovers how often they had to turn to another element
 * @param failedCalls how often they were not served
 * @param recovery how long it took after the last fault until all was right; empty if it never was
 */
public record Statistics(
        Scenario scenario,
        Duration time,
        long events,
        long messages,
        Map<Faults.Kind, Integer> faults,
        long added,
        Map<ElementRemoved.Reason, Integer> removed,
        long calls,
        long failovers,
        long failedCalls,
        Optional<Duration> recovery) {

    /** Returns all of it in a few lines for people. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(
                "profile %s, %s, %d elements on %d hosts in %d pools, %d users, %d rogues, %s"
                        .formatted(
                                scenario.profile(),
                                registrars(),
                                scenario.elements(),
                                scenario.hosts(),
                                scenario.pools().size(),
                                scenario.users(),
                                scenario.rogues(),
                                scenario.hunting()));
        lines.add(
                "%s of virtual time, %d events, %d messages"
                        .formatted(Times.text(time), events, messages));
        lines.add("faults: " + faults);
        lines.add("elements: %d added, removed: %s".formatted(added, removed));
        lines.add(
                "calls: %d served, %d failovers, %d failed"
                        .formatted(calls, failovers, failedCalls));
        lines.add(
                recovery.map(r -> "all was right %s after the last fault".formatted(Times.text(r)))
                        .orElse("all was never right after the last fault"));
        return lines;
    }

    private String registrars() {
        return scenario.registrars() == 1
                ? "1 registrar"
                : scenario.registrars() + " registrars " + scenario.meeting();
    }

    /** Counts while the world turns. */
    static final class Counter implements Observer, CallObserver {
        private long events;
        private long messages;
        private long added;
        private final Map<ElementRemoved.Reason, Integer> removed =
                new EnumMap<>(ElementRemoved.Reason.class);
        private long calls;
        private long failovers;
        private long failedCalls;

        @Override
        public void onHandled(Node node, Event event, List<Action> actions) {
            events++;
            for (Action action : actions) {
                if (action instanceof Action.Tell(ElementAdded _)) {
                    added++;
                } else if (action instanceof Action.Tell(ElementRemoved(_, _, var reason))) {
                    removed.merge(reason, 1, Integer::sum);
                }
            }
        }

        @Override
        public void onSent(Node from, Node to, Message message) {
            messages++;
        }

        @Override
        public void onServed(Call call, ElementId element, int tries) {
            calls++;
        }

        @Override
        public void onFailover(Call call, ElementId element, String outcome) {
            failovers++;
        }

        @Override
        public void onFailed(Call call, String why) {
            failedCalls++;
        }

        Statistics result(
                Scenario scenario, Duration time, Faults faults, Optional<Duration> recovery) {
            return new Statistics(
                    scenario,
                    time,
                    events,
                    messages,
                    faults.counts(),
                    added,
                    removed,
                    calls,
                    failovers,
                    failedCalls,
                    recovery);
        }
    }
}

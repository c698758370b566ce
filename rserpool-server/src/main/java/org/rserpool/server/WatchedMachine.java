package org.rserpool.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.Machine;
import org.rserpool.core.Notice;
import org.rserpool.core.registrar.RegistrarNotice;
import org.rserpool.core.registrar.RegistrarRequest;

/**
 * A registrar's machine, with two ways more from and to the outside. When it serves is known even
 * where notices are read slowly or not at all; and what was found out about the names of peers is
 * told among the machine's notices.
 */
final class WatchedMachine implements Machine {

    private final Machine machine;
    private final List<Notice> first;
    private final CompletableFuture<Void> serving;

    /**
     * Watches a machine.
     *
     * @param first what is told before all else
     * @param serving completed when elements and users are served
     */
    WatchedMachine(Machine machine, List<Notice> first, CompletableFuture<Void> serving) {
        this.machine = machine;
        this.first = List.copyOf(first);
        this.serving = serving;
    }

    @Override
    public List<Action> handle(Event event, Instant now) {
        if (event instanceof Event.Started) {
            return watched(with(first, machine.handle(event, now)));
        }
        if (event instanceof Event.Asked(var ticket, PeerNames.Found(var peers, var notices))) {
            var use = new Event.Asked(ticket, new RegistrarRequest.UsePeers(peers));
            return watched(with(notices, machine.handle(use, now)));
        }
        return watched(machine.handle(event, now));
    }

    private static List<Action> with(List<Notice> notices, List<Action> actions) {
        var all = new ArrayList<Action>();
        notices.forEach(notice -> all.add(new Action.Tell(notice)));
        all.addAll(actions);
        return all;
    }

    private List<Action> watched(List<Action> actions) {
        if (!serving.isDone() && actions.stream().anyMatch(WatchedMachine::isServing)) {
            serving.complete(null);
        }
        return actions;
    }

    private static boolean isServing(Action action) {
        return action instanceof Action.Tell(RegistrarNotice.Serving _);
    }

    @Override
    public Instant deadline() {
        return machine.deadline();
    }
}

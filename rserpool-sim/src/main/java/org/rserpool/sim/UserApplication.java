package org.rserpool.sim;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.rserpool.core.Answer;
import org.rserpool.core.Notice;
import org.rserpool.core.Ticket;
import org.rserpool.core.endpoint.EndpointAnswer;
import org.rserpool.core.endpoint.EndpointNotice;
import org.rserpool.core.endpoint.EndpointRequest;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;

/**
 * A pool user: resolves, chooses elements and calls them, reports those that do not serve, watches
 * pools, and changes its mind.
 */
public final class UserApplication implements Application {

    /** How many elements are tried before a call counts as failed. */
    private static final int MAX_TRIES = 5;

    private static final Duration CALL = Duration.ofSeconds(1);
    private static final List<Duration> MAX_AGES =
            List.of(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(30));

    private final Node node;
    private final Services services;
    private final Chance chance;
    private final Workload workload;
    private final List<PoolHandle> pools;
    private final Map<Ticket, Consumer<Answer>> waiting = new HashMap<>(); // never iterated
    private final Map<PoolHandle, List<PoolElementInfo>> watched = new LinkedHashMap<>();
    private Optional<Ticket> cancellable = Optional.empty();

    UserApplication(
            Node node,
            Services services,
            Chance chance,
            Workload workload,
            List<PoolHandle> pools) {
        this.node = node;
        this.services = services;
        this.chance = chance;
        this.workload = workload;
        this.pools = List.copyOf(pools);
    }

    /** Returns the node on which it runs. */
    public Node node() {
        return node;
    }

    /** Returns the pools that it uses. */
    public List<PoolHandle> pools() {
        return pools;
    }

    /** Returns the pools that it watches, and what it was told last. */
    public Map<PoolHandle, List<PoolElementInfo>> watched() {
        return watched;
    }

    @Override
    public void onStarted() {
        waiting.clear();
        watched.clear();
        cancellable = Optional.empty();
        pools.stream().filter(_ -> chance.percent(60)).forEach(this::watch);
        if (workload.isOver()) {
            callAll();
        } else {
            node.later(chance.next(workload.betweenDeeds()), this::act);
        }
    }

    /** Calls all pools, in turn and often, from now on. */
    void callAll() {
        node.later(Duration.ZERO, () -> callInTurn(0));
    }

    private void callInTurn(int turn) {
        call(pools.get(turn % pools.size()));
        node.later(
                chance.between(Duration.ofMillis(100), Duration.ofMillis(500))
                        .multipliedBy(workload.pace()),
                () -> callInTurn(turn + 1));
    }

    private void act() {
        if (workload.isOver()) {
            return;
        }
        var pool = chance.oneOf(pools);
        int deed = chance.between(1, 100);
        if (deed <= 50) {
            call(pool);
        } else if (deed <= 75) {
            resolve(pool);
        } else if (deed <= 83) {
            toggleWatch(pool);
        } else if (deed <= 88) {
            ask(new EndpointRequest.Purge(pool), _ -> {});
        } else if (deed <= 93) {
            cancellable.ifPresent(ticket -> ask(new EndpointRequest.Cancel(ticket), _ -> {}));
            cancellable = Optional.empty();
        } else {
            ask(new EndpointRequest.ListRegistrars(), _ -> {});
        }
        node.later(chance.next(workload.betweenDeeds()), this::act);
    }

    private Ticket ask(EndpointRequest request, Consumer<Answer> then) {
        var ticket = node.ask(request);
        waiting.put(ticket, then);
        return ticket;
    }

    private void resolve(PoolHandle pool) {
        long items = chance.oneOf(List.of(0L, 1L, 3L, EndpointRequest.ALL));
        var request =
                new EndpointRequest.Resolve(
                        pool, items, chance.oneOf(MAX_AGES), workload.patience());
        cancellable = Optional.of(ask(request, _ -> {}));
    }

    private void toggleWatch(PoolHandle pool) {
        if (watched.containsKey(pool)) {
            watched.remove(pool);
            ask(new EndpointRequest.Unwatch(pool), _ -> {});
        } else {
            watch(pool);
        }
    }

    private void watch(PoolHandle pool) {
        watched.put(pool, List.of());
        ask(new EndpointRequest.Watch(pool), _ -> {});
    }

    private void call(PoolHandle pool) {
        choose(new CallObserver.Call(node, pool, workload.now()), 1);
    }

    private void choose(CallObserver.Call call, int tries) {
        ask(
                new EndpointRequest.Select(call.pool(), workload.patience()),
                answer -> {
                    switch (answer) {
                        case EndpointAnswer.Selected(_, var element) -> use(call, element, tries);
                        case EndpointAnswer.UnknownPool _ -> workload.calls().onUnknown(call);
                        default -> workload.calls().onFailed(call, answer.toString());
                    }
                });
    }

    private void use(CallObserver.Call call, PoolElementInfo element, int tries) {
        int process = node.starts();
        services.call(
                node,
                call.pool(),
                element,
                CALL,
                outcome -> {
                    if (node.starts() == process && node.incarnation().isPresent()) {
                        node.later(Duration.ZERO, () -> onOutcome(call, element, outcome, tries));
                    }
                });
    }

    private void onOutcome(
            CallObserver.Call call, PoolElementInfo element, Services.Outcome outcome, int tries) {
        if (outcome == Services.Outcome.SERVED) {
            workload.calls().onServed(call, element.id(), tries);
            return;
        }
        workload.calls().onFailover(call, element.id(), outcome.toString());
        ask(new EndpointRequest.Report(call.pool(), element.id()), _ -> {});
        if (tries < MAX_TRIES) {
            choose(call, tries + 1);
        } else {
            workload.calls().onFailed(call, MAX_TRIES + " elements did not serve");
        }
    }

    @Override
    public void onAnswer(Ticket ticket, Answer answer) {
        Optional.ofNullable(waiting.remove(ticket)).ifPresent(then -> then.accept(answer));
    }

    @Override
    public void onNotice(Notice notice) {
        if (notice instanceof EndpointNotice.PoolChanged(var pool, _, var elements)) {
            watched.computeIfPresent(pool, (_, _) -> elements);
        }
    }
}

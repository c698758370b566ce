package org.rserpool.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rserpool.core.Answer;
import org.rserpool.core.Notice;
import org.rserpool.core.Ticket;
import org.rserpool.core.endpoint.EndpointAnswer;
import org.rserpool.core.endpoint.EndpointNotice;
import org.rserpool.core.endpoint.EndpointRequest;
import org.rserpool.core.endpoint.ServiceAddress;
import org.rserpool.core.policy.Policies;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.TransportAddress;

/**
 * A process that is element in one or more pools: joins, changes its values, leaves, comes back,
 * and comes back when it was refused, too.
 */
final class ElementApplication implements Application {

    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(1);

    private final Node node;
    private final Truth truth;
    private final Chance chance;
    private final Workload workload;
    private final List<Slot> slots;
    private final Optional<ServiceAddress> asapTransport;
    private final List<TransportAddress> registrars;
    private final Map<Ticket, Slot> joining = new HashMap<>(); // never iterated
    private final Map<Ticket, Slot> leaving = new HashMap<>(); // never iterated

    /**
     * Makes an application.
     *
     * @param slots its elements
     * @param asapTransport where it listens for registrars, if they cannot know
     * @param registrars those that are configured
     */
    ElementApplication(
            Node node,
            Truth truth,
            Chance chance,
            Workload workload,
            List<Slot> slots,
            Optional<ServiceAddress> asapTransport,
            List<TransportAddress> registrars) {
        this.node = node;
        this.truth = truth;
        this.chance = chance;
        this.workload = workload;
        this.slots = slots;
        this.asapTransport = asapTransport;
        this.registrars = registrars;
    }

    /** An element of the process. */
    static final class Slot {
        final String name;
        final Scenario.PoolSpec pool;
        final int port;

        /** Whether each process takes a new identifier. */
        final boolean isNewEachTime;

        ElementId id;
        boolean isIn;

        /** Whether a registrar granted what this process asked for. */
        boolean wasGranted;

        /** The last request, as long as it is not answered. */
        Optional<Ticket> pending = Optional.empty();

        Slot(String name, Scenario.PoolSpec pool, int port, ElementId id, boolean isNewEachTime) {
            this.name = name;
            this.pool = pool;
            this.port = port;
            this.id = id;
            this.isNewEachTime = isNewEachTime;
        }

        Truth.Key key() {
            return new Truth.Key(pool.handle(), id);
        }
    }

    @Override
    public void onStarted() {
        joining.clear();
        leaving.clear();
        for (Slot slot : slots) {
            slot.isIn = false;
            slot.wasGranted = false;
            slot.pending = Optional.empty();
            if (slot.isNewEachTime && node.starts() > 1) {
                slot.id = workload.freshId();
            }
            node.later(chance.between(Duration.ZERO, Duration.ofSeconds(1)), () -> join(slot));
            node.later(chance.next(workload.betweenDeeds()), () -> act(slot));
        }
    }

    private void act(Slot slot) {
        if (workload.isOver()) {
            return;
        }
        int deed = chance.between(1, 100);
        if (!slot.isIn || deed <= 50) {
            join(slot);
        } else if (deed <= 55) {
            conflict(slot);
        } else if (deed <= 80) {
            leave(slot);
        } else if (deed <= 85 && !registrars.isEmpty()) {
            useRegistrars();
        }
        node.later(chance.next(workload.betweenDeeds()), () -> act(slot));
    }

    /** Joins, or changes its values. */
    private void join(Slot slot) {
        ask(slot, request(slot, policy(slot.pool.policy())));
    }

    /** Asks for what cannot be granted, as all elements of a pool have the same policy. */
    private void conflict(Slot slot) {
        var other = chance.oneOf(Policies.STANDARD.all()).type();
        if (!other.equals(slot.pool.policy())) {
            ask(slot, request(slot, policy(other)));
        }
    }

    /** An operator has other registrars in mind, which matters from the next hunt on. */
    private void useRegistrars() {
        var some = new ArrayList<>(registrars);
        some.removeIf(_ -> chance.percent(30));
        node.ask(new EndpointRequest.UseRegistrars(some.isEmpty() ? registrars : some));
    }

    private void ask(Slot slot, EndpointRequest.Join request) {
        slot.isIn = true;
        truth.asked(node, slot.name, request);
        var ticket = node.ask(request);
        joining.put(ticket, slot);
        slot.pending = Optional.of(ticket);
    }

    private EndpointRequest.Join request(Slot slot, PolicyInfo policy) {
        var life =
                chance.percent(5)
                        ? RegistrationLife.INFINITE
                        : RegistrationLife.ofSeconds(workload.drawnLife());
        return new EndpointRequest.Join(
                slot.pool.handle(),
                slot.id,
                life,
                new ServiceAddress(slot.pool.service(), slot.port),
                policy,
                asapTransport);
    }

    private PolicyInfo policy(PolicyType type) {
        var policy = Policies.STANDARD.find(type).orElseThrow();
        var words = new long[policy.values().size()];
        for (int i = 0; i < words.length; i++) {
            words[i] = chance.between(1, 100);
        }
        return new PolicyInfo(type, words);
    }

    private void leave(Slot slot) {
        slot.isIn = false;
        slot.wasGranted = false;
        truth.leaving(slot.key());
        var ticket = node.ask(new EndpointRequest.Leave(slot.pool.handle(), slot.id));
        leaving.put(ticket, slot);
        slot.pending = Optional.of(ticket);
    }

    @Override
    public void onAnswer(Ticket ticket, Answer answer) {
        Optional.ofNullable(leaving.remove(ticket))
                .filter(slot -> isLast(slot, ticket))
                .ifPresent(this::onLeft);
        Optional.ofNullable(joining.remove(ticket))
                .ifPresent(slot -> onJoin(slot, answer, isLast(slot, ticket)));
    }

    private static boolean isLast(Slot slot, Ticket ticket) {
        return slot.pending.filter(ticket::equals).isPresent();
    }

    private void onLeft(Slot slot) {
        slot.pending = Optional.empty();
        truth.absent(slot.key());
    }

    private void onJoin(Slot slot, Answer answer, boolean isLast) {
        if (answer instanceof EndpointAnswer.Joined(_, var element, _) && slot.isIn) {
            slot.wasGranted = true;
            truth.granted(slot.key(), element);
        }
        if (!isLast) {
            return; // overtaken by another request
        }
        slot.pending = Optional.empty();
        truth.settled(slot.key());
        boolean remains =
                slot.wasGranted
                        && (answer instanceof EndpointAnswer.Joined
                                || answer instanceof EndpointAnswer.Refused);
        if (!remains) {
            backOut(slot);
        } else if (!grantedPolicy(slot).equals(slot.pool.policy())) {
            leave(slot); // it was first with another policy, and keeps all others out
        }
    }

    private PolicyType grantedPolicy(Slot slot) {
        return truth.find(slot.key()).orElseThrow().wanted().policy().type();
    }

    @Override
    public void onNotice(Notice notice) {
        switch (notice) {
            case EndpointNotice.RegistrationRefused(var pool, var id, _) ->
                    find(new Truth.Key(pool, id)).ifPresent(this::backOut);
            case EndpointNotice.RegistrationFails(var pool, var id, var goesOn) when !goesOn ->
                    find(new Truth.Key(pool, id)).filter(s -> s.isIn).ifPresent(this::backOut);
            default -> {}
        }
    }

    /** The element is out, against its will, and tries again after a while. */
    private void backOut(Slot slot) {
        slot.isIn = false;
        slot.wasGranted = false;
        slot.pending = Optional.empty();
        truth.absent(slot.key());
        node.later(
                AFTER_REFUSAL.plus(chance.between(Duration.ZERO, AFTER_REFUSAL)),
                () -> {
                    if (!slot.isIn && slot.pending.isEmpty()) {
                        join(slot);
                    }
                });
    }

    private Optional<Slot> find(Truth.Key key) {
        return slots.stream().filter(slot -> slot.key().equals(key)).findFirst();
    }
}

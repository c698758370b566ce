package org.rserpool.core.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Outbox;
import org.rserpool.core.Ticket;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.AsapMessage;

/**
 * Registration, renewal and deregistration of this endpoint's elements (RFC 5352, sections 3.1 and
 * 3.2; ASAP-041 to ASAP-066, ASAP-087 to ASAP-097).
 *
 * <p>States of one element and what leads from one to the next:
 *
 * <ul>
 *   <li>WAITING, no home registrar: {@code onHome} → REGISTERING
 *   <li>REGISTERING, T2 runs: granted → REGISTERED; refused → forgotten; T2 → WAITING; home
 *       registrar lost → WAITING
 *   <li>REGISTERED, T4 runs: T4, or other values → REGISTERING; home registrar lost → WAITING; told
 *       that it was removed → REGISTERING; {@code leave} → LEAVING
 *   <li>LEAVING, T3 runs while there is a home registrar: answered → forgotten; T3 → hunt, then
 *       once more
 * </ul>
 */
final class Registrations {

    private final EndpointConfig.Registrations config;
    private final int maxElements;
    private final RegistrarHunt hunt;
    private final Deadlines<Due> deadlines;
    private final RandomGenerator random;
    private final Map<Key, Membership> memberships = new LinkedHashMap<>();

    Registrations(
            EndpointConfig config,
            RegistrarHunt hunt,
            Deadlines<Due> deadlines,
            RandomGenerator random) {
        this.config = config.registrations();
        this.maxElements = config.limits().maxElements();
        this.hunt = hunt;
        this.deadlines = deadlines;
        this.random = random;
    }

    private record Key(PoolHandle pool, ElementId id) {}

    private enum State {
        WAITING,
        REGISTERING,
        REGISTERED,
        LEAVING
    }

    /** One element of ours in one pool. */
    private final class Membership {
        final Key key;
        final Deadlines.Timer<Due> timer = deadlines.timer(this::onDue);
        EndpointRequest.Join wanted;
        Optional<EndpointRequest.Join> granted = Optional.empty();
        State state = State.WAITING;
        int attempts;
        Optional<PoolElementInfo> registered = Optional.empty();
        Optional<TransportAddress> toldHome = Optional.empty();
        List<Ticket> tickets = new ArrayList<>(1);

        Membership(Key key, EndpointRequest.Join wanted) {
            this.key = key;
            this.wanted = wanted;
        }

        private void onDue(Instant now, Outbox out) {
            switch (state) {
                case REGISTERED -> register(this, now, out); // T4
                case REGISTERING -> onUnanswered(this, now, out); // T2
                case LEAVING -> onUnanswered(this, now, out); // T3
                case WAITING -> hunt.home().ifPresent(_ -> register(this, now, out));
            }
        }
    }

    boolean needsHome() {
        return !memberships.isEmpty();
    }

    void join(Ticket ticket, EndpointRequest.Join request, Instant now, Outbox out) {
        var key = new Key(request.pool(), request.id());
        if (!memberships.containsKey(key) && memberships.size() >= maxElements) {
            out.reply(
                    ticket,
                    new EndpointAnswer.Refused(
                            "the endpoint has %d elements already (maxElements)"
                                    .formatted(maxElements),
                            List.of()));
            return;
        }
        var membership = memberships.computeIfAbsent(key, k -> new Membership(k, request));
        if (membership.state == State.LEAVING) {
            // Back before the farewell was answered: whoever waits for it has what was asked for.
            answer(membership, new EndpointAnswer.Left(request.pool(), request.id()), out);
            membership.state = State.WAITING;
        }
        membership.wanted = request;
        membership.attempts = 0;
        membership.tickets.add(ticket);
        if (hunt.home().isPresent()) {
            register(membership, now, out);
        } else {
            hunt.need(now, out);
        }
    }

    void leave(Ticket ticket, EndpointRequest.Leave request, Instant now, Outbox out) {
        var found = Optional.ofNullable(memberships.get(new Key(request.pool(), request.id())));
        if (found.isEmpty()) {
            out.reply(ticket, new EndpointAnswer.Left(request.pool(), request.id()));
            return;
        }
        var membership = found.get();
        if (membership.state != State.LEAVING) {
            answer(
                    membership,
                    new EndpointAnswer.Refused("the element has left meanwhile", List.of()),
                    out);
        }
        membership.tickets.add(ticket);
        membership.attempts = 0;
        boolean neverRegistered =
                membership.registered.isEmpty() && membership.state == State.WAITING;
        membership.state = State.LEAVING;
        if (neverRegistered) {
            forget(membership);
            answer(membership, new EndpointAnswer.Left(request.pool(), request.id()), out);
        } else if (hunt.home().isPresent()) {
            deregister(membership, now, out);
        } else {
            membership.timer.set(now.plus(config.deregistration()));
            hunt.need(now, out);
        }
    }

    /** Registers everything with a new home registrar, and says farewell there (ASAP-095). */
    void onHome(Instant now, Outbox out) {
        for (Membership membership : List.copyOf(memberships.values())) {
            if (membership.state == State.LEAVING) {
                deregister(membership, now, out);
            } else {
                register(membership, now, out);
            }
        }
    }

    void onHomeLost() {
        for (Membership membership : memberships.values()) {
            if (membership.state != State.LEAVING) {
                membership.state = State.WAITING;
                membership.timer.cancel();
            }
            membership.toldHome = Optional.empty();
        }
    }

    /**
     * A keep-alive made another registrar the home registrar: registers there, a little later, so
     * that it learns the life of the registration and not all elements come at once.
     */
    void onHomeGiven(Instant now) {
        for (Membership membership : memberships.values()) {
            if (membership.state != State.LEAVING) {
                membership.state = State.WAITING;
                membership.timer.set(now.plus(random(config.newHomeDelay())));
            }
        }
    }

    void onResponse(AsapMessage.RegistrationResponse response, Instant now, Outbox out) {
        var found =
                Optional.ofNullable(memberships.get(new Key(response.pool(), response.element())));
        if (found.filter(m -> m.state == State.REGISTERING).isEmpty()) {
            return; // late, or of somebody else
        }
        var membership = found.get();
        if (response.rejected()) {
            onRefused(membership, response, now, out);
            return;
        }
        membership.granted = Optional.of(membership.wanted);
        membership.state = State.REGISTERED;
        membership.attempts = 0;
        membership.timer.set(now.plus(renewal(membership.wanted.life()))); // T4
        var home = hunt.homeAddress().orElseThrow();
        var element = membership.registered.orElseThrow();
        answer(membership, new EndpointAnswer.Joined(response.pool(), element, home), out);
        if (!membership.toldHome.equals(Optional.of(home))) {
            membership.toldHome = Optional.of(home);
            out.tell(
                    new EndpointNotice.Registered(
                            response.pool(), element, home, response.errors()));
        }
    }

    /**
     * Nothing is tried again as it is (ASAP-060); a change that was refused leaves the old state.
     */
    private void onRefused(
            Membership membership,
            AsapMessage.RegistrationResponse response,
            Instant now,
            Outbox out) {
        var refused =
                new EndpointAnswer.Refused(
                        "the registrar refused the registration", response.errors());
        var former = membership.granted.filter(granted -> !granted.equals(membership.wanted));
        if (former.isPresent()) {
            membership.wanted = former.get();
            membership.state = State.REGISTERED;
            membership.timer.set(now.plus(renewal(membership.wanted.life())));
        } else {
            forget(membership);
            out.tell(
                    new EndpointNotice.RegistrationRefused(
                            response.pool(), response.element(), response.errors()));
        }
        answer(membership, refused, out);
    }

    void onResponse(AsapMessage.DeregistrationResponse response, Instant now, Outbox out) {
        var found =
                Optional.ofNullable(memberships.get(new Key(response.pool(), response.element())));
        if (found.isEmpty()) {
            return;
        }
        var membership = found.get();
        if (membership.state == State.LEAVING) {
            forget(membership);
            answer(
                    membership,
                    response.errors().isEmpty()
                            ? new EndpointAnswer.Left(response.pool(), response.element())
                            : new EndpointAnswer.Refused(
                                    "the registrar refused the deregistration", response.errors()),
                    out);
        } else if (membership.state == State.REGISTERED && response.errors().isEmpty()) {
            // Nobody asked for it: the registration life ended there (ASAP-088).
            membership.toldHome = Optional.empty();
            out.tell(new EndpointNotice.Removed(response.pool(), response.element()));
            register(membership, now, out);
        }
    }

    /** Returns our elements in a pool that a registrar asks for (ASAP-130 to ASAP-133). */
    List<ElementId> elementsOf(PoolHandle pool) {
        return memberships.keySet().stream()
                .filter(key -> key.pool().equals(pool))
                .map(Key::id)
                .toList();
    }

    /**
     * Forgets who waits under {@code ticket}; an element that was never registered goes with it.
     */
    boolean cancel(Ticket ticket) {
        for (Membership membership : List.copyOf(memberships.values())) {
            if (membership.tickets.remove(ticket)) {
                boolean idle = membership.tickets.isEmpty() && membership.state != State.REGISTERED;
                if (idle
                        && (membership.registered.isEmpty() || membership.state == State.LEAVING)) {
                    forget(membership);
                }
                return true;
            }
        }
        return false;
    }

    private void register(Membership membership, Instant now, Outbox out) {
        var home = hunt.home();
        var local = hunt.localAddress();
        if (home.isEmpty() || local.isEmpty()) {
            membership.state = State.WAITING;
            hunt.need(now, out);
            return;
        }
        var described = describe(membership.wanted, local.get());
        if (described.isEmpty()) {
            forget(membership);
            var why = "no address of %s can be registered".formatted(local.get());
            answer(membership, new EndpointAnswer.Refused(why, List.of()), out);
            return;
        }
        var element = described.get();
        membership.registered = Optional.of(element);
        membership.state = State.REGISTERING;
        membership.attempts++;
        membership.timer.set(now.plus(config.registration())); // R4: T2
        out.send(home.get(), new AsapMessage.Registration(membership.key.pool(), element));
    }

    /** Returns what to register over a link; empty if there is no address that can be. */
    private static Optional<PoolElementInfo> describe(
            EndpointRequest.Join wanted, TransportAddress local) {
        var element =
                wanted.service()
                        .over(local)
                        .map(service ->
                                new PoolElementInfo(
                                        wanted.id(), wanted.life(), service, wanted.policy()));
        return element.map(known ->
                switch (local.protocol()) {
                    case TCP ->
                            wanted.asapTransport()
                                    .flatMap(listener -> listener.over(local))
                                    .map(known::withAsapTransport)
                                    .orElse(known);
                    // The registrar takes the association's source address (ASAP-055).
                    case SCTP, DCCP, UDP, UDP_LITE, OPAQUE -> known;
                });
    }

    private void deregister(Membership membership, Instant now, Outbox out) {
        membership.attempts++;
        membership.timer.set(now.plus(config.deregistration())); // D4: T3
        out.send(
                hunt.home().orElseThrow(),
                new AsapMessage.Deregistration(membership.key.pool(), membership.key.id()));
    }

    private void onUnanswered(Membership membership, Instant now, Outbox out) {
        boolean leaving = membership.state == State.LEAVING;
        if (membership.attempts > config.maxAttempts()) {
            boolean goesOn = config.persistent() && !leaving;
            out.tell(
                    new EndpointNotice.RegistrationFails(
                            membership.key.pool(), membership.key.id(), goesOn));
            if (!goesOn) {
                forget(membership);
                answer(
                        membership,
                        new EndpointAnswer.NoRegistrar(
                                "no registrar answered in %d attempts"
                                        .formatted(membership.attempts)),
                        out);
                return;
            }
            membership.attempts = 0;
        }
        if (!leaving) {
            membership.state = State.WAITING;
        } else {
            membership.timer.set(now.plus(config.deregistration()));
            membership.attempts++;
        }
        hunt.onSilence(now, out);
        hunt.need(now, out);
        if (membership.state == State.WAITING) {
            // Should nobody better be found, the same registrar is asked again.
            membership.timer.set(now.plus(config.registration()));
        }
    }

    private void forget(Membership membership) {
        membership.timer.cancel();
        memberships.remove(membership.key);
    }

    private static void answer(Membership membership, EndpointAnswer answer, Outbox out) {
        var waiting = membership.tickets;
        membership.tickets = new ArrayList<>(1);
        waiting.forEach(ticket -> out.reply(ticket, answer));
    }

    /** T4-reregistration: before the life ends, and early enough even for short lives. */
    private Duration renewal(RegistrationLife life) {
        if (life.isInfinite()) {
            return config.maxRenewal();
        }
        var whole = life.toDuration();
        var latest = max(whole.minus(config.renewalMargin()), whole.dividedBy(2));
        return latest.compareTo(config.maxRenewal()) < 0 ? latest : config.maxRenewal();
    }

    private Duration random(Duration max) {
        return Duration.ofNanos(random.nextLong(max.toNanos() + 1));
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}

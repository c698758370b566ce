package org.rserpool.core.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Link;
import org.rserpool.core.Outbox;
import org.rserpool.core.Ticket;
import org.rserpool.core.endpoint.Membership.State;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.AsapMessage;

/**
 * Registration, renewal and deregistration of this endpoint's elements (RFC 5352, sections 3.1 and
 * 3.2; ASAP-041 to ASAP-066, ASAP-087 to ASAP-097).
 *
 * <p>States of one element and what leads from one to the next:
 *
 * <ul>
 *   <li>WAITING, for a home registrar or until it is time to try again: home registrar found, timer
 *       → REGISTERING; a late answer counts as one in time
 *   <li>REGISTERING, T2 runs: granted → REGISTERED; refused → what was granted before, or
 *       forgotten, or WAITING if it may be granted again; T2 → WAITING; home registrar lost →
 *       WAITING
 *   <li>REGISTERED, T4 runs: T4, or other values → REGISTERING; home registrar lost → WAITING; told
 *       that it was removed → REGISTERING
 *   <li>any: {@code leave} → LEAVING, T3 runs: answered → forgotten; T3 → hunt, then once more;
 *       {@code join} → REGISTERING
 * </ul>
 */
final class Registrations {

    private static final EndpointAnswer OVERTAKEN =
            new EndpointAnswer.NoRegistrar("a newer request for the element has taken its place");

    private final EndpointConfig config;
    private final EndpointConfig.Registrations timers;
    private final RegistrarHunt hunt;
    private final Deadlines<Due> deadlines;
    private final Pauses pauses;
    private final Memberships memberships = new Memberships();
    private final Deadlines.Timer<Due> silence;
    private Instant heard = Instant.MIN;

    Registrations(
            EndpointConfig config,
            RegistrarHunt hunt,
            Deadlines<Due> deadlines,
            RandomGenerator random) {
        this.config = config;
        this.timers = config.registrations();
        this.hunt = hunt;
        this.deadlines = deadlines;
        this.pauses = new Pauses(timers, random);
        this.silence = deadlines.timer(this::onSilent);
    }

    boolean needsHome() {
        return memberships.size() > 0;
    }

    void join(Ticket ticket, EndpointRequest.Join request, Instant now, Outbox out) {
        var known = memberships.find(request.pool(), request.id());
        // Without a registrar there would be ever more of those who wait for the same thing.
        known.filter(former -> former.state == State.WAITING)
                .ifPresent(former -> answer(former.takeTickets(), OVERTAKEN, out));
        var objection = objection(known);
        if (objection.isPresent()) {
            out.reply(ticket, new EndpointAnswer.Refused(objection.get(), List.of()));
            return;
        }
        var membership = known.orElseGet(() -> create(request));
        if (membership.state == State.LEAVING) {
            // Back before the farewell was answered: whoever waits for it has what was asked for.
            answer(membership.takeTickets(), left(membership), out);
            membership.state = State.WAITING;
        }
        boolean sent = membership.sent.equals(Optional.of(request));
        membership.wanted = request;
        memberships.await(ticket, membership);
        if (membership.state == State.REGISTERING) {
            // One question at a time: what was changed meanwhile is sent after the answer.
            (sent ? membership.tickets : membership.nextTickets).add(ticket);
        } else {
            membership.attempts = 0;
            membership.nextTickets.add(ticket);
            register(membership, now, out);
            listen(now);
        }
    }

    private Optional<String> objection(Optional<Membership> known) {
        var limits = config.limits();
        if (known.isEmpty() && memberships.size() >= limits.maxElements()) {
            return Optional.of(
                    "the endpoint has %d elements already (maxElements)"
                            .formatted(memberships.size()));
        }
        return memberships.tickets() >= limits.maxRequests()
                ? Optional.of(
                        "%d requests wait for a registrar already (maxRequests)"
                                .formatted(memberships.tickets()))
                : Optional.empty();
    }

    void leave(Ticket ticket, EndpointRequest.Leave request, Instant now, Outbox out) {
        var found = memberships.find(request.pool(), request.id());
        if (found.isEmpty()) {
            out.reply(ticket, new EndpointAnswer.Left(request.pool(), request.id()));
            return;
        }
        var membership = found.get();
        if (membership.state != State.LEAVING) {
            var why = "the element has left meanwhile";
            var refused = new EndpointAnswer.Refused(why, List.of());
            answer(membership.takeTickets(), refused, out);
        }
        membership.tickets.add(ticket);
        memberships.await(ticket, membership);
        depart(membership, now, out);
    }

    /** Says farewell where the registrar may know the element. */
    private void depart(Membership membership, Instant now, Outbox out) {
        membership.attempts = 0;
        if (membership.described.isEmpty()) {
            memberships.remove(membership);
            answer(membership.takeTickets(), left(membership), out);
            return;
        }
        membership.state = State.LEAVING;
        if (hunt.home().isPresent()) {
            deregister(membership, now, out);
        } else {
            membership.timer.set(now.plus(hunt.patience(timers.deregistration())));
            hunt.need(now, out);
        }
    }

    /**
     * Registers everything with a new home registrar, and says farewell there (ASAP-095). Where
     * that registrar itself wanted to be it, a little later, so that not all elements come at once.
     */
    void onHome(boolean given, Instant now, Outbox out) {
        onHeard(now);
        listen(now);
        for (Membership membership : memberships.all()) {
            memberships.detach(membership);
            if (membership.state == State.LEAVING) {
                deregister(membership, now, out);
            } else if (given) {
                membership.timer.set(now.plus(pauses.newHome()));
            } else {
                register(membership, now, out);
            }
        }
    }

    void onHomeLost(Instant now) {
        silence.cancel();
        for (Membership membership : memberships.all()) {
            memberships.detach(membership);
            membership.toldHome = Optional.empty();
            if (membership.state == State.LEAVING) {
                membership.timer.set(now.plus(hunt.patience(timers.deregistration())));
            }
        }
    }

    /** Something came from the home registrar. */
    void onHeard(Instant now) {
        heard = now;
    }

    private void listen(Instant now) {
        boolean listens = timers.maxSilence().isPositive() && memberships.size() > 0;
        if (listens && !silence.isSet()) {
            silence.set(now.plus(timers.maxSilence()));
        }
    }

    /** The timer is not moved with each message; it looks when it is due how long it has been. */
    private void onSilent(Instant now, Outbox out) {
        if (heard.plus(timers.maxSilence()).isAfter(now)) {
            silence.set(heard.plus(timers.maxSilence()));
            return;
        }
        memberships.all().stream()
                .filter(membership -> membership.state == State.REGISTERED)
                .findFirst()
                .ifPresent(membership -> register(membership, now, out));
        listen(now);
    }

    /** Our addresses have changed: registers anew what is described by them (ASAP-061). */
    void onMoved(Instant now, Outbox out) {
        for (Membership membership : memberships.all()) {
            boolean stays =
                    describe(membership)
                            .filter(d -> membership.described.equals(Optional.of(d)))
                            .isPresent();
            if (membership.state == State.REGISTERED && !stays) {
                register(membership, now, out);
            }
        }
    }

    void onResponse(Link link, AsapMessage.RegistrationResponse response, Instant now, Outbox out) {
        var found =
                memberships.find(response.pool(), response.element()).filter(m -> m.unanswered > 0);
        if (!hunt.isHome(link) || found.isEmpty()) {
            return; // nobody asked for it, or somebody else did
        }
        onAnswer(found.get(), response.rejected(), response.errors(), now, out);
    }

    private void onAnswer(
            Membership membership,
            boolean rejected,
            List<ErrorCause> errors,
            Instant now,
            Outbox out) {
        if (!memberships.answered(membership) || membership.state == State.LEAVING) {
            return;
        }
        if (!membership.sentAt.equals(Instant.MIN)) {
            hunt.onAnswerAfter(Duration.between(membership.sentAt, now));
        }
        if (rejected) {
            onRefused(membership, errors, now, out);
        } else {
            onGranted(membership, errors, now, out);
        }
    }

    private void onGranted(
            Membership membership, List<ErrorCause> warnings, Instant now, Outbox out) {
        var home = hunt.homeAddress().orElseThrow();
        var element = membership.described.orElseThrow();
        membership.granted = membership.sent;
        membership.grantedOver = hunt.home();
        membership.attempts = 0;
        membership.refusals = 0;
        membership.renewAt = now.plus(pauses.renewal(membership.granted.orElseThrow().life()));
        rest(membership);
        boolean settled = membership.granted.equals(Optional.of(membership.wanted));
        var served = settled ? membership.takeTickets() : membership.takeSentTickets();
        answer(served, new EndpointAnswer.Joined(membership.pool, element, home), out);
        if (!membership.toldHome.equals(Optional.of(home))) {
            membership.toldHome = Optional.of(home);
            out.tell(new EndpointNotice.Registered(membership.pool, element, home, warnings));
        }
        if (!settled) {
            register(membership, now, out);
        }
    }

    /**
     * Nothing is tried again as it is (ASAP-060), unless it was granted before. A change that was
     * refused leaves what was granted before, and where that is not known yet, it is tried in its
     * place.
     */
    private void onRefused(
            Membership membership, List<ErrorCause> errors, Instant now, Outbox out) {
        boolean settled = membership.sent.equals(Optional.of(membership.wanted));
        var concerned = settled ? membership.takeTickets() : membership.takeSentTickets();
        var why = "the registrar refused the registration";
        answer(concerned, new EndpointAnswer.Refused(why, errors), out);
        if (!settled) {
            register(membership, now, out); // what is wanted by now was not refused yet
            return;
        }
        var former = membership.granted.filter(granted -> !granted.equals(membership.wanted));
        if (former.isEmpty()) {
            onNothingLeft(membership, errors, now, out);
            return;
        }
        membership.wanted = former.get();
        if (membership.grantedOver.equals(hunt.home())) {
            rest(membership);
        } else {
            register(membership, now, out);
        }
    }

    /**
     * Tries again what was granted before, and in the end elsewhere; else forgets the element.
     * Deviation: by the RFC (ASAP-060) it is gone because one registrar was full for a moment.
     */
    private void onNothingLeft(
            Membership membership, List<ErrorCause> errors, Instant now, Outbox out) {
        if (membership.granted.isEmpty() || !pauses.isPassing(errors)) {
            memberships.remove(membership);
            out.tell(
                    new EndpointNotice.RegistrationRefused(membership.pool, membership.id, errors));
            return;
        }
        membership.refusals++;
        membership.state = State.WAITING;
        membership.timer.set(now.plus(pauses.afterRefusal(membership.refusals)));
        out.tell(new EndpointNotice.RegistrationPostponed(membership.pool, membership.id, errors));
        if (membership.attempts > timers.maxAttempts()) {
            membership.attempts = 0;
            out.tell(new EndpointNotice.RegistrationFails(membership.pool, membership.id, true));
            hunt.onSilence(now, out); // whoever else is found is asked at once
        }
    }

    /** Registered until T4 (ASAP-063). */
    private static void rest(Membership membership) {
        membership.state = State.REGISTERED;
        membership.timer.set(membership.renewAt);
    }

    void onResponse(
            Link link, AsapMessage.DeregistrationResponse response, Instant now, Outbox out) {
        var found = memberships.find(response.pool(), response.element());
        if (!hunt.isHome(link) || found.isEmpty()) {
            return;
        }
        var membership = found.get();
        if (membership.state == State.LEAVING) {
            memberships.remove(membership);
            var why = "the registrar refused the deregistration";
            answer(
                    membership.takeTickets(),
                    response.errors().isEmpty()
                            ? left(membership)
                            : new EndpointAnswer.Refused(why, response.errors()),
                    out);
        } else if (membership.state == State.REGISTERED && response.errors().isEmpty()) {
            // Nobody asked for it: the registration life ended there (ASAP-088), or the like. While
            // we register, the answer to that comes next, and is newer.
            membership.toldHome = Optional.empty();
            out.tell(new EndpointNotice.Removed(response.pool(), response.element()));
            register(membership, now, out);
        }
    }

    /**
     * The home registrar sent an error where it should have refused: as RSPLIB does with a policy
     * that it does not know. That is meant for a registration of ours if only one is on its way.
     */
    void onError(List<ErrorCause> errors, Instant now, Outbox out) {
        memberships
                .onlyUnanswered()
                .ifPresent(membership -> onAnswer(membership, true, errors, now, out));
    }

    /** Returns our elements in a pool that a registrar asks for (ASAP-130 to ASAP-133). */
    List<ElementId> elementsOf(PoolHandle pool) {
        return memberships.knownIn(pool);
    }

    /** Returns whether an element of ours was registered in a pool. */
    boolean isOurs(PoolHandle pool, ElementId id) {
        return memberships.find(pool, id).filter(m -> m.described.isPresent()).isPresent();
    }

    /**
     * Forgets who waits under {@code ticket}. An element that was never granted a registration, and
     * for which nobody waits any more, leaves.
     */
    boolean cancel(Ticket ticket, Instant now, Outbox out) {
        var found = memberships.forget(ticket);
        found.ifPresent(membership -> {
            membership.tickets.remove(ticket);
            membership.nextTickets.remove(ticket);
            if (membership.isUnattended()
                    && membership.granted.isEmpty()
                    && membership.state != State.LEAVING) {
                depart(membership, now, out);
            }
        });
        return found.isPresent();
    }

    private void register(Membership membership, Instant now, Outbox out) {
        if (hunt.home().isEmpty()) {
            membership.state = State.WAITING;
            hunt.need(now, out);
            return;
        }
        var described = describe(membership);
        if (described.isEmpty()) {
            onIndescribable(membership, now, out);
            return;
        }
        var message = new AsapMessage.Registration(membership.pool, described.get());
        membership.tickets.addAll(membership.nextTickets);
        membership.nextTickets.clear();
        membership.sent = Optional.of(membership.wanted);
        if (Wire.sizeOf(message) > Wire.MAX_PAGE) {
            refuse(membership, "the registration does not fit into one message", now, out);
            return;
        }
        membership.described = described;
        membership.state = State.REGISTERING;
        membership.attempts++;
        membership.sentAt = membership.unanswered == 0 ? now : Instant.MIN;
        memberships.sent(membership);
        membership.timer.set(now.plus(hunt.patience(timers.registration()))); // R4: T2
        out.send(hunt.home().orElseThrow(), message);
    }

    /**
     * Has no address that can be registered here; where it had one before, it may have one again.
     */
    private void onIndescribable(Membership membership, Instant now, Outbox out) {
        if (membership.granted.isEmpty()) {
            membership.sent = Optional.of(membership.wanted);
            membership.tickets.addAll(membership.nextTickets);
            membership.nextTickets.clear();
            refuse(
                    membership,
                    "no address of %s can be registered".formatted(hunt.localAddress()),
                    now,
                    out);
            return;
        }
        membership.state = State.WAITING;
        membership.timer.set(now.plus(hunt.patience(timers.registration())));
        hunt.onSilence(now, out);
    }

    /** What we ourselves cannot send is like what the registrar refuses. */
    private void refuse(Membership membership, String why, Instant now, Outbox out) {
        answer(membership.takeSentTickets(), new EndpointAnswer.Refused(why, List.of()), out);
        onRefused(membership, List.of(), now, out);
    }

    private Optional<PoolElementInfo> describe(Membership membership) {
        return membership.describe(hunt.localAddress().orElseThrow(), config.dialect());
    }

    private void deregister(Membership membership, Instant now, Outbox out) {
        membership.attempts++;
        membership.timer.set(now.plus(hunt.patience(timers.deregistration()))); // D4: T3
        out.send(
                hunt.home().orElseThrow(),
                new AsapMessage.Deregistration(membership.pool, membership.id));
    }

    private void onDue(Membership membership, Instant now, Outbox out) {
        switch (membership.state) {
            case WAITING, REGISTERED -> register(membership, now, out); // T4 in the second case
            case REGISTERING, LEAVING -> onUnanswered(membership, now, out); // T2, T3
        }
    }

    private void onUnanswered(Membership membership, Instant now, Outbox out) {
        boolean leaving = membership.state == State.LEAVING;
        if (membership.attempts > timers.maxAttempts()) {
            boolean goesOn = timers.persistent() && !leaving;
            out.tell(new EndpointNotice.RegistrationFails(membership.pool, membership.id, goesOn));
            if (!goesOn) {
                var why = "no registrar answered %d attempts".formatted(membership.attempts);
                memberships.remove(membership);
                answer(membership.takeTickets(), new EndpointAnswer.NoRegistrar(why), out);
                return;
            }
            membership.attempts = 0;
        }
        if (!leaving) {
            membership.state = State.WAITING;
        }
        if (!hunt.onSilence(now, out)) {
            // Should nobody better be found, the same registrar is asked again.
            membership.attempts += leaving ? 1 : 0;
            var patience = leaving ? timers.deregistration() : timers.registration();
            membership.timer.set(now.plus(hunt.patience(patience)));
        }
    }

    private Membership create(EndpointRequest.Join request) {
        var created = new Membership(request, deadlines, this::onDue);
        memberships.add(created);
        return created;
    }

    private void answer(List<Ticket> tickets, EndpointAnswer answer, Outbox out) {
        for (Ticket ticket : tickets) {
            memberships.forget(ticket);
            out.reply(ticket, answer);
        }
    }

    private static EndpointAnswer left(Membership membership) {
        return new EndpointAnswer.Left(membership.pool, membership.id);
    }
}

package org.rserpool.core.registrar;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Link;
import org.rserpool.core.Outbox;
import org.rserpool.core.handlespace.ElementEntry;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.handlespace.Outcome;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved.Reason;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.message.AsapMessage.DeregistrationResponse;
import org.rserpool.wire.message.AsapMessage.EndpointKeepAlive;
import org.rserpool.wire.message.AsapMessage.EndpointKeepAliveAck;
import org.rserpool.wire.message.AsapMessage.EndpointUnreachable;

/**
 * Watches the elements that this registrar owns: keep-alives, unreachable reports, lost connections
 * and registration lives (RFC 5352, section 3.5; ASAP-141 to ASAP-150).
 *
 * <p>An element has one deadline: either its next question is due, or the answer to the last one is
 * overdue, or its registration life ends before.
 */
final class Monitoring {

    /** So often in a row an element is asked whose it is, if it answers each time. */
    private static final int MAX_CONTESTS = 3;

    /** An element that has just come from another registrar may be on its way to the next one. */
    private static final Duration RESTLESS = Duration.ofSeconds(2);

    /** For so long such an element may be without a connection. */
    private static final Duration HOP = Duration.ofMillis(300);

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final RegistrarId self;
    private final MonitoringConfig config;
    private final Handlespace handlespace;
    private final Links links;
    private final Contacts contacts;
    private final Changes changes;
    private final Deadlines<Due> deadlines;
    private final RandomGenerator random;
    private boolean patient;

    Monitoring(
            RegistrarId self,
            MonitoringConfig config,
            Handlespace handlespace,
            Links links,
            Contacts contacts,
            Changes changes,
            Deadlines<Due> deadlines,
            RandomGenerator random) {
        this.self = self;
        this.config = config;
        this.handlespace = handlespace;
        this.links = links;
        this.contacts = contacts;
        this.changes = changes;
        this.deadlines = deadlines;
        this.random = random;
    }

    /** What is watched of one element; the key of its timer. */
    private final class Watch implements Due {
        final ElementEntry entry;
        Instant end;
        Instant asked = Instant.MIN;
        boolean unanswered;
        List<Link> reporters = List.of();

        /** Whose element it was, until it has acknowledged that it is ours now. */
        Optional<RegistrarId> claimedFrom = Optional.empty();

        /** When it came from another registrar. */
        Instant moved = Instant.MIN;

        /** Whether it has registered here, and not only been taken over. */
        boolean registered;

        /** What another registrar says that takes it for its own. */
        Optional<PoolElementInfo> rival = Optional.empty();

        /** How often in a row, and when last, it was asked because of a rival. */
        int contests;

        Instant contested = Instant.MIN;

        Watch(ElementEntry entry, Instant end) {
            this.entry = entry;
            this.end = end;
        }

        @Override
        public void onDue(Instant now, Outbox out) {
            Monitoring.this.onDue(this, now, out);
        }
    }

    /**
     * Begins to watch an element that registered, or registered again.
     *
     * @param moved whether it had another home registrar before
     */
    void watch(ElementEntry entry, boolean moved, Instant now) {
        var end = end(entry.info().life(), now);
        var known = watchOf(entry);
        var watch = known.orElseGet(() -> new Watch(entry, end));
        if (known.isEmpty()) {
            entry.watchBy(deadlines.timer(watch));
        }
        watch.end = end;
        watch.reporters = List.of();
        watch.claimedFrom = Optional.empty();
        watch.moved = moved ? now : watch.moved;
        watch.registered = true;
        watch.rival = Optional.empty();
        rest(watch, now);
    }

    /**
     * Begins to watch an element of a dead registrar, which is ours now: it is told so by a
     * keep-alive with the H bit (ENRP-137).
     *
     * @param from whose it was
     * @param at when it is told; not all at once
     */
    void claim(ElementEntry entry, RegistrarId from, Instant now, Instant at) {
        var watch = new Watch(entry, end(entry.info().life(), now));
        watch.claimedFrom = Optional.of(from);
        entry.watchBy(deadlines.timer(watch));
        entry.timer().set(at);
    }

    /**
     * Returns whether an element has not yet acknowledged that it is ours and not {@code from}'s.
     */
    boolean isClaimedFrom(ElementEntry entry, RegistrarId from) {
        return watchOf(entry).filter(w -> w.claimedFrom.equals(Optional.of(from))).isPresent();
    }

    /**
     * Another registrar says that an element of ours is its own. If it is still connected to us, it
     * is asked: whoever has left us has closed that connection. If it answers, we say again that it
     * is ours; else it is the other's. Some elements answer any registrar: so one that we have
     * taken over and that has not registered here since is not asked, as it may have gone to the
     * other; and where two registrars claim one again and again, the higher identifier has it.
     *
     * @param rival what the other says
     * @return whether it is asked; else it is not ours any more
     */
    boolean contest(ElementEntry entry, PoolElementInfo rival, Instant now, Outbox out) {
        var watch =
                watchOf(entry)
                        .filter(w -> w.claimedFrom.isEmpty() && w.registered)
                        .filter(_ -> entry.link().flatMap(links::find).isPresent())
                        .filter(w -> isWorthAsking(w, rival, now));
        watch.ifPresent(w -> {
            w.rival = Optional.of(rival);
            if (!w.unanswered) {
                ask(w, now, out);
            }
        });
        return watch.isPresent();
    }

    private boolean isWorthAsking(Watch watch, PoolElementInfo rival, Instant now) {
        if (watch.rival.isPresent()) {
            return true; // it is being asked
        }
        if (watch.contested.plus(config.keepAliveTimeout()).isBefore(now)) {
            watch.contests = 0;
        }
        watch.contested = now;
        watch.contests++;
        return watch.contests <= MAX_CONTESTS || self.compareTo(rival.home()) > 0;
    }

    /** A rival has removed the element: it is ours again, or nobody's. */
    void endContest(ElementEntry entry, RegistrarId rival) {
        watchOf(entry)
                .filter(w -> w.rival.filter(r -> r.home().equals(rival)).isPresent())
                .ifPresent(w -> w.rival = Optional.empty());
    }

    /** Another registrar has taken over what was ours. */
    void contestOrYield(ElementEntry entry, RegistrarId rival, Instant now, Outbox out) {
        if (!contest(entry, entry.info().withHome(rival), now, out)) {
            yieldTo(entry, entry.info().withHome(rival), now, out);
        }
    }

    /** Leaves an element to another registrar. */
    void yieldTo(ElementEntry entry, PoolElementInfo rival, Instant now, Outbox out) {
        switch (changes.learn(entry.handle(), rival, now, out)) {
            case Outcome.Accepted _ -> {}
            // The other's may be of another policy; then it is neither.
            case Outcome.Refused _ -> remove(entry, Reason.CONFLICT, now, out);
        }
    }

    /** Says for how long lost connections remove nobody: we may have missed what came after. */
    void bePatient(boolean newPatient) {
        patient = newPatient;
    }

    /** Removes an element, and tells it so. */
    void remove(ElementEntry entry, Reason reason, Instant now, Outbox out) {
        watchOf(entry).ifPresent(watch -> remove(watch, reason, now, out));
    }

    /** An element is there. */
    void onAck(Link link, EndpointKeepAliveAck ack, Instant now, Outbox out) {
        handlespace
                .find(ack.pool(), ack.element())
                .filter(entry -> links.isOf(entry, link))
                .flatMap(Monitoring::watchOf)
                .filter(watch -> watch.unanswered)
                .ifPresent(watch -> {
                    watch.claimedFrom = Optional.empty();
                    if (watch.rival.isPresent()) {
                        watch.rival = Optional.empty();
                        changes.reclaim(watch.entry, out);
                    }
                    rest(watch, now);
                });
    }

    /** Somebody could not reach an element: asks it at once, and counts (ASAP-141 to ASAP-147). */
    void onUnreachable(Link reporter, EndpointUnreachable report, Instant now, Outbox out) {
        var found = handlespace.find(report.pool(), report.element()).flatMap(Monitoring::watchOf);
        if (found.isEmpty()) {
            return;
        }
        var watch = found.get();
        if (count(watch, reporter, out) > config.maxBadReports()) {
            remove(watch, Reason.UNREACHABLE, now, out);
        } else if (config.verifiesReports()) {
            verify(watch, now, out);
        }
    }

    /** A flood of reports from one connection must not cost an element its place (SEC-014). */
    private int count(Watch watch, Link reporter, Outbox out) {
        var entry = watch.entry;
        if (config.countsReporters()) {
            if (watch.reporters.contains(reporter)) {
                return entry.reports();
            }
            var more = new ArrayList<>(watch.reporters);
            more.add(reporter); // at most maxBadReports + 1 of them
            watch.reporters = more;
        }
        int reports = entry.report();
        out.tell(new RegistrarNotice.UnreachableReported(entry.handle(), entry.id(), reports));
        return reports;
    }

    /** One question at a time, and not too often: reports must not flood an element (ASAP-239). */
    private void verify(Watch watch, Instant now, Outbox out) {
        if (watch.unanswered) {
            return;
        }
        boolean early =
                !watch.asked.equals(Instant.MIN)
                        && now.isBefore(watch.asked.plus(config.keepAliveGap()));
        if (early) {
            var timer = watch.entry.timer();
            var next = timer.deadline().orElse(Instant.MAX);
            timer.set(min(next, watch.asked.plus(config.keepAliveGap())));
        } else {
            ask(watch, now, out);
        }
    }

    /** A link that was opened to ask elements is up. */
    void onLinkUp(Link link, Instant now, Outbox out) {
        if (contacts.isOne(link)) {
            for (ElementEntry entry : handlespace.elementsOn(link)) {
                watchOf(entry).ifPresent(watch -> ask(watch, now, out));
            }
        }
    }

    /** The connection of elements has ended without farewell. */
    void onLinkDown(Link link, Instant now, Outbox out) {
        boolean wasContact = contacts.forget(link);
        for (ElementEntry entry : handlespace.elementsOn(link)) {
            var watch = watchOf(entry);
            var rival = watch.flatMap(w -> w.rival);
            if (rival.isPresent()) {
                yieldTo(entry, rival.get(), now, out);
            } else if (patient || watch.filter(w -> w.claimedFrom.isPresent()).isPresent()) {
                // It may come by itself, or be another's by now.
                handlespace.untie(entry);
                watch.ifPresent(w -> await(w, now));
            } else if (!wasContact && !config.lossRemoves()) {
                contact(entry, now, out);
            } else if (watch.filter(w -> now.isBefore(w.moved.plus(RESTLESS))).isPresent()) {
                handlespace.untie(entry);
                watch.get().unanswered = true;
                entry.timer().set(now.plus(HOP));
            } else {
                var reason = wasContact ? Reason.KEEP_ALIVE_TIMEOUT : Reason.CONNECTION_LOST;
                changes.remove(entry, reason, now, out); // ASAP-143, ASAP-149
            }
        }
    }

    /**
     * Asks an element over a link of our own. One that cannot be reached in this way has as much
     * time to come by itself.
     */
    private void contact(ElementEntry entry, Instant now, Outbox out) {
        handlespace.untie(entry);
        entry.info()
                .asapTransport()
                .flatMap(transport -> contacts.to(transport, out))
                .ifPresent(link -> handlespace.tie(entry, link));
        watchOf(entry).ifPresent(watch -> await(watch, now));
    }

    private void onDue(Watch watch, Instant now, Outbox out) {
        if (!watch.end.isAfter(now)) {
            remove(watch, Reason.EXPIRED, now, out);
        } else if (watch.unanswered) {
            giveUp(watch, now, out);
        } else if (watch.claimedFrom.isPresent()) {
            contact(watch.entry, now, out);
            watch.entry.link().filter(links::isUp).ifPresent(_ -> ask(watch, now, out));
        } else {
            ask(watch, now, out);
        }
    }

    private void ask(Watch watch, Instant now, Outbox out) {
        var entry = watch.entry;
        await(watch, now);
        var named = config.namesElement() ? Optional.of(entry.id()) : Optional.<ElementId>empty();
        var question =
                new EndpointKeepAlive(self, entry.handle(), watch.claimedFrom.isPresent(), named);
        entry.link().ifPresent(link -> out.send(link, question));
    }

    private void await(Watch watch, Instant now) {
        watch.asked = now;
        watch.unanswered = true;
        watch.entry.timer().set(min(now.plus(config.keepAliveTimeout()), watch.end));
    }

    /** The element is silent: it goes, and the connection with it, on which nobody answers. */
    private void giveUp(Watch watch, Instant now, Outbox out) {
        var link = watch.entry.link();
        if (watch.rival.isPresent()) {
            yieldTo(watch.entry, watch.rival.get(), now, out);
        } else {
            remove(watch, Reason.KEEP_ALIVE_TIMEOUT, now, out);
        }
        link.filter(l -> !handlespace.hasElements(l))
                .flatMap(links::find)
                .ifPresent(connection -> {
                    links.remove(connection.link());
                    out.abort(connection.link());
                });
    }

    /** Removes an element of which the connection may still be there, and tells it so. */
    private void remove(Watch watch, Reason reason, Instant now, Outbox out) {
        var entry = watch.entry;
        if (reason == Reason.EXPIRED || config.tellsRemoval()) {
            var notice = new DeregistrationResponse(entry.handle(), entry.id(), List.of());
            entry.link().ifPresent(link -> out.send(link, notice));
        }
        changes.remove(entry, reason, now, out);
    }

    /** Until the next question. */
    private void rest(Watch watch, Instant now) {
        long least = handlespace.sizeOf(self) * (SECOND / config.maxKeepAlives());
        long interval = Math.max(config.keepAliveInterval().toNanos(), least);
        long spread = interval / 100 * config.keepAliveSpread();
        long offset = spread == 0 ? 0 : random.nextLong(-spread, spread + 1);
        watch.unanswered = false;
        watch.entry.timer().set(min(now.plusNanos(interval + offset), watch.end));
    }

    private Instant end(RegistrationLife life, Instant now) {
        return life.isInfinite() || !config.enforcesLife()
                ? Instant.MAX
                : now.plus(life.toDuration());
    }

    private static Optional<Watch> watchOf(ElementEntry entry) {
        return entry.timer().key() instanceof Watch watch ? Optional.of(watch) : Optional.empty();
    }

    private static Instant min(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}

package org.rserpool.core.registrar;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Link;
import org.rserpool.core.Outbox;
import org.rserpool.core.handlespace.ElementEntry;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved.Reason;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.AsapMessage.DeregistrationResponse;
import org.rserpool.wire.message.AsapMessage.EndpointKeepAlive;
import org.rserpool.wire.message.AsapMessage.EndpointKeepAliveAck;
import org.rserpool.wire.message.AsapMessage.EndpointUnreachable;
import org.rserpool.wire.message.Protocol;

/**
 * Watches the elements that this registrar owns: keep-alives, unreachable reports, lost connections
 * and registration lives (RFC 5352, section 3.5; ASAP-141 to ASAP-150).
 *
 * <p>An element has one deadline: either its next question is due, or the answer to the last one is
 * overdue, or its registration life ends before.
 */
final class Monitoring {

    private final RegistrarId self;
    private final RegistrarConfig.Monitoring config;
    private final Handlespace handlespace;
    private final Changes changes;
    private final Deadlines<Due> deadlines;
    private final RandomGenerator random;
    private final LinkNumbers numbers;

    /** Links that were opened to ask elements whose own connection is gone. */
    private final Map<TransportAddress, Link> contacts = new HashMap<>(); // never iterated

    private final Map<Link, TransportAddress> contacted = new HashMap<>(); // never iterated
    private Instant forgiven = Instant.MIN;

    Monitoring(
            RegistrarId self,
            RegistrarConfig.Monitoring config,
            Handlespace handlespace,
            Changes changes,
            Deadlines<Due> deadlines,
            RandomGenerator random,
            LinkNumbers numbers) {
        this.self = self;
        this.config = config;
        this.handlespace = handlespace;
        this.changes = changes;
        this.deadlines = deadlines;
        this.random = random;
        this.numbers = numbers;
    }

    /** What is watched of one element; the key of its timer. */
    private final class Watch implements Due {
        final ElementEntry entry;
        Instant end;
        boolean asked;

        Watch(ElementEntry entry, Instant end) {
            this.entry = entry;
            this.end = end;
        }

        @Override
        public void onDue(Instant now, Outbox out) {
            Monitoring.this.onDue(this, now, out);
        }
    }

    /** Begins to watch an element that registered, or registered again. */
    void watch(ElementEntry entry, Instant now) {
        var end = end(entry.info().life(), now);
        var known = watchOf(entry);
        var watch = known.orElseGet(() -> new Watch(entry, end));
        if (known.isEmpty()) {
            entry.watchBy(deadlines.timer(watch));
        }
        watch.end = end;
        rest(watch, now);
    }

    /** The registrar was stopped for a while: nobody could be heard meanwhile. */
    void forgive(Instant now) {
        forgiven = now.plus(config.keepAliveTimeout());
    }

    /** An element is there. */
    void onAck(EndpointKeepAliveAck ack, Instant now) {
        handlespace
                .find(ack.pool(), ack.element())
                .flatMap(Monitoring::watchOf)
                .filter(watch -> watch.asked)
                .ifPresent(watch -> {
                    watch.asked = false;
                    rest(watch, now);
                });
    }

    /** Somebody could not reach an element: asks it at once, and counts (ASAP-141 to ASAP-147). */
    void onUnreachable(EndpointUnreachable report, Instant now, Outbox out) {
        var found = handlespace.find(report.pool(), report.element());
        if (found.isEmpty()) {
            return;
        }
        var entry = found.get();
        int reports = entry.report();
        out.tell(new RegistrarNotice.UnreachableReported(entry.handle(), entry.id(), reports));
        if (reports > config.maxBadReports()) {
            changes.remove(entry, Reason.UNREACHABLE, now, out);
            return;
        }
        if (config.verifyReports()) {
            // One question at a time: reports cannot be used to flood an element (ASAP-239).
            watchOf(entry).filter(watch -> !watch.asked).ifPresent(watch -> ask(watch, now, out));
        }
    }

    /** A link that was opened to ask elements is up. */
    void onLinkUp(Link link, Instant now, Outbox out) {
        if (contacted.containsKey(link)) {
            for (ElementEntry entry : handlespace.elementsOn(link)) {
                watchOf(entry).ifPresent(watch -> ask(watch, now, out));
            }
        }
    }

    /** The connection of elements has ended without farewell. */
    void onLinkDown(Link link, Instant now, Outbox out) {
        boolean wasContact = Optional.ofNullable(contacted.remove(link)).isPresent();
        contacts.values().removeIf(link::equals);
        for (ElementEntry entry : handlespace.elementsOn(link)) {
            if (wasContact) {
                changes.remove(entry, Reason.KEEP_ALIVE_TIMEOUT, now, out); // ASAP-143, ASAP-149
            } else if (config.lossRemoves()) {
                changes.remove(entry, Reason.CONNECTION_LOST, now, out);
            } else {
                contact(entry, now, out);
            }
        }
    }

    /** Asks an element over a link of our own; one that cannot be reached has a little time. */
    private void contact(ElementEntry entry, Instant now, Outbox out) {
        var watch = watchOf(entry).orElseThrow();
        watch.asked = true;
        watch.entry.timer().set(now.plus(config.keepAliveTimeout()));
        var transport = entry.info().asapTransport();
        if (transport.isEmpty()) {
            handlespace.untie(entry);
            return;
        }
        var link = Optional.ofNullable(contacts.get(transport.get()));
        if (link.isEmpty()) {
            link = Optional.of(numbers.next());
            contacts.put(transport.get(), link.get());
            contacted.put(link.get(), transport.get());
            out.open(link.get(), Protocol.ASAP, transport.get());
        }
        handlespace.tie(entry, link.get());
    }

    private void onDue(Watch watch, Instant now, Outbox out) {
        if (!watch.end.isAfter(now)) {
            expire(watch, now, out);
        } else if (!watch.asked) {
            ask(watch, now, out);
        } else if (now.isBefore(forgiven)) {
            watch.entry.timer().set(forgiven);
        } else {
            giveUp(watch, now, out);
        }
    }

    private void ask(Watch watch, Instant now, Outbox out) {
        var entry = watch.entry;
        watch.asked = true;
        watch.entry.timer().set(min(now.plus(config.keepAliveTimeout()), watch.end));
        entry.link()
                .ifPresent(link ->
                        out.send(
                                link,
                                new EndpointKeepAlive(
                                        self,
                                        entry.handle(),
                                        false,
                                        config.namesElement()
                                                ? Optional.of(entry.id())
                                                : Optional.empty())));
    }

    /** The element is silent: it goes, and the connection with it, on which nobody answers. */
    private void giveUp(Watch watch, Instant now, Outbox out) {
        var link = watch.entry.link();
        changes.remove(watch.entry, Reason.KEEP_ALIVE_TIMEOUT, now, out);
        if (link.isPresent() && handlespace.elementsOn(link.get()).isEmpty()) {
            out.abort(link.get());
            onAborted(link.get());
        }
    }

    private void onAborted(Link link) {
        contacted.remove(link);
        contacts.values().removeIf(link::equals);
    }

    private void expire(Watch watch, Instant now, Outbox out) {
        var entry = watch.entry;
        var link = entry.link();
        changes.remove(entry, Reason.EXPIRED, now, out);
        link.ifPresent(l ->
                out.send(l, new DeregistrationResponse(entry.handle(), entry.id(), List.of())));
    }

    /** Until the next question. */
    private void rest(Watch watch, Instant now) {
        long interval = config.keepAliveInterval().toNanos();
        long spread = interval / 100 * config.keepAliveSpread();
        long offset = spread == 0 ? 0 : random.nextLong(-spread, spread + 1);
        watch.asked = false;
        watch.entry.timer().set(min(now.plusNanos(interval + offset), watch.end));
    }

    private Instant end(RegistrationLife life, Instant now) {
        return life.isInfinite() || !config.enforceLife()
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

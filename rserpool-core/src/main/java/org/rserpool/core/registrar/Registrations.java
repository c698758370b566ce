package org.rserpool.core.registrar;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.rserpool.core.Link;
import org.rserpool.core.Outbox;
import org.rserpool.core.handlespace.ElementEntry;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.handlespace.Outcome;
import org.rserpool.core.internal.Excerpts;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportUse;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.AsapMessage.Deregistration;
import org.rserpool.wire.message.AsapMessage.DeregistrationResponse;
import org.rserpool.wire.message.AsapMessage.Registration;
import org.rserpool.wire.message.AsapMessage.RegistrationResponse;

/**
 * Registration and deregistration at the registrar (RFC 5352, sections 3.1 and 3.2; ASAP-067 to
 * ASAP-086, ASAP-098 to ASAP-106).
 */
final class Registrations {

    private final RegistrarConfig config;
    private final Handlespace handlespace;
    private final Links links;
    private final Contacts contacts;
    private final Changes changes;
    private final Monitoring monitoring;
    private final Wire wire;

    Registrations(
            RegistrarConfig config,
            Handlespace handlespace,
            Links links,
            Contacts contacts,
            Changes changes,
            Monitoring monitoring) {
        this.config = config;
        this.handlespace = handlespace;
        this.links = links;
        this.contacts = contacts;
        this.changes = changes;
        this.monitoring = monitoring;
        this.wire = new Wire(config.dialect());
    }

    /** Why a registration is refused, in words and as error cause. */
    private record Refusal(String why, ErrorCause cause) {

        Refusal(String why, CauseCode cause) {
            this(why, new ErrorCause(cause));
        }
    }

    /** Adds or updates an element; always answers (ASAP-081). */
    void onRegistration(Link link, Registration request, Instant now, Outbox out) {
        var element = request.element();
        var refusal = objection(link, request);
        if (refusal.isPresent()) {
            refuse(link, request, refusal.get(), now, out);
            return;
        }
        var admitted = admit(element, links.find(link));
        if (Wire.sizeOf(admitted) > config.registration().maxElementSize()) {
            refuse(link, request, tooLarge(admitted), now, out);
            return;
        }
        var before = handlespace.find(request.pool(), element.id()).flatMap(ElementEntry::link);
        switch (handlespace.register(request.pool(), admitted, link, now)) {
            case Outcome.Accepted accepted -> {
                var warnings = warnings(element, admitted);
                answer(link, request, false, warnings, out);
                before.ifPresent(left -> contacts.release(left, out));
                boolean moved =
                        accepted instanceof Outcome.Updated updated
                                && !updated.formerOwner().equals(handlespace.self());
                monitoring.watch(accepted.entry(), moved, now);
                changes.registered(accepted, now, out);
            }
            case Outcome.Refused(var cause, var evidence) -> {
                var information = encoded(evidence);
                refuse(
                        link,
                        request,
                        new Refusal(cause.toString(), new ErrorCause(cause, information)),
                        now,
                        out);
            }
        }
    }

    private void refuse(Link link, Registration request, Refusal refusal, Instant now, Outbox out) {
        answer(link, request, true, List.of(refusal.cause()), out);
        links.complain(
                link,
                now,
                out,
                () ->
                        new RegistrarNotice.RegistrationRefused(
                                link,
                                Excerpts.of(request.pool().toString()),
                                request.element().id(),
                                Excerpts.of(refusal.why()),
                                List.of(refusal.cause().code())));
    }

    /** Information that does not fit into the answer is left out; the code always fits. */
    private static void answer(
            Link link,
            Registration request,
            boolean rejected,
            List<ErrorCause> causes,
            Outbox out) {
        var pool = request.pool();
        var id = request.element().id();
        var answer = new RegistrationResponse(pool, id, rejected, causes);
        if (Wire.sizeOf(answer) > Wire.MAX_PAGE) {
            var codes = causes.stream().map(cause -> new ErrorCause(cause.code())).toList();
            answer = new RegistrationResponse(pool, id, rejected, codes);
        }
        out.send(link, answer);
    }

    private Bytes encoded(Outcome.Evidence evidence) {
        return switch (evidence) {
            case Outcome.Nothing() -> Bytes.EMPTY;
            case Outcome.OfTransport(var transport) -> wire.encode(transport);
            case Outcome.OfPolicy(var policy) -> wire.encode(policy);
        };
    }

    /** The checks that come before those of the handlespace. */
    private Optional<Refusal> objection(Link link, Registration request) {
        var element = request.element();
        int length = request.pool().length();
        int maxLength = config.handlespace().maxPoolHandleLength();
        if (length > maxLength) {
            return Optional.of(
                    new Refusal(
                            "a pool handle has up to %d octets here, not %d"
                                    .formatted(maxLength, length),
                            new ErrorCause(CauseCode.INVALID_VALUES, wire.encode(request.pool()))));
        }
        if (element.id().value() == 0 && !config.registration().zeroIdentifier()) {
            return Optional.of(
                    new Refusal(
                            "element identifier 0 means undefined",
                            new ErrorCause(CauseCode.INVALID_VALUES, wire.encode(element))));
        }
        if (Wire.sizeOf(element) > config.registration().maxElementSize()) {
            return Optional.of(tooLarge(element));
        }
        return addressObjection(link, element).or(() -> identityObjection(link, request));
    }

    private Refusal tooLarge(PoolElementInfo element) {
        return new Refusal(
                "an element is described in up to %d octets here, not %d"
                        .formatted(config.registration().maxElementSize(), Wire.sizeOf(element)),
                CauseCode.LACK_OF_RESOURCES);
    }

    /** An element may only name addresses of its connection (ASAP-015, SEC-072). */
    private Optional<Refusal> addressObjection(Link link, PoolElementInfo element) {
        var transport = element.userTransport();
        var own = links.addresses(link);
        boolean none = transport.addresses().stream().noneMatch(own::contains);
        boolean foreign = !own.containsAll(transport.addresses());
        boolean bad =
                switch (config.registration().foreignAddresses()) {
                    case REJECT -> foreign;
                    case DROP -> none && !transport.addresses().isEmpty();
                    case ALLOW -> false;
                };
        return bad
                ? Optional.of(
                        new Refusal(
                                "%s has addresses that are not of the connection, which is from %s"
                                        .formatted(transport, own),
                                new ErrorCause(CauseCode.INVALID_VALUES, wire.encode(transport))))
                : Optional.empty();
    }

    /**
     * The same identifier in the same pool is a renewal, unless the element that has it is alive on
     * another connection and has nothing to do with this one.
     */
    private Optional<Refusal> identityObjection(Link link, Registration request) {
        return handlespace
                .find(request.pool(), request.element().id())
                .filter(known -> isAlive(known) && !isSameHost(known, link))
                .map(known ->
                        new Refusal(
                                "the identifier belongs to an element at "
                                        + known.info().userTransport(),
                                CauseCode.NON_UNIQUE_PE_IDENTIFIER));
    }

    private boolean isAlive(ElementEntry known) {
        return known.link().flatMap(links::find).isPresent();
    }

    private boolean isSameHost(ElementEntry known, Link link) {
        var former = known.link().map(links::addresses).orElse(List.of());
        return links.isOf(known, link) || links.addresses(link).stream().anyMatch(former::contains);
    }

    /** Leaves out addresses where that is the rule, and records the ASAP transport (ASAP-079). */
    private PoolElementInfo admit(PoolElementInfo element, Optional<Links.Connection> connection) {
        return connection
                .map(Links.Connection::remote)
                .map(remote ->
                        withAsapTransport(withOwnAddresses(element, remote.addresses()), remote))
                .orElse(element);
    }

    /** What was altered, so that the element learns of it (asap.md 13, no. 41). */
    private List<ErrorCause> warnings(PoolElementInfo element, PoolElementInfo admitted) {
        var asked = element.userTransport();
        return asked.equals(admitted.userTransport())
                ? List.of()
                : List.of(new ErrorCause(CauseCode.INVALID_VALUES, wire.encode(asked)));
    }

    private PoolElementInfo withOwnAddresses(PoolElementInfo element, List<IpAddress> own) {
        return switch (config.registration().foreignAddresses()) {
            case REJECT, ALLOW -> element;
            case DROP ->
                    switch (element.userTransport()) {
                        case TransportAddress.Sctp(var port, var use, var addresses) ->
                                element.withUserTransport(
                                        new TransportAddress.Sctp(
                                                port,
                                                use,
                                                addresses.stream().filter(own::contains).toList()));
                        case TransportAddress.Tcp _,
                                TransportAddress.Udp _,
                                TransportAddress.UdpLite _,
                                TransportAddress.Dccp _,
                                TransportAddress.Opaque _ ->
                                element; // one address at the most, which has been checked
                    };
        };
    }

    /**
     * Over SCTP the association's source is the ASAP transport, whatever the element says. Over TCP
     * the source port means nothing: the element says where it listens, and the host is that of the
     * connection unless foreign addresses are allowed.
     */
    private PoolElementInfo withAsapTransport(PoolElementInfo element, TransportAddress remote) {
        return switch (remote) {
            case TransportAddress.Sctp(var port, _, var addresses) ->
                    element.withAsapTransport(
                            new TransportAddress.Sctp(port, TransportUse.DATA_ONLY, addresses));
            case TransportAddress.Tcp(_, _, var host) ->
                    element.asapTransport()
                            .map(named -> element.withAsapTransport(listener(named, host)))
                            .orElse(element);
            case TransportAddress.Udp _,
                    TransportAddress.UdpLite _,
                    TransportAddress.Dccp _,
                    TransportAddress.Opaque _ ->
                    throw new IllegalStateException("a link over " + remote);
        };
    }

    private TransportAddress listener(TransportAddress named, IpAddress host) {
        if (config.registration().foreignAddresses() == RegistrarConfig.ForeignAddresses.ALLOW) {
            return named;
        }
        return switch (named) {
            case TransportAddress.Sctp(var port, var use, _) ->
                    new TransportAddress.Sctp(port, use, List.of(host));
            case TransportAddress.Tcp(var port, _, _) -> new TransportAddress.Tcp(port, host);
            case TransportAddress.Udp _,
                    TransportAddress.UdpLite _,
                    TransportAddress.Dccp _,
                    TransportAddress.Opaque _ ->
                    throw new IllegalStateException("an ASAP transport " + named);
        };
    }

    /** Removes an element; always answers (ASAP-102), and an unknown one is gone (ASAP-100). */
    void onDeregistration(Link link, Deregistration request, Instant now, Outbox out) {
        var pool = request.pool();
        var id = request.element();
        var entry = handlespace.find(pool, id);
        // An element deregisters itself only (ASAP-017): over its own connection or from its host.
        if (entry.filter(known -> !links.isOf(known, link)).isPresent()) {
            var cause = new ErrorCause(CauseCode.REJECTED_DUE_TO_SECURITY);
            out.send(link, new DeregistrationResponse(pool, id, List.of(cause)));
            return;
        }
        out.send(link, new DeregistrationResponse(pool, id, List.of()));
        entry.ifPresent(known -> {
            changes.adopt(known, out); // who leaves here has its home here
            changes.remove(known, RegistrarNotice.ElementRemoved.Reason.DEREGISTERED, now, out);
        });
    }
}

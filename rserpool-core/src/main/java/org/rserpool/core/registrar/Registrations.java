package org.rserpool.core.registrar;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.rserpool.core.Link;
import org.rserpool.core.Outbox;
import org.rserpool.core.handlespace.ElementEntry;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.handlespace.Outcome;
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
    private final Changes changes;
    private final Monitoring monitoring;
    private final Wire wire;

    Registrations(
            RegistrarConfig config,
            Handlespace handlespace,
            Links links,
            Changes changes,
            Monitoring monitoring) {
        this.config = config;
        this.handlespace = handlespace;
        this.links = links;
        this.changes = changes;
        this.monitoring = monitoring;
        this.wire = new Wire(config.dialect());
    }

    /** Why a registration is refused, in words and as error cause. */
    private record Refusal(String why, ErrorCause cause) {}

    /** An element as it is to be stored. */
    private record Admission(PoolElementInfo element, List<ErrorCause> warnings) {}

    /** Adds or updates an element; always answers (ASAP-081). */
    void onRegistration(Link link, Registration request, Instant now, Outbox out) {
        var refusal = objection(link, request);
        if (refusal.isPresent()) {
            refuse(link, request, refusal.get(), out);
            return;
        }
        var admission = admit(request.element(), links.find(link));
        var outcome = handlespace.register(request.pool(), admission.element(), link, now);
        switch (outcome) {
            case Outcome.Accepted accepted -> {
                out.send(
                        link,
                        new RegistrationResponse(
                                request.pool(),
                                request.element().id(),
                                false,
                                admission.warnings()));
                monitoring.watch(accepted.entry(), now);
                changes.accepted(accepted, now, out);
            }
            case Outcome.Refused refused ->
                    refuse(
                            link,
                            request,
                            new Refusal(
                                    refused.cause().toString(),
                                    new ErrorCause(refused.cause(), evidence(refused))),
                            out);
        }
    }

    private void refuse(Link link, Registration request, Refusal refusal, Outbox out) {
        var pool = request.pool();
        var id = request.element().id();
        var causes = List.of(refusal.cause());
        out.send(link, new RegistrationResponse(pool, id, true, causes));
        out.tell(new RegistrarNotice.RegistrationRefused(link, pool, id, refusal.why(), causes));
    }

    private Bytes evidence(Outcome.Refused refused) {
        return switch (refused.evidence()) {
            case Outcome.Nothing() -> Bytes.EMPTY;
            case Outcome.OfTransport(var transport) -> wire.encode(transport);
            case Outcome.OfPolicy(var policy) -> wire.encode(policy);
        };
    }

    /** The checks that come before those of the handlespace. */
    private Optional<Refusal> objection(Link link, Registration request) {
        var element = request.element();
        int length = request.pool().length();
        if (length > config.handlespace().maxPoolHandleLength()) {
            return Optional.of(
                    new Refusal(
                            "a pool handle has up to %d octets here, not %d"
                                    .formatted(config.handlespace().maxPoolHandleLength(), length),
                            new ErrorCause(CauseCode.INVALID_VALUES, wire.encode(request.pool()))));
        }
        if (element.id().value() == 0 && !config.registration().zeroIdentifier()) {
            return Optional.of(
                    new Refusal("element identifier 0 means undefined", invalid(element)));
        }
        return addressObjection(link, element).or(() -> identityObjection(link, request));
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
        var known = handlespace.find(request.pool(), request.element().id());
        boolean another =
                known.flatMap(ElementEntry::link)
                        .filter(other -> !other.equals(link))
                        .flatMap(links::find)
                        .filter(other -> !isSameHost(known.orElseThrow(), other, link))
                        .isPresent();
        return another
                ? Optional.of(
                        new Refusal(
                                "the identifier belongs to an element at "
                                        + known.orElseThrow().info().userTransport(),
                                new ErrorCause(CauseCode.NON_UNIQUE_PE_IDENTIFIER)))
                : Optional.empty();
    }

    private boolean isSameHost(ElementEntry known, Links.Connection other, Link link) {
        var newcomer = links.addresses(link);
        return newcomer.stream().anyMatch(other.remote().addresses()::contains)
                || newcomer.stream().anyMatch(known.info().userTransport().addresses()::contains);
    }

    private ErrorCause invalid(PoolElementInfo element) {
        return new ErrorCause(CauseCode.INVALID_VALUES, wire.encode(element));
    }

    /** Leaves out addresses where that is the rule, and records the ASAP transport (ASAP-079). */
    private Admission admit(PoolElementInfo element, Optional<Links.Connection> connection) {
        if (connection.isEmpty()) {
            return new Admission(element, List.of());
        }
        var remote = connection.get().remote();
        var admitted = withOwnAddresses(element, remote.addresses());
        var warnings =
                admitted.equals(element)
                        ? List.<ErrorCause>of()
                        : List.of(
                                new ErrorCause(
                                        CauseCode.INVALID_VALUES,
                                        wire.encode(element.userTransport())));
        return new Admission(withAsapTransport(admitted, remote), warnings);
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
                            .map(t -> element.withAsapTransport(listener(t, host)))
                            .orElse(element);
            case TransportAddress.Udp _,
                    TransportAddress.UdpLite _,
                    TransportAddress.Dccp _,
                    TransportAddress.Opaque _ ->
                    throw new IllegalStateException("a link over " + remote);
        };
    }

    private TransportAddress listener(TransportAddress named, IpAddress host) {
        boolean allowed =
                config.registration().foreignAddresses() == RegistrarConfig.ForeignAddresses.ALLOW;
        return allowed ? named : new TransportAddress.Tcp(named.port(), host);
    }

    /** Removes an element; always answers (ASAP-102), and an unknown one is gone (ASAP-100). */
    void onDeregistration(Link link, Deregistration request, Instant now, Outbox out) {
        var entry = handlespace.find(request.pool(), request.element());
        if (entry.isPresent() && !mayDeregister(link, entry.get())) {
            var cause = new ErrorCause(CauseCode.REJECTED_DUE_TO_SECURITY);
            out.send(
                    link,
                    new DeregistrationResponse(request.pool(), request.element(), List.of(cause)));
            return;
        }
        out.send(link, new DeregistrationResponse(request.pool(), request.element(), List.of()));
        entry.ifPresent(e ->
                changes.remove(e, RegistrarNotice.ElementRemoved.Reason.DEREGISTERED, now, out));
    }

    /** An element deregisters itself only (ASAP-017): from its own connection or at least host. */
    private boolean mayDeregister(Link link, ElementEntry entry) {
        if (entry.link().equals(Optional.of(link))) {
            return true;
        }
        var requester = links.addresses(link);
        var userTransport = entry.info().userTransport().addresses();
        var asapTransport =
                entry.info().asapTransport().map(TransportAddress::addresses).orElse(List.of());
        return requester.stream()
                .anyMatch(a -> userTransport.contains(a) || asapTransport.contains(a));
    }
}

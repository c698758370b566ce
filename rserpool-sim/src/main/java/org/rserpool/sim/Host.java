package org.rserpool.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.rserpool.core.profile.Profile;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.TransportUse;
import org.rserpool.wire.message.Protocol;

/**
 * The address plan of a world: which addresses and ports the hosts have.
 *
 * @param addresses of the host
 * @param port where its process accepts ASAP
 * @param transports over which it does so
 * @param enrpTransports over which it accepts ENRP, the one that it tells others first; none: not
 *     at all
 */
record Host(
        List<IpAddress> addresses,
        int port,
        List<TransportProtocol> transports,
        List<TransportProtocol> enrpTransports) {

    private static final int ENDPOINT_PORT = 4000;

    static Host registrar(int number, TransportProtocol... enrpTransports) {
        return new Host(
                plan(1, number),
                Protocol.ASAP.port(),
                List.of(TransportProtocol.SCTP, TransportProtocol.TCP),
                List.of(enrpTransports));
    }

    static Host element(int number, TransportProtocol transport, boolean listens) {
        // Whoever opens associations from a port accepts them there as well.
        boolean accepts = listens || transport == TransportProtocol.SCTP;
        return endpoint(plan(2, number), accepts ? List.of(transport) : List.of());
    }

    static Host user(int number, TransportProtocol transport) {
        boolean accepts = transport == TransportProtocol.SCTP;
        return endpoint(plan(3, number), accepts ? List.of(transport) : List.of());
    }

    static Host rogue(int number) {
        return endpoint(plan(4, number), List.of(TransportProtocol.SCTP));
    }

    private static Host endpoint(List<IpAddress> addresses, List<TransportProtocol> transports) {
        return new Host(addresses, ENDPOINT_PORT, transports, List.of());
    }

    /** Every second host has an IPv6 address besides. */
    private static List<IpAddress> plan(int net, int number) {
        var v4 = IpAddress.parse("10.%d.%d.%d".formatted(net, number / 250, number % 250));
        return number % 2 == 1
                ? List.of(v4)
                : List.of(v4, IpAddress.parse("fd00:%d::%d".formatted(net, number)));
    }

    List<TransportAddress> asap() {
        return transports.stream().map(t -> address(t, port)).toList();
    }

    List<TransportAddress> enrp() {
        return enrpTransports.stream().map(t -> address(t, Protocol.ENRP.port())).toList();
    }

    private TransportAddress address(TransportProtocol transport, int at) {
        return transport == TransportProtocol.SCTP
                ? new TransportAddress.Sctp(at, TransportUse.DATA_ONLY, addresses)
                : new TransportAddress.Tcp(at, addresses.getFirst());
    }

    NodeSpec spec(Role role, String name, Set<Protocol> hears, Profile profile, Software software) {
        var listeners = new ArrayList<NodeSpec.Listener>();
        asap().forEach(a -> listeners.add(new NodeSpec.Listener(Protocol.ASAP, a)));
        enrp().forEach(a -> listeners.add(new NodeSpec.Listener(Protocol.ENRP, a)));
        return new NodeSpec(role, name, addresses, listeners, hears, profile.dialect(), software);
    }
}

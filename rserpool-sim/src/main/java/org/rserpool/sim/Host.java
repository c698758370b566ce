package org.rserpool.sim;

import java.util.ArrayList;
import java.util.List;
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
 * @param enrpPort where it accepts ENRP; 0: not at all
 */
record Host(List<IpAddress> addresses, int port, List<TransportProtocol> transports, int enrpPort) {

    private static final int ENDPOINT_PORT = 4000;

    static Host registrar(int number) {
        return new Host(
                plan(1, number),
                Protocol.ASAP.port(),
                List.of(TransportProtocol.SCTP, TransportProtocol.TCP),
                Protocol.ENRP.port());
    }

    static Host element(int number, TransportProtocol transport, boolean listens) {
        // Whoever opens associations from a port accepts them there as well.
        boolean accepts = listens || transport == TransportProtocol.SCTP;
        return new Host(
                plan(2, number), ENDPOINT_PORT, accepts ? List.of(transport) : List.of(), 0);
    }

    static Host user(int number, TransportProtocol transport) {
        boolean accepts = transport == TransportProtocol.SCTP;
        return new Host(
                plan(3, number), ENDPOINT_PORT, accepts ? List.of(transport) : List.of(), 0);
    }

    static Host rogue(int number) {
        return new Host(plan(4, number), ENDPOINT_PORT, List.of(TransportProtocol.SCTP), 0);
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
        return enrpPort == 0 ? List.of() : List.of(address(TransportProtocol.SCTP, enrpPort));
    }

    private TransportAddress address(TransportProtocol transport, int at) {
        return transport == TransportProtocol.SCTP
                ? new TransportAddress.Sctp(at, TransportUse.DATA_ONLY, addresses)
                : new TransportAddress.Tcp(at, addresses.getFirst());
    }

    NodeSpec spec(
            Role role,
            String name,
            boolean hearsAnnouncements,
            Profile profile,
            Software software) {
        var listeners = new ArrayList<NodeSpec.Listener>();
        asap().forEach(a -> listeners.add(new NodeSpec.Listener(Protocol.ASAP, a)));
        enrp().forEach(a -> listeners.add(new NodeSpec.Listener(Protocol.ENRP, a)));
        return new NodeSpec(
                role, name, addresses, listeners, hearsAnnouncements, profile.dialect(), software);
    }
}

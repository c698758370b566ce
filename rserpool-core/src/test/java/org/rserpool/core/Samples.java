package org.rserpool.core;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.rserpool.core.endpoint.EndpointRequest;
import org.rserpool.core.endpoint.ServiceAddress;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.TransportUse;

/** Values that many tests use. */
public final class Samples {

    public static final PoolHandle ECHO = PoolHandle.of("echo");
    public static final PoolHandle OTHER = PoolHandle.of("other");
    public static final RegistrarId SELF = new RegistrarId(0x11111111);
    public static final RegistrarId PEER = new RegistrarId(0x22222222);
    public static final RegistrationLife LIFE = RegistrationLife.ofSeconds(300);

    public static final String HOST_A = "10.0.0.1";
    public static final String HOST_B = "10.0.0.2";
    public static final String HOST_C = "10.0.0.3";
    public static final String REGISTRAR_HOST = "10.0.1.1";

    /** A pool handle for which there is no room beside anything else. */
    public static final PoolHandle ENDLESS = handleOf(65_520);

    private Samples() {}

    public static PoolHandle handleOf(int octets) {
        var handle = new byte[octets];
        Arrays.fill(handle, (byte) 'x');
        return PoolHandle.of(Bytes.of(handle));
    }

    public static ElementId id(int value) {
        return new ElementId(value);
    }

    public static IpAddress ip(String host) {
        return IpAddress.parse(host);
    }

    public static TransportAddress sctp(String host, int port) {
        return new TransportAddress.Sctp(port, TransportUse.DATA_ONLY, List.of(ip(host)));
    }

    public static TransportAddress sctp(List<String> hosts, int port) {
        return new TransportAddress.Sctp(
                port, TransportUse.DATA_ONLY, hosts.stream().map(Samples::ip).toList());
    }

    public static TransportAddress tcp(String host, int port) {
        return new TransportAddress.Tcp(port, ip(host));
    }

    public static TransportAddress udp(String host, int port) {
        return new TransportAddress.Udp(port, ip(host));
    }

    /** An element that serves SCTP at port 7000, round robin, for 300 seconds. */
    public static PoolElementInfo element(int id, String host) {
        return new PoolElementInfo(id(id), LIFE, sctp(host, 7000), PolicyInfo.ROUND_ROBIN);
    }

    public static PoolElementInfo element(int id, String host, PolicyInfo policy) {
        return element(id, host).withPolicy(policy);
    }

    public static PoolElementInfo withLife(PoolElementInfo element, RegistrationLife life) {
        return new PoolElementInfo(
                element.id(),
                element.home(),
                life,
                element.userTransport(),
                element.policy(),
                element.asapTransport());
    }

    public static PolicyInfo leastUsed(long load) {
        return new PolicyInfo(PolicyType.LEAST_USED, load);
    }

    public static PolicyInfo priority(long priority) {
        return new PolicyInfo(PolicyType.PRIORITY, priority);
    }

    /** A wish to join that describes the same service as {@link #element(int, String)}. */
    public static EndpointRequest.Join join(PoolHandle pool, int id) {
        return join(pool, id, PolicyInfo.ROUND_ROBIN);
    }

    public static EndpointRequest.Join join(PoolHandle pool, int id, PolicyInfo policy) {
        return new EndpointRequest.Join(
                pool,
                id(id),
                LIFE,
                new ServiceAddress(TransportProtocol.SCTP, 7000),
                policy,
                Optional.empty());
    }
}

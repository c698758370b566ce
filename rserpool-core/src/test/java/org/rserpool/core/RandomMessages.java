package org.rserpool.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.ServerInformation;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportUse;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.Message;

/** Messages by chance, from few names so that they meet, and now and then of monstrous size. */
public final class RandomMessages {

    private static final List<PolicyType> POLICIES =
            List.of(
                    PolicyType.ROUND_ROBIN,
                    PolicyType.WEIGHTED_ROUND_ROBIN,
                    PolicyType.RANDOM,
                    PolicyType.WEIGHTED_RANDOM,
                    PolicyType.PRIORITY,
                    PolicyType.LEAST_USED,
                    PolicyType.LEAST_USED_DEGRADATION,
                    PolicyType.PRIORITY_LEAST_USED,
                    PolicyType.RANDOMIZED_LEAST_USED,
                    PolicyType.RANDOMIZED_LEAST_USED_DEGRADATION,
                    PolicyType.WEIGHTED_RANDOM_DPF,
                    PolicyType.LEAST_USED_DEGRADATION_DPF,
                    new PolicyType(0x12345678));

    private final RandomGenerator random;

    public RandomMessages(RandomGenerator random) {
        this.random = random;
    }

    public boolean oneIn(int chances) {
        return random.nextInt(chances) == 0;
    }

    public int upTo(int most) {
        return random.nextInt(most + 1);
    }

    public PoolHandle pool() {
        if (oneIn(50)) {
            return Samples.handleOf(1 + random.nextInt(65_520));
        }
        return PoolHandle.of("pool-" + random.nextInt(4));
    }

    public ElementId id() {
        return new ElementId(oneIn(30) ? random.nextInt() : random.nextInt(5));
    }

    public RegistrarId registrar() {
        return new RegistrarId(1 + random.nextInt(4));
    }

    public String host() {
        return "10.0.0." + (1 + random.nextInt(4));
    }

    private IpAddress ip() {
        return oneIn(20)
                ? IpAddress.ofHalves(random.nextLong(), random.nextLong())
                : Samples.ip(host());
    }

    private int port() {
        return random.nextInt(0x10000);
    }

    private TransportUse use() {
        return oneIn(4) ? TransportUse.DATA_PLUS_CONTROL : TransportUse.DATA_ONLY;
    }

    public TransportAddress sctp() {
        int addresses = oneIn(60) ? 1 + random.nextInt(3_000) : 1 + random.nextInt(2);
        return new TransportAddress.Sctp(
                port(), use(), IntStream.range(0, addresses).mapToObj(_ -> ip()).toList());
    }

    private TransportAddress control() {
        return random.nextBoolean() ? sctp() : new TransportAddress.Tcp(port(), ip());
    }

    private TransportAddress transport() {
        return switch (random.nextInt(9)) {
            case 0 -> new TransportAddress.Tcp(port(), use(), ip());
            case 1 -> new TransportAddress.Udp(port(), ip());
            case 2 -> new TransportAddress.UdpLite(port(), ip());
            case 3 -> new TransportAddress.Dccp(port(), random.nextInt(), ip());
            case 4 -> new TransportAddress.Opaque(bytes());
            default -> sctp();
        };
    }

    private Bytes bytes() {
        var octets = new byte[oneIn(50) ? random.nextInt(60_000) : random.nextInt(12)];
        random.nextBytes(octets);
        return Bytes.of(octets);
    }

    private PolicyInfo policy() {
        var type = POLICIES.get(Math.min(random.nextInt(40), random.nextInt(POLICIES.size())));
        if (oneIn(20)) {
            return new PolicyInfo(type, bytes());
        }
        var words = new long[4];
        for (int i = 0; i < words.length; i++) {
            words[i] = oneIn(3) ? 0 : random.nextLong(1L << 32);
        }
        return new PolicyInfo(type, words);
    }

    private RegistrationLife life() {
        return switch (random.nextInt(4)) {
            case 0 -> RegistrationLife.INFINITE;
            case 1 -> new RegistrationLife(1 + random.nextLong(0xfffffffeL));
            default -> RegistrationLife.ofSeconds(1 + random.nextInt(100));
        };
    }

    public PoolElementInfo element() {
        return new PoolElementInfo(
                id(),
                registrar(),
                life(),
                transport(),
                policy(),
                oneIn(2) ? Optional.of(control()) : Optional.empty());
    }

    private List<PoolElementInfo> elements() {
        int count = oneIn(20) ? 1 + random.nextInt(500) : 1 + random.nextInt(3);
        return IntStream.range(0, count).mapToObj(_ -> element()).toList();
    }

    private List<ErrorCause> causes() {
        var causes = new ArrayList<ErrorCause>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            causes.add(new ErrorCause(new CauseCode(random.nextInt(12)), bytes()));
        }
        return causes;
    }

    private List<ErrorCause> maybeCauses() {
        return oneIn(2) ? causes() : List.of();
    }

    public AsapMessage asap() {
        return switch (random.nextInt(14)) {
            case 0 -> new AsapMessage.Registration(pool(), element());
            case 1 -> new AsapMessage.Deregistration(pool(), id());
            case 2 ->
                    new AsapMessage.RegistrationResponse(
                            pool(), id(), random.nextBoolean(), maybeCauses());
            case 3 -> new AsapMessage.DeregistrationResponse(pool(), id(), maybeCauses());
            case 4 ->
                    new AsapMessage.HandleResolution(
                            pool(),
                            random.nextBoolean(),
                            oneIn(2)
                                    ? OptionalLong.empty()
                                    : OptionalLong.of(random.nextLong(1L << 32)));
            case 5 -> resolutionResponse(pool());
            case 6 ->
                    new AsapMessage.EndpointKeepAlive(
                            registrar(),
                            pool(),
                            random.nextBoolean(),
                            oneIn(2) ? Optional.of(id()) : Optional.empty());
            case 7 -> new AsapMessage.EndpointKeepAliveAck(pool(), id());
            case 8 -> new AsapMessage.EndpointUnreachable(pool(), id());
            case 9 -> announce();
            case 10 -> new AsapMessage.Cookie(bytes());
            case 11 -> new AsapMessage.CookieEcho(bytes());
            case 12 -> new AsapMessage.BusinessCard(pool(), elements());
            default -> new AsapMessage.AsapError(causes());
        };
    }

    public AsapMessage.HandleResolutionResponse resolutionResponse(PoolHandle pool) {
        return oneIn(4)
                ? new AsapMessage.HandleResolutionResponse(
                        pool, random.nextBoolean(), Optional.empty(), List.of(), causes())
                : new AsapMessage.HandleResolutionResponse(
                        pool,
                        random.nextBoolean(),
                        oneIn(3) ? Optional.empty() : Optional.of(policy()),
                        elements(),
                        List.of());
    }

    public AsapMessage.ServerAnnounce announce() {
        int transports = random.nextInt(3);
        return new AsapMessage.ServerAnnounce(
                registrar(), IntStream.range(0, transports).mapToObj(_ -> control()).toList());
    }

    /** A registrar that makes itself known by multicast. */
    public EnrpMessage.Presence presence() {
        var from = anyRegistrar();
        return new EnrpMessage.Presence(
                from,
                RegistrarId.NONE,
                false,
                Optional.empty(),
                Optional.of(new ServerInformation(from, control())));
    }

    private RegistrarId anyRegistrar() {
        return oneIn(5) ? Samples.SELF : registrar();
    }

    private EnrpMessage list(RegistrarId from, RegistrarId to) {
        if (oneIn(4)) {
            return new EnrpMessage.ListResponse(from, to, true, List.of());
        }
        int count = random.nextInt(4);
        return new EnrpMessage.ListResponse(
                from,
                to,
                false,
                IntStream.range(0, count)
                        .mapToObj(_ -> new ServerInformation(anyRegistrar(), control()))
                        .toList());
    }

    public EnrpMessage enrp() {
        var from = registrar();
        var to = oneIn(4) ? registrar() : oneIn(2) ? Samples.SELF : RegistrarId.NONE;
        return switch (random.nextInt(11)) {
            case 0 ->
                    new EnrpMessage.Presence(
                            from,
                            to,
                            random.nextBoolean(),
                            oneIn(2)
                                    ? Optional.empty()
                                    : Optional.of(new PeChecksum(random.nextInt(0x10000))),
                            oneIn(2)
                                    ? Optional.empty()
                                    : Optional.of(new ServerInformation(from, control())));
            case 1 -> new EnrpMessage.HandleTableRequest(from, to, random.nextBoolean());
            case 2 ->
                    new EnrpMessage.HandleTableResponse(
                            from,
                            to,
                            false,
                            random.nextBoolean(),
                            List.of(new EnrpMessage.PoolEntry(pool(), elements())));
            case 3 -> new EnrpMessage.HandleTableResponse(from, to, true, false, List.of());
            case 4 ->
                    new EnrpMessage.HandleUpdate(
                            from,
                            to,
                            random.nextBoolean()
                                    ? EnrpMessage.UpdateAction.ADD
                                    : EnrpMessage.UpdateAction.DELETE,
                            random.nextBoolean(),
                            pool(),
                            oneIn(4) ? element() : element().withHome(from));
            case 5 -> new EnrpMessage.ListRequest(from, to);
            case 6 -> list(from, to);
            case 7 -> new EnrpMessage.InitTakeover(from, to, anyRegistrar());
            case 8 -> new EnrpMessage.TakeoverServer(from, to, anyRegistrar());
            case 9 -> new EnrpMessage.InitTakeoverAck(from, to, anyRegistrar());
            default -> new EnrpMessage.EnrpError(from, to, causes());
        };
    }

    public Message message() {
        return oneIn(6) ? enrp() : asap();
    }

    /** Returns octets with a few changes. */
    public Bytes garbled(Bytes octets) {
        var changed = octets.toArray();
        for (int i = random.nextInt(3); i >= 0; i--) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return Bytes.copyOf(changed, 0, oneIn(3) ? random.nextInt(changed.length) : changed.length);
    }

    /** Returns one of several. */
    public <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}

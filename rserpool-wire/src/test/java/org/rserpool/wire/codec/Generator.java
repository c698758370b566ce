package org.rserpool.wire.codec;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
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
import org.rserpool.wire.message.EnrpMessage.UpdateAction;
import org.rserpool.wire.message.Message;

/**
 * Draws valid messages that come through a dialect unchanged: whole seconds of life and TCP for
 * data only where the dialect has no more.
 */
final class Generator {

    /** All policies with data of fixed size: nine of RFC 5356 and seven of RSPLIB. */
    private static final List<PolicyType> POLICIES =
            Stream.of(
                            0x00000001,
                            0x00000002,
                            0x00000003,
                            0x00000004,
                            0x00000005,
                            0x40000001,
                            0x40000002,
                            0x40000003,
                            0x40000004,
                            0xb0001001,
                            0xb0001002,
                            0xb0001003,
                            0xb0001004,
                            0xb0002001,
                            0xb0002002,
                            0xb0002003)
                    .map(PolicyType::new)
                    .toList();

    private final Dialect dialect;
    private final RandomGenerator random;

    Generator(Dialect dialect, RandomGenerator random) {
        this.dialect = dialect;
        this.random = random;
    }

    Message message() {
        return random.nextBoolean() ? asap() : enrp();
    }

    private AsapMessage asap() {
        return switch (random.nextInt(14)) {
            case 0 -> new AsapMessage.Registration(pool(), element());
            case 1 -> new AsapMessage.Deregistration(pool(), id());
            case 2 ->
                    new AsapMessage.RegistrationResponse(
                            pool(), id(), random.nextBoolean(), list(0, this::cause));
            case 3 -> new AsapMessage.DeregistrationResponse(pool(), id(), list(0, this::cause));
            case 4 ->
                    new AsapMessage.HandleResolution(
                            pool(),
                            random.nextBoolean(),
                            random.nextBoolean()
                                    ? OptionalLong.of(random.nextLong(0x100000000L))
                                    : OptionalLong.empty());
            case 5 ->
                    random.nextBoolean()
                            ? new AsapMessage.HandleResolutionResponse(
                                    pool(),
                                    random.nextBoolean(),
                                    optional(this::policy),
                                    list(1, this::element),
                                    List.of())
                            : new AsapMessage.HandleResolutionResponse(
                                    pool(),
                                    random.nextBoolean(),
                                    Optional.empty(),
                                    List.of(),
                                    list(1, this::cause));
            case 6 ->
                    new AsapMessage.EndpointKeepAlive(
                            registrar(), pool(), random.nextBoolean(), optional(this::id));
            case 7 -> new AsapMessage.EndpointKeepAliveAck(pool(), id());
            case 8 -> new AsapMessage.EndpointUnreachable(pool(), id());
            case 9 ->
                    new AsapMessage.ServerAnnounce(
                            registrar(), list(0, () -> random.nextBoolean() ? sctp() : tcp()));
            case 10 -> new AsapMessage.Cookie(octets(0, 50));
            case 11 -> new AsapMessage.CookieEcho(octets(0, 50));
            case 12 -> new AsapMessage.BusinessCard(pool(), list(1, this::element));
            default -> new AsapMessage.AsapError(list(1, this::cause));
        };
    }

    private EnrpMessage enrp() {
        var from = new RegistrarId(random.nextInt(1, Integer.MAX_VALUE));
        var to = registrar();
        boolean flag = random.nextBoolean();
        return switch (random.nextInt(10)) {
            case 0 ->
                    new EnrpMessage.Presence(
                            from, to, flag, optional(this::checksum), optional(this::server));
            case 1 -> new EnrpMessage.HandleTableRequest(from, to, flag);
            case 2 ->
                    new EnrpMessage.HandleTableResponse(
                            from,
                            to,
                            flag,
                            random.nextBoolean(),
                            flag
                                    ? List.of()
                                    : list(
                                            0,
                                            () ->
                                                    new EnrpMessage.PoolEntry(
                                                            pool(), list(1, this::element))));
            case 3 ->
                    new EnrpMessage.HandleUpdate(
                            from,
                            to,
                            random.nextBoolean() ? UpdateAction.ADD : UpdateAction.DELETE,
                            flag,
                            pool(),
                            element());
            case 4 -> new EnrpMessage.ListRequest(from, to);
            case 5 ->
                    new EnrpMessage.ListResponse(
                            from, to, flag, flag ? List.of() : list(0, this::server));
            case 6 -> new EnrpMessage.InitTakeover(from, to, registrar());
            case 7 -> new EnrpMessage.InitTakeoverAck(from, to, registrar());
            case 8 -> new EnrpMessage.TakeoverServer(from, to, registrar());
            default -> new EnrpMessage.EnrpError(from, to, list(1, this::cause));
        };
    }

    PoolElementInfo element() {
        return new PoolElementInfo(
                id(),
                registrar(),
                life(),
                transport(),
                policy(),
                optional(() -> dialect.tcpControl() && random.nextBoolean() ? tcp() : sctp()));
    }

    private RegistrationLife life() {
        return switch (dialect.lifeUnit()) {
            case SECONDS ->
                    random.nextInt(8) == 0
                            ? RegistrationLife.INFINITE
                            : RegistrationLife.ofSeconds(1 + random.nextInt(0x7fffffff));
            case MILLISECONDS ->
                    random.nextInt(8) == 0
                            ? RegistrationLife.INFINITE
                            : new RegistrationLife(random.nextLong(1, 0xffffffffL));
        };
    }

    private TransportAddress transport() {
        return switch (random.nextInt(8)) {
            case 0 -> tcp();
            case 1 -> new TransportAddress.Udp(port(), address());
            case 2 -> new TransportAddress.UdpLite(port(), address());
            case 3 -> new TransportAddress.Dccp(port(), random.nextInt(), address());
            case 4 -> new TransportAddress.Opaque(octets(0, 20));
            default -> sctp();
        };
    }

    private TransportAddress sctp() {
        return new TransportAddress.Sctp(port(), use(), list(1, this::address));
    }

    private TransportAddress tcp() {
        return new TransportAddress.Tcp(
                port(), dialect.tcpControl() ? use() : TransportUse.DATA_ONLY, address());
    }

    private TransportUse use() {
        return random.nextBoolean() ? TransportUse.DATA_ONLY : TransportUse.DATA_PLUS_CONTROL;
    }

    private ServerInformation server() {
        return new ServerInformation(
                registrar(),
                dialect.tcpControl() && random.nextBoolean()
                        ? new TransportAddress.Tcp(port(), address())
                        : new TransportAddress.Sctp(
                                port(), TransportUse.DATA_ONLY, list(1, this::address)));
    }

    /** An address of a host, so that it can be registered. */
    private IpAddress address() {
        return random.nextBoolean()
                ? new IpAddress.V4(random.nextInt(0x01000000, 0x7f000000))
                : new IpAddress.V6(0xfdL << 56 | random.nextInt(0x10000), random.nextLong());
    }

    private PolicyInfo policy() {
        if (random.nextInt(8) == 0) {
            int number = 0x40000000 & random.nextInt() | random.nextInt(0x06, 0x40000000);
            return new PolicyInfo(new PolicyType(number), octets(0, 12));
        }
        var type = POLICIES.get(random.nextInt(POLICIES.size()));
        // What a policy needs at most, or more.
        return new PolicyInfo(type, octets(16, 20));
    }

    private ErrorCause cause() {
        return new ErrorCause(new CauseCode(random.nextInt(0x10000)), octets(0, 20));
    }

    private PeChecksum checksum() {
        return new PeChecksum(random.nextInt(0x10000));
    }

    private PoolHandle pool() {
        return PoolHandle.of(octets(1, 40));
    }

    private ElementId id() {
        return new ElementId(random.nextInt());
    }

    private RegistrarId registrar() {
        return random.nextInt(4) == 0 ? RegistrarId.NONE : new RegistrarId(random.nextInt());
    }

    private int port() {
        return random.nextInt(0x10000);
    }

    private Bytes octets(int least, int most) {
        var octets = new byte[random.nextInt(least, most + 1)];
        random.nextBytes(octets);
        return Bytes.of(octets);
    }

    private <T> Optional<T> optional(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> list(int least, Supplier<T> value) {
        return Stream.generate(value).limit(random.nextInt(least, least + 4)).toList();
    }
}

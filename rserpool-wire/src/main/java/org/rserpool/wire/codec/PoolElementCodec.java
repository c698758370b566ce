package org.rserpool.wire.codec;

import java.util.Optional;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.TransportAddress;

/**
 * Pool Element (RFC 5354, section 3.10; PAR-060 to PAR-068).
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |         Type = 0x000a         |            Length             |
 * +-------------------------------+-------------------------------+
 * |                         PE Identifier                         |
 * +---------------------------------------------------------------+
 * |                 Home ENRP Server Identifier                   |
 * +---------------------------------------------------------------+
 * |           Registration Life, -1 for one without end           |
 * +---------------------------------------------------------------+
 * :       User Transport, one of the transport parameters         :
 * +---------------------------------------------------------------+
 * :                Pool Member Selection Policy                   :
 * +---------------------------------------------------------------+
 * :       ASAP Transport, an SCTP Transport; may be absent        :
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>Other orders are understood: the first transport is the User Transport, the second one, which
 * must come behind the policy, the ASAP Transport. Deviation: in dialects with {@link
 * Dialect#tcpControl} the ASAP Transport may be a TCP Transport, because elements that cannot speak
 * SCTP have to be asked by registrars as well.
 */
final class PoolElementCodec {

    private static final int ABSENT = -1;

    private PoolElementCodec() {}

    /**
     * Reads the next parameter, which is a Pool Element.
     *
     * @param registering whether the element asks to be registered under its addresses
     */
    static PoolElementInfo read(WireReader in, boolean registering) throws Undecodable {
        in.open();
        var id = new ElementId(in.i32("PE Identifier"));
        var home = in.registrarId("Home ENRP Server Identifier");
        var life = readLife(in);
        int userAt = ABSENT;
        int policyAt = ABSENT;
        int asapAt = ABSENT;
        while (in.hasParameter()) {
            int type = in.peekType();
            if (type == ParameterType.POLICY) {
                if (policyAt != ABSENT) {
                    throw in.invalidNext("a Pool Element has one policy");
                }
                policyAt = in.position();
                in.skip();
            } else if (!TransportCodec.isTransport(type)) {
                in.skipUnknown();
            } else if (userAt == ABSENT) {
                userAt = in.position();
                in.skip();
            } else if (policyAt == ABSENT || asapAt != ABSENT) {
                throw in.invalidNext("a Pool Element has one User Transport");
            } else if (TransportCodec.carriesControl(in.dialect(), type)) {
                asapAt = in.position();
                in.skip();
            } else {
                throw in.invalidNext(ParameterType.describe(type) + " is no ASAP Transport");
            }
        }
        if (userAt == ABSENT || policyAt == ABSENT) {
            throw in.invalid("a Pool Element has a User Transport and a policy");
        }
        in.moveTo(userAt);
        var userTransport = TransportCodec.read(in, registering);
        in.moveTo(policyAt);
        var policy = PolicyCodec.read(in);
        Optional<TransportAddress> asapTransport = Optional.empty();
        if (asapAt != ABSENT) {
            in.moveTo(asapAt);
            asapTransport = Optional.of(TransportCodec.read(in, false));
        }
        in.close();
        return new PoolElementInfo(id, home, life, userTransport, policy, asapTransport);
    }

    private static RegistrationLife readLife(WireReader in) throws Undecodable {
        int life = in.i32("Registration Life");
        if (life == -1) {
            return RegistrationLife.INFINITE;
        }
        long milliseconds =
                switch (in.dialect().lifeUnit()) {
                    case SECONDS -> 1000L * life;
                    case MILLISECONDS -> life & 0xffffffffL;
                };
        if (milliseconds <= 0) {
            throw in.invalid("Registration Life is positive or -1, not " + life);
        }
        return new RegistrationLife(milliseconds);
    }

    static void write(WireWriter out, PoolElementInfo element) {
        int start = out.open(ParameterType.POOL_ELEMENT);
        out.i32(element.id().value());
        out.i32(element.home().value());
        out.i32(life(out.dialect(), element.life()));
        TransportCodec.write(out, element.userTransport());
        PolicyCodec.write(out, element.policy());
        if (element.asapTransport().isPresent()) {
            var asapTransport = element.asapTransport().get();
            TransportCodec.checkCarriesControl(out.dialect(), asapTransport);
            TransportCodec.write(out, asapTransport);
        }
        out.close(start);
    }

    /**
     * Returns the field's value. An element must not be dropped before its time, so what is no
     * whole number of seconds is rounded up, and what is too long for the field has no end.
     */
    private static int life(Dialect dialect, RegistrationLife life) {
        long milliseconds = life.milliseconds();
        if (life.isInfinite()) {
            return -1;
        }
        return switch (dialect.lifeUnit()) {
            case SECONDS -> {
                long seconds = (milliseconds - 1) / 1000 + 1;
                yield seconds > Integer.MAX_VALUE ? -1 : (int) seconds;
            }
            case MILLISECONDS -> milliseconds >= 0xffffffffL ? -1 : (int) milliseconds;
        };
    }

    static long size(PoolElementInfo element) {
        long size =
                16
                        + TransportCodec.size(element.userTransport())
                        + PolicyCodec.size(element.policy());
        if (element.asapTransport().isPresent()) {
            size += TransportCodec.size(element.asapTransport().get());
        }
        return size;
    }
}

package org.rserpool.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/** Short ways to decode and to say what is expected. */
final class Decoding {

    /** Pool Handle "Echo1". */
    static final Bytes POOL = Octets.hex("0009 0009 4563686f31");

    /** PE Identifier 0x12345678. */
    static final Bytes ID = Octets.hex("000e 0008 12345678");

    /** The fixed fields of a Pool Element: identifier, home, 300 seconds of life. */
    static final Bytes FIELDS = Octets.hex("12345678 00000000 0000012c");

    /** SCTP, port 5001, data only, 192.0.2.1. */
    static final Bytes SCTP = Octets.hex("0004 0010 1389 0000 0001 0008 c0000201");

    /** Round robin. */
    static final Bytes POLICY = Octets.hex("0008 0008 00000001");

    private Decoding() {}

    static Decoded asap(Bytes octets) {
        return new Wire(Dialect.RFC).decode(Protocol.ASAP, octets);
    }

    static Decoded enrp(Bytes octets) {
        return new Wire(Dialect.RFC).decode(Protocol.ENRP, octets);
    }

    /** A registration in pool "Echo1" of an element that has these parameters. */
    static Bytes registration(Bytes... parameters) {
        return Octets.asap(0x01, 0, POOL, element(parameters));
    }

    /** A handle update of pool "Echo1" and an element that has these parameters. */
    static Bytes handleUpdate(Bytes... parameters) {
        return Octets.enrp(0x04, 0, Octets.hex("0000 0000"), POOL, element(parameters));
    }

    static Bytes element(Bytes... parameters) {
        return Octets.tlv(0x000a, FIELDS, Octets.joined(parameters));
    }

    /** The message of an outcome that must be acceptance without a report. */
    static Message message(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Accepted.class);
        var accepted = (Decoded.Accepted) decoded;
        assertThat(accepted.reports()).isEmpty();
        return accepted.message();
    }

    static AsapMessage.Registration registered(Decoded decoded) {
        return (AsapMessage.Registration) message(decoded);
    }

    static EnrpMessage.HandleUpdate updated(Decoded decoded) {
        return (EnrpMessage.HandleUpdate) message(decoded);
    }

    /** Expects the request of element 0x12345678 of pool "Echo1" to be refused because of this. */
    static void assertRefused(Decoded decoded, Bytes parameter) {
        assertThat(decoded).isInstanceOf(Decoded.Refused.class);
        assertThat(((Decoded.Refused) decoded).answer())
                .isEqualTo(
                        new AsapMessage.RegistrationResponse(
                                Golden.ECHO1, Golden.ELEMENT, true, List.of(invalid(parameter))));
    }

    static void assertDiscarded(Decoded decoded, ErrorCause... reports) {
        assertThat(decoded).isInstanceOf(Decoded.Discarded.class);
        assertThat(((Decoded.Discarded) decoded).reports()).containsExactly(reports);
    }

    static ErrorCause invalid(Bytes parameter) {
        return new ErrorCause(CauseCode.INVALID_VALUES, parameter);
    }

    static ErrorCause unrecognized(Bytes parameter) {
        return new ErrorCause(CauseCode.UNRECOGNIZED_PARAMETER, parameter);
    }
}

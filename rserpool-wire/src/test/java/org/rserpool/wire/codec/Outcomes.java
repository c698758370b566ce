package org.rserpool.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/** What holds for the outcome of decoding, whatever the octets are. */
final class Outcomes {

    private Outcomes() {}

    /** Decodes octets and checks that something can be done with the outcome. */
    static Decoded check(Dialect dialect, Protocol protocol, byte[] octets) {
        var decoded = new Wire(dialect).decode(protocol, octets, 0, octets.length);
        switch (decoded) {
            case Decoded.Accepted(Message message, List<ErrorCause> reports) -> {
                assertThat(message.protocol()).isEqualTo(protocol);
                // RSPLIB's form of a message counts up to three octets more.
                if (octets.length <= Wire.MAX_PAGE) {
                    assertThat(again(dialect, message))
                            .isEqualTo(new Decoded.Accepted(message, List.of()));
                }
                checkReports(dialect, protocol, reports);
            }
            case Decoded.Refused(AsapMessage answer, String why) -> {
                assertThat(protocol).isEqualTo(Protocol.ASAP);
                assertThat(why).startsWith("ASAP_");
                assertThat(again(dialect, answer))
                        .isEqualTo(new Decoded.Accepted(answer, List.of()));
            }
            case Decoded.Discarded(String why, List<ErrorCause> reports) -> {
                assertThat(why).isNotBlank();
                checkReports(dialect, protocol, reports);
            }
        }
        return decoded;
    }

    private static Decoded again(Dialect dialect, Message message) {
        var wire = new Wire(dialect);
        Bytes encoded = wire.encode(message);
        assertThat(encoded.size() % 4).isZero();
        return wire.decode(message.protocol(), encoded);
    }

    private static void checkReports(Dialect dialect, Protocol protocol, List<ErrorCause> reports) {
        assertThat(reports).hasSizeLessThanOrEqualTo(1 + WireReader.MAX_REPORTS);
        if (reports.isEmpty()) {
            return;
        }
        Message error =
                switch (protocol) {
                    case ASAP -> new AsapMessage.AsapError(reports);
                    case ENRP -> new EnrpMessage.EnrpError(Golden.PR1, Golden.PR2, reports);
                };
        assertThat(again(dialect, error)).isEqualTo(new Decoded.Accepted(error, List.of()));
    }
}

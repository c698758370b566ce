package org.rserpool.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rserpool.testkit.Fixtures;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.message.Protocol;

/**
 * Messages from recorded traffic of RSPLIB: {@code captures/rsplib.tsv} among the test resources.
 * Those of origin {@code hand} were sent to RSPLIB to see what it does; some are wrong on purpose.
 */
final class CapturedMessagesTest {

    private static final ErrorCause NO_PARAMETER = new ErrorCause(CauseCode.INVALID_VALUES);
    private static final ErrorCause X4123 = unrecognized("41230008cafebabe");
    private static final ErrorCause XC123 = unrecognized("c1230008cafebabe");

    /**
     * What must become of a message that was sent by hand, by its payload; all others are accepted
     * without a report.
     */
    private static final Map<String, Outcome> OF_HAND_MADE =
            Map.ofEntries(
                    // An unknown parameter of each kind.
                    discarded("0500001801230008cafebabe0009000c4563686f506f6f6c"),
                    discarded("0500001841230008cafebabe0009000c4563686f506f6f6c", X4123),
                    accepted("05000018c1230008cafebabe0009000c4563686f506f6f6c", XC123),
                    accepted("050000180009000c4563686f506f6f6cc1230008cafebabe", XC123),
                    discarded(
                            "0100003c3333333311111111000f0006ffff0000000b0020333333330004001826ad"
                                    + "0000000100080a010003000100080a02000341230008cafebabe",
                            X4123),
                    accepted(
                            "0100003c3333333311111111000f0006ffff0000000b0020333333330004001826ad"
                                    + "0000000100080a010003000100080a020003c1230008cafebabe",
                            XC123),
                    // Message Length beyond the end; then before the end of a parameter.
                    discarded("050000400009000c4563686f506f6f6c", NO_PARAMETER),
                    discarded("0500000c0009000c4563686f506f6f6c", NO_PARAMETER),
                    // Parameter Length beyond the end of the message; then shorter than a header.
                    discarded("05000010000900404563686f506f6f6c", NO_PARAMETER),
                    discarded("05000010000900034563686f506f6f6c", NO_PARAMETER),
                    // No parameter; no complete header.
                    discarded("05000004", NO_PARAMETER),
                    discarded("050000", NO_PARAMETER),
                    // A registration without Pool Element; one without Pool Handle.
                    discarded("010000100009000c4563686f506f6f6c", NO_PARAMETER),
                    discarded(
                            "0100002c000a00280000200700000000000075300004001013880000000100080a01"
                                    + "00030008000800000001",
                            NO_PARAMETER),
                    // Unknown messages, of ASAP and of ENRP.
                    discarded("3f000008deadbeef"),
                    discarded(
                            "7f000008deadbeef",
                            new ErrorCause(
                                    CauseCode.UNRECOGNIZED_MESSAGE,
                                    Bytes.ofHex("7f000008deadbeef"))),
                    discarded("ff000008deadbeef"));

    record Captured(Protocol protocol, String name, String payload) {

        Decoded decode(Dialect dialect) {
            return new Wire(dialect).decode(protocol, Bytes.ofHex(payload));
        }

        @Override
        public String toString() {
            return name + " " + payload;
        }
    }

    private record Outcome(boolean accepted, List<ErrorCause> reports) {}

    static Stream<Captured> ofRsplib() {
        return captured("rsplib");
    }

    static Stream<Captured> ofHand() {
        return captured("hand");
    }

    // No message of RSPLIB is an exception: each one comes out as it went in.
    @ParameterizedTest
    @MethodSource("ofRsplib")
    void whatRsplibSentDecodesAndEncodesToTheSameOctets(Captured captured) {
        var decoded = captured.decode(Dialect.RSPLIB);

        assertThat(decoded).isInstanceOf(Decoded.Accepted.class);
        var accepted = (Decoded.Accepted) decoded;
        assertThat(accepted.reports()).isEmpty();
        assertThat(new Wire(Dialect.RSPLIB).encode(accepted.message()).toHex())
                .isEqualTo(captured.payload());
    }

    @ParameterizedTest
    @MethodSource("ofRsplib")
    @Requirement({"PAR-027", "ENRP-007"})
    void whatRsplibSentIsUnderstoodInEveryDialect(Captured captured) {
        assertThat(captured.decode(Dialect.RFC)).isInstanceOf(Decoded.Accepted.class);
        assertThat(captured.decode(Dialect.EXTENDED)).isInstanceOf(Decoded.Accepted.class);
    }

    @ParameterizedTest
    @MethodSource("ofHand")
    @Requirement({
        "PAR-005",
        "PAR-006",
        "PAR-007",
        "PAR-008",
        "PAR-018",
        "PAR-019",
        "PAR-020",
        "ASAP-038",
        "ENRP-180"
    })
    void whatWasMadeByHandHasTheOutcomeThatTheRfcsWant(Captured captured) {
        var expected = OF_HAND_MADE.getOrDefault(captured.payload(), new Outcome(true, List.of()));

        var outcome =
                switch (captured.decode(Dialect.RFC)) {
                    case Decoded.Accepted(_, var reports) -> new Outcome(true, reports);
                    case Decoded.Discarded(_, var reports) -> new Outcome(false, reports);
                    case Decoded.Refused refused -> throw new AssertionError(refused);
                };

        assertThat(outcome).isEqualTo(expected);
    }

    @Test
    void everyOutcomeThatIsExpectedBelongsToAMessage() {
        assertThat(ofHand().map(Captured::payload)).containsAll(OF_HAND_MADE.keySet());
        assertThat(ofHand()).hasSize(54);
        assertThat(ofRsplib()).hasSize(470);
    }

    private static Stream<Captured> captured(String origin) {
        return Fixtures.tsv(CapturedMessagesTest.class, "/captures/rsplib.tsv").stream()
                .filter(row -> row.get(4).equals(origin))
                .map(row -> new Captured(Protocol.valueOf(row.get(0)), row.get(1), row.get(2)));
    }

    private static Map.Entry<String, Outcome> accepted(String payload, ErrorCause... reports) {
        return Map.entry(payload, new Outcome(true, List.of(reports)));
    }

    private static Map.Entry<String, Outcome> discarded(String payload, ErrorCause... reports) {
        return Map.entry(payload, new Outcome(false, List.of(reports)));
    }

    private static ErrorCause unrecognized(String parameter) {
        return new ErrorCause(CauseCode.UNRECOGNIZED_PARAMETER, Bytes.ofHex(parameter));
    }
}

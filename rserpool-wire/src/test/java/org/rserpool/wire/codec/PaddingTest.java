package org.rserpool.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.wire.codec.Decoding.FIELDS;
import static org.rserpool.wire.codec.Decoding.POLICY;
import static org.rserpool.wire.codec.Decoding.POOL;
import static org.rserpool.wire.codec.Decoding.SCTP;
import static org.rserpool.wire.codec.Decoding.asap;
import static org.rserpool.wire.codec.Decoding.assertDiscarded;
import static org.rserpool.wire.codec.Decoding.enrp;
import static org.rserpool.wire.codec.Decoding.invalid;
import static org.rserpool.wire.codec.Decoding.message;
import static org.rserpool.wire.codec.Octets.hex;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.Protocol;

/** Lengths and padding, as the RFCs count them and as RSPLIB does. */
final class PaddingTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 254, 255})
    @Requirement({
        "PAR-009",
        "PAR-010",
        "PAR-011",
        "PAR-012",
        "PAR-013",
        "PAR-022",
        "PAR-023",
        "PAR-024",
        "PAR-025",
        "PAR-026",
        "PAR-059",
        "ENRP-004",
        "ENRP-006",
        "ENRP-007"
    })
    void aMessageIsPaddedWithAsManyZerosAsItNeeds(int size) {
        var pool = PoolHandle.of("x".repeat(size));
        int padding = (4 - size % 4) % 4;

        var encoded =
                new Wire(Dialect.RFC).encode(new AsapMessage.HandleResolution(pool)).toArray();

        assertThat(encoded).hasSize(8 + size + padding);
        assertThat(encoded[2] << 8 | encoded[3] & 0xff).isEqualTo(8 + size);
        assertThat(encoded[6] << 8 | encoded[7] & 0xff).isEqualTo(4 + size);
        for (int i = 8 + size; i < encoded.length; i++) {
            assertThat(encoded[i]).isZero();
        }
    }

    @Test
    @Requirement({"PAR-002", "PAR-012", "PAR-025", "ENRP-004", "ENRP-023"})
    void theLastPaddingIsCountedNowhereByTheRfcs() {
        var encoded = new Wire(Dialect.RFC).encode(errorWithSixOctets());

        assertThat(encoded)
                .isEqualTo(hex("0e00 0016 000c 0012 0009 0004 0001 000a 4123 0006 aabb 0000"));
    }

    @Test
    void theLastPaddingIsCountedByRsplibExceptByTheValueItself() {
        var encoded = new Wire(Dialect.RSPLIB).encode(errorWithSixOctets());

        assertThat(encoded)
                .isEqualTo(hex("0e00 0018 000c 0014 0009 0004 0001 000a 4123 0006 aabb 0000"));
    }

    private static AsapMessage errorWithSixOctets() {
        return new AsapMessage.AsapError(
                List.of(
                        new ErrorCause(CauseCode.UNKNOWN_POOL_HANDLE),
                        new ErrorCause(CauseCode.UNRECOGNIZED_PARAMETER, hex("4123 0006 aabb"))));
    }

    @Test
    @Requirement({"PAR-002", "PAR-012", "PAR-022", "PAR-025", "ENRP-006", "ENRP-023"})
    void everyMixtureOfBothWaysToCountIsUnderstood() {
        var expected = asap(hex("0e00 0012 000c 000e 0001 000a 4123 0006 aabb 0000"));

        for (String length : List.of("0012", "0013", "0014")) {
            for (String parameter : List.of("000e", "000f", "0010")) {
                assertThat(
                                asap(
                                        hex(
                                                "0e00 %s 000c %s 0001 000a 4123 0006 aabb 0000"
                                                        .formatted(length, parameter))))
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    @Requirement({"PAR-002", "PAR-068", "PAR-088"})
    void anElementThatEndsOddlyIsUnderstoodInBothWays() {
        var asap = "0010 0007 aabbcc 00";
        var opaque = "%s 12345678 00000000 0000012c 0008 0008 00000001 " + asap;
        var without = hex("0d00 002f 0009 0009 4563686f31 000000 000a " + opaque.formatted("001f"));
        var with = hex("0d00 0030 0009 0009 4563686f31 000000 000a " + opaque.formatted("0020"));

        var card = (AsapMessage.BusinessCard) message(asap(without));

        assertThat(card.elements().getFirst().userTransport())
                .isEqualTo(new TransportAddress.Opaque(hex("aabbcc")));
        assertThat(message(asap(with))).isEqualTo(card);
    }

    @Test
    @Requirement({"PAR-014", "PAR-027", "ENRP-007"})
    void whatStandsInThePaddingIsIgnored() {
        assertThat(asap(hex("0800 0018 0009 0009 4563686f31 ffffff 000e 0008 12345678")))
                .isEqualTo(asap(hex("0800 0018 0009 0009 4563686f31 000000 000e 0008 12345678")));
        assertThat(asap(hex("0501 000d 0009 0009 4563686f31 80ffff")))
                .isEqualTo(asap(hex("0501 000d 0009 0009 4563686f31 000000")));
        assertThat(enrp(hex("0100 0012 abcd0001 00000000 000f 0006 b880 ffff")))
                .isEqualTo(enrp(hex("0100 0012 abcd0001 00000000 000f 0006 b880 0000")));
    }

    @Test
    @Requirement({"PAR-027", "ENRP-007"})
    void theFinalPaddingMayBeMissing() {
        assertThat(asap(hex("0501 000d 0009 0009 4563686f31")))
                .isEqualTo(asap(hex("0501 000d 0009 0009 4563686f31 000000")));
    }

    @Test
    void octetsBehindTheMessageAreIgnored() {
        assertThat(asap(hex("0501 000d 0009 0009 4563686f31 000000 4123 0004 ff")))
                .isEqualTo(asap(hex("0501 000d 0009 0009 4563686f31 000000")));
    }

    @Test
    void aPartOfALargerArrayIsDecodedAsIfItWereAlone() {
        var message = hex("0501 000d 0009 0009 4563686f31 000000").toArray();
        var array = new byte[40];
        Arrays.fill(array, (byte) 0xff);
        System.arraycopy(message, 0, array, 7, message.length);

        assertThat(new Wire(Dialect.RFC).decode(Protocol.ASAP, array, 7, 7 + message.length))
                .isEqualTo(asap(Bytes.of(message)));
    }

    @Test
    @Requirement({"PAR-003", "PAR-009"})
    void aParameterShorterThanItsHeaderIsInvalid() {
        for (String length : List.of("0000", "0001", "0002", "0003")) {
            assertDiscarded(
                    asap(hex("0501 0010 0009 " + length + " 4563686f 00000000")),
                    invalid(Bytes.EMPTY));
        }
    }

    @Test
    @Requirement({"PAR-003", "PAR-009"})
    void aParameterDoesNotReachBeyondWhatIsAroundIt() {
        // The policy claims four octets too many, which the message would have, the element not.
        var good = Octets.tlv(0x000a, FIELDS, SCTP, POLICY);
        var bad = Octets.tlv(0x000a, FIELDS, SCTP, hex("0008 000c 00000001"));

        assertThat(asap(Octets.asap(0x0d, 0, POOL, good, good)))
                .isInstanceOf(Decoded.Accepted.class);
        assertDiscarded(asap(Octets.asap(0x0d, 0, POOL, bad, good)), invalid(bad));
    }

    @Test
    @Requirement({"PAR-016", "PAR-022"})
    void aMessageLengthThatCannotBeIsInvalid() {
        for (String length : List.of("0000", "0003", "0015", "ffff")) {
            assertDiscarded(
                    asap(hex("0800 " + length + " 0009 0004 000e 0008 12345678")),
                    invalid(Bytes.EMPTY));
        }
        assertDiscarded(enrp(hex("0500 0008 abcd0001")), invalid(Bytes.EMPTY));
        assertDiscarded(enrp(hex("0500 000b abcd0001 abcd00")), invalid(Bytes.EMPTY));
    }

    @Test
    void noOctetsAreDiscardedInSilence() {
        assertDiscarded(asap(Bytes.EMPTY));
        assertDiscarded(enrp(Bytes.EMPTY));
    }

    @Test
    void theLengthOfAFramedMessageIsRoundedUp() {
        assertThat(Wire.paddedSize(12)).isEqualTo(12);
        assertThat(Wire.paddedSize(13)).isEqualTo(16);
        assertThat(Wire.paddedSize(0xffff)).isEqualTo(Wire.MAX_SIZE);
    }
}

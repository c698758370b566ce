package org.rserpool.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.wire.codec.Decoding.FIELDS;
import static org.rserpool.wire.codec.Decoding.ID;
import static org.rserpool.wire.codec.Decoding.POLICY;
import static org.rserpool.wire.codec.Decoding.POOL;
import static org.rserpool.wire.codec.Decoding.SCTP;
import static org.rserpool.wire.codec.Decoding.asap;
import static org.rserpool.wire.codec.Decoding.assertDiscarded;
import static org.rserpool.wire.codec.Decoding.element;
import static org.rserpool.wire.codec.Decoding.enrp;
import static org.rserpool.wire.codec.Decoding.invalid;
import static org.rserpool.wire.codec.Decoding.unrecognized;
import static org.rserpool.wire.codec.Octets.hex;
import static org.rserpool.wire.codec.Octets.tlv;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.message.Protocol;

/** What is unknown is judged by its two highest bits, wherever it stands. */
final class UnknownTypesTest {

    /** A place in a message where parameters stand, filled with some of them. */
    record Place(String name, Protocol protocol, Function<Bytes, Bytes> message) {

        Decoded decode(Bytes unknown) {
            return new Wire(Dialect.RFC).decode(protocol, message.apply(unknown));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Place> places() {
        var address = hex("0001 0008 c0000201");
        var asapTransport = hex("0004 0010 2710 0000 0001 0008 c0000201");
        return Stream.of(
                inAsap("first in a message", unknown -> Octets.asap(0x05, 0, unknown, POOL)),
                inAsap("last in a message", unknown -> Octets.asap(0x05, 0, POOL, unknown)),
                inAsap(
                        "among Pool Elements",
                        unknown ->
                                Octets.asap(
                                        0x06,
                                        0,
                                        POOL,
                                        element(SCTP, POLICY),
                                        unknown,
                                        element(SCTP, POLICY))),
                inAsap(
                        "behind a Server Identifier",
                        unknown -> Octets.asap(0x0a, 0, hex("abcd0001"), unknown, SCTP)),
                inAsap(
                        "in a Pool Element, first",
                        unknown -> Octets.asap(0x0d, 0, POOL, element(unknown, SCTP, POLICY))),
                inAsap(
                        "in a Pool Element, between",
                        unknown -> Octets.asap(0x0d, 0, POOL, element(SCTP, unknown, POLICY))),
                inAsap(
                        "in a Pool Element, last",
                        unknown -> Octets.asap(0x0d, 0, POOL, element(SCTP, POLICY, unknown))),
                inAsap(
                        "in a User Transport",
                        unknown ->
                                Octets.asap(
                                        0x0d,
                                        0,
                                        POOL,
                                        element(
                                                tlv(0x0004, hex("1389 0000"), address, unknown),
                                                POLICY))),
                inAsap(
                        "in a TCP Transport",
                        unknown ->
                                Octets.asap(
                                        0x0d,
                                        0,
                                        POOL,
                                        element(
                                                tlv(0x0005, hex("1389 0000"), unknown, address),
                                                POLICY))),
                inEnrp("behind the identifiers", unknown -> Octets.enrp(0x05, 0, unknown)),
                inEnrp(
                        "behind the target",
                        unknown -> Octets.enrp(0x07, 0, hex("00c0ffee"), unknown)),
                inEnrp(
                        "in a pool entry",
                        unknown ->
                                Octets.enrp(
                                        0x03,
                                        0,
                                        POOL,
                                        unknown,
                                        element(SCTP, POLICY, asapTransport))),
                inEnrp(
                        "in an ASAP Transport",
                        unknown ->
                                Octets.enrp(
                                        0x04,
                                        0,
                                        hex("0000 0000"),
                                        POOL,
                                        element(
                                                SCTP,
                                                POLICY,
                                                tlv(0x0004, hex("2710 0000"), unknown, address)))),
                inEnrp(
                        "in a Server Information",
                        unknown ->
                                Octets.enrp(0x01, 0, tlv(0x000b, hex("abcd0001"), unknown, SCTP))),
                inEnrp(
                        "in the transport of a Server Information",
                        unknown ->
                                Octets.enrp(
                                        0x01,
                                        0,
                                        tlv(
                                                0x000b,
                                                hex("abcd0001"),
                                                tlv(0x0004, hex("26ad 0000"), unknown, address)))));
    }

    @ParameterizedTest
    @MethodSource("places")
    @Requirement({"PAR-005", "ASAP-038", "ENRP-180"})
    void with00TheMessageIsDiscardedInSilence(Place place) {
        assertDiscarded(place.decode(hex("0123 0006 cafe")));
        assertDiscarded(place.decode(hex("0000 0004")));
    }

    @ParameterizedTest
    @MethodSource("places")
    @Requirement({"PAR-006", "PAR-074", "ASAP-038", "ASAP-039", "ENRP-180", "ENRP-181", "REQ-022"})
    void with01TheMessageIsDiscardedAndTheParameterReported(Place place) {
        var unknown = hex("4123 0006 cafe");

        assertDiscarded(place.decode(unknown), unrecognized(unknown));
    }

    @ParameterizedTest
    @MethodSource("places")
    @Requirement({"PAR-007", "ASAP-038", "ENRP-180", "REQ-022"})
    void with10TheParameterIsSkipped(Place place) {
        var plain = Decoding.message(place.decode(hex("8123 0004")));

        assertThat(place.decode(hex("8123 0006 cafe")))
                .isEqualTo(new Decoded.Accepted(plain, List.of()));
    }

    @ParameterizedTest
    @MethodSource("places")
    @Requirement({"PAR-004", "PAR-008", "PAR-074", "ASAP-038", "ASAP-039", "ENRP-180"})
    void with11TheParameterIsSkippedAndReported(Place place) {
        var plain = Decoding.message(place.decode(hex("8123 0004")));

        for (Bytes unknown : List.of(hex("c123 0006 cafe"), hex("ffff 0009 cafebabe00"))) {
            assertThat(place.decode(unknown))
                    .isEqualTo(new Decoded.Accepted(plain, List.of(unrecognized(unknown))));
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void whatIsKnownButOutOfPlaceIsJudgedLikewise(Place place) {
        assertDiscarded(place.decode(hex("000d 0006 cafe"))); // a Cookie
    }

    @Test
    void anExtensionThatIsKnownElsewhereIsSkipped() {
        assertThat(asap(Octets.asap(0x02, 0, POOL, ID, hex("803f 0008 00000003"))))
                .isEqualTo(asap(Octets.asap(0x02, 0, POOL, ID)));
    }

    @Test
    @Requirement({"PAR-008", "PAR-075", "ENRP-180"})
    void severalReportsHaveACauseEach() {
        var first = hex("c001 0006 cafe");
        var second = hex("c002 0004");
        var third = hex("c003 0005 aa");

        var decoded = asap(Octets.asap(0x0d, 0, first, POOL, element(SCTP, POLICY, second), third));

        // Those of the message itself come first: it is looked over before anything is read.
        assertThat(((Decoded.Accepted) decoded).reports())
                .containsExactly(unrecognized(first), unrecognized(third), unrecognized(second));
    }

    @Test
    @Requirement({"PAR-005", "PAR-006"})
    void behindWhatStopsNothingIsProcessed() {
        var skipped = hex("c001 0004");
        var stopping = hex("4002 0004");
        var behind = hex("c003 0004");

        assertDiscarded(
                asap(Octets.asap(0x05, 0, skipped, stopping, behind, POOL)),
                unrecognized(stopping),
                unrecognized(skipped));
        assertDiscarded(
                asap(Octets.asap(0x05, 0, skipped, hex("0002 0004"), behind, POOL)),
                unrecognized(skipped));
    }

    @Test
    void noMoreThanSixteenAreReported() {
        var unknown =
                IntStream.range(0, 40)
                        .mapToObj(i -> tlv(0xc100 + i, hex("cafebabe")))
                        .toArray(Bytes[]::new);

        var decoded = (Decoded.Accepted) asap(Octets.asap(0x05, 0, POOL, Octets.joined(unknown)));

        assertThat(decoded.reports())
                .hasSize(16)
                .startsWith(unrecognized(unknown[0]))
                .endsWith(unrecognized(unknown[15]));
    }

    @Test
    void reportsThatDoNotFitIntoOneMessageAreCutDown() {
        var large = tlv(0xc001, Bytes.of(new byte[40_000]));
        var small = hex("c002 0005 aa");
        var message = Octets.asap(0x05, 0, POOL, large, tlv(0xc003, Bytes.of(new byte[25_000])));

        var decoded = (Decoded.Accepted) asap(message);

        assertThat(decoded.reports())
                .containsExactly(
                        unrecognized(large), unrecognized(tlv(0xc003, Bytes.of(new byte[25_000]))));

        var two = Octets.asap(0x05, 0, POOL, tlv(0xc001, Bytes.of(new byte[65_480])), small);
        assertThat(((Decoded.Accepted) asap(two)).reports())
                .containsExactly(
                        unrecognized(tlv(0xc001, Bytes.of(new byte[65_480]))), unrecognized(small));

        var full = Octets.asap(0x05, 0, POOL, tlv(0xc001, Bytes.of(new byte[65_515])));
        assertThat(((Decoded.Accepted) asap(full)).reports())
                .containsExactly(new ErrorCause(CauseCode.UNRECOGNIZED_PARAMETER));
    }

    @Test
    @Requirement("ENRP-181")
    void nothingIsReportedInAnswerToAnError() {
        var operationError = hex("000c 0008 0000 0004");
        var reported = hex("c123 0004");
        var stopping = hex("4123 0004");

        assertThat(((Decoded.Accepted) asap(Octets.asap(0x0e, 0, operationError, reported))))
                .extracting(Decoded.Accepted::reports)
                .isEqualTo(List.of());
        assertThat(((Decoded.Accepted) enrp(Octets.enrp(0x0a, 0, operationError, reported))))
                .extracting(Decoded.Accepted::reports)
                .isEqualTo(List.of());
        assertDiscarded(asap(Octets.asap(0x0e, 0, operationError, stopping)));
        assertDiscarded(enrp(Octets.enrp(0x0a, 0, operationError, stopping)));
        assertDiscarded(asap(Octets.asap(0x0e, 0, hex("000c 0004"))));
        assertDiscarded(enrp(Octets.enrp(0x0a, 0, hex("000c 0004"))));
        assertDiscarded(asap(hex("0e00 0040")));
        assertDiscarded(enrp(hex("0a00 0040")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x0f, 0x3f, 0x80, 0xbf, 0xc0, 0xfe, 0xff})
    @Requirement({"PAR-017", "PAR-018", "PAR-020", "ASAP-011", "ASAP-038", "ENRP-005", "ENRP-180"})
    void anUnknownMessageOf00Or10Or11IsDiscardedInSilence(int type) {
        assertDiscarded(asap(Octets.asap(type, 0, POOL)));
        assertDiscarded(enrp(Octets.enrp(type, 0, POOL)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x40, 0x55, 0x7f})
    @Requirement({"PAR-019", "PAR-076", "ASAP-038", "ASAP-039", "ENRP-180", "ENRP-181"})
    void anUnknownMessageOf01IsDiscardedAndReported(int type) {
        var message = Octets.asap(type, 3, POOL);
        var withoutPadding = Bytes.copyOf(message.toArray(), 0, 13);

        assertDiscarded(asap(message), unrecognizedMessage(withoutPadding));
        assertDiscarded(enrp(message), unrecognizedMessage(withoutPadding));
    }

    @Test
    void anUnknownMessageWithoutUsableLengthIsReportedAsItCame() {
        assertDiscarded(asap(hex("41")), unrecognizedMessage(hex("41")));
        assertDiscarded(asap(hex("4100 00")), unrecognizedMessage(hex("4100 00")));
        assertDiscarded(asap(hex("4100 0003")), unrecognizedMessage(hex("4100 0003")));
        assertDiscarded(asap(hex("4100 0040 aa")), unrecognizedMessage(hex("4100 0040 aa")));
    }

    @Test
    @Requirement({"PAR-019", "PAR-076"})
    void aLongUnknownMessageIsReportedInPart() {
        var message = Octets.asap(0x40, 0, Bytes.of(new byte[60_000]));

        assertDiscarded(
                asap(message), unrecognizedMessage(Bytes.copyOf(message.toArray(), 0, 512)));
    }

    @Test
    void whatIsBrokenInsideIsShownByTheInnermostParameterAroundIt() {
        var broken = element(tlv(0x0004, hex("1389 0000"), hex("0001 0020 c0000201")), POLICY);

        assertThat(((Decoded.Discarded) asap(Octets.asap(0x0d, 0, POOL, broken))).reports())
                .containsExactly(invalid(hex("0004 0010 1389 0000 0001 0020 c0000201")));
        assertDiscarded(
                asap(Octets.asap(0x0d, 0, POOL, tlv(0x000a, FIELDS, hex("0004 0003")))),
                invalid(tlv(0x000a, FIELDS, hex("0004 0003"))));
    }

    private static ErrorCause unrecognizedMessage(Bytes message) {
        return new ErrorCause(CauseCode.UNRECOGNIZED_MESSAGE, message);
    }

    private static Place inAsap(String name, Function<Bytes, Bytes> message) {
        return new Place("ASAP, " + name, Protocol.ASAP, message);
    }

    private static Place inEnrp(String name, Function<Bytes, Bytes> message) {
        return new Place("ENRP, " + name, Protocol.ENRP, message);
    }
}

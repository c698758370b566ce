package org.rserpool.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.wire.codec.Decoding.ID;
import static org.rserpool.wire.codec.Decoding.POLICY;
import static org.rserpool.wire.codec.Decoding.POOL;
import static org.rserpool.wire.codec.Decoding.SCTP;
import static org.rserpool.wire.codec.Decoding.asap;
import static org.rserpool.wire.codec.Decoding.assertDiscarded;
import static org.rserpool.wire.codec.Decoding.element;
import static org.rserpool.wire.codec.Decoding.invalid;
import static org.rserpool.wire.codec.Decoding.message;
import static org.rserpool.wire.codec.Octets.hex;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.Protocol;

/** What is particular to single ASAP messages. */
final class AsapMessagesTest {

    private static final Bytes UNKNOWN_POOL = hex("000c 0008 0009 0004");

    @ParameterizedTest
    @FieldSource("org.rserpool.wire.codec.Golden#ALL")
    @Requirement({"PAR-021", "ENRP-008"})
    void flagsWithoutMeaningAreIgnored(Golden golden) {
        var octets = golden.octets();
        var wire = new Wire(golden.dialect());
        octets[1] |= (byte) 0xfc;

        assertThat(wire.decode(golden.message().protocol(), octets, 0, octets.length))
                .isEqualTo(new Decoded.Accepted(golden.message(), List.of()));
    }

    @Test
    @Requirement({"ASAP-018", "ASAP-019"})
    void aRegistrationResponseTellsRejectionFromWarning() {
        var cause = new ErrorCause(CauseCode.UNKNOWN_POOL_HANDLE);

        assertThat(message(asap(Octets.asap(0x03, 1, POOL, ID, UNKNOWN_POOL))))
                .isEqualTo(response(true, List.of(cause)));
        assertThat(message(asap(Octets.asap(0x03, 0, POOL, ID, UNKNOWN_POOL))))
                .isEqualTo(response(false, List.of(cause)));
        assertThat(message(asap(Octets.asap(0x03, 1, POOL, ID))))
                .isEqualTo(response(true, List.of()));
        assertThat(message(asap(Octets.asap(0x03, 0, POOL, ID))))
                .isEqualTo(response(false, List.of()));
        assertThat(new Wire(Dialect.RFC).encode(response(true, List.of(cause))))
                .isEqualTo(Octets.asap(0x03, 1, POOL, ID, UNKNOWN_POOL));
    }

    private static AsapMessage response(boolean rejected, List<ErrorCause> errors) {
        return new AsapMessage.RegistrationResponse(Golden.ECHO1, Golden.ELEMENT, rejected, errors);
    }

    @Test
    @Requirement({"ASAP-020", "ASAP-021"})
    void aDeregistrationResponseIsNegativeByItsOperationError() {
        var negative =
                new AsapMessage.DeregistrationResponse(
                        Golden.ECHO1,
                        Golden.ELEMENT,
                        List.of(new ErrorCause(CauseCode.UNKNOWN_POOL_HANDLE)));

        assertThat(message(asap(Octets.asap(0x04, 0, POOL, ID, UNKNOWN_POOL)))).isEqualTo(negative);
        assertThat(message(asap(Octets.asap(0x04, 0, POOL, ID))))
                .isEqualTo(
                        new AsapMessage.DeregistrationResponse(
                                Golden.ECHO1, Golden.ELEMENT, List.of()));
        assertThat(new Wire(Dialect.RFC).encode(negative))
                .isEqualTo(Octets.asap(0x04, 0, POOL, ID, UNKNOWN_POOL));
    }

    @Test
    @Requirement("ASAP-022")
    void theSBitAsksForUpdates() {
        var subscribing =
                new AsapMessage.HandleResolution(Golden.ECHO1, true, OptionalLong.empty());

        assertThat(message(asap(Octets.asap(0x05, 1, POOL)))).isEqualTo(subscribing);
        assertThat(message(asap(Octets.asap(0x05, 0, POOL))))
                .isEqualTo(new AsapMessage.HandleResolution(Golden.ECHO1));
        assertThat(new Wire(Dialect.RFC).encode(subscribing).at(1)).isEqualTo((byte) 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 0x7fffffffL, 0x80000000L, 0xffffffffL})
    void theHandleResolutionOptionIsUnsigned(long items) {
        var message = new AsapMessage.HandleResolution(Golden.ECHO1, false, OptionalLong.of(items));

        var octets = new Wire(Dialect.RSPLIB).encode(message);

        assertThat(octets.toHex()).endsWith("803f0008%08x".formatted(items));
        assertThat(message(asap(octets))).isEqualTo(message);
    }

    @Test
    @Requirement("ASAP-025")
    void theABitSaysThatUpdatesWillCome() {
        for (boolean updates : new boolean[] {true, false}) {
            var octets = Octets.asap(0x06, updates ? 1 : 0, POOL, POLICY, element(SCTP, POLICY));

            var response = (AsapMessage.HandleResolutionResponse) message(asap(octets));

            assertThat(response.updates()).isEqualTo(updates);
            assertThat(new Wire(Dialect.RFC).encode(response)).isEqualTo(octets);
        }
    }

    @Test
    @Requirement({"ASAP-026", "ASAP-027", "ASAP-028", "ASAP-029"})
    void thePolicyOfThePoolIsNotThatOfItsElements() {
        var leastUsed = hex("0008 000c 40000001 80000000");
        var priority = hex("0008 000c 00000005 00000001");

        var without =
                (AsapMessage.HandleResolutionResponse)
                        message(asap(Octets.asap(0x06, 0, POOL, element(SCTP, leastUsed))));
        var with =
                (AsapMessage.HandleResolutionResponse)
                        message(
                                asap(
                                        Octets.asap(
                                                0x06,
                                                0,
                                                POOL,
                                                priority,
                                                element(SCTP, leastUsed))));

        assertThat(without.policy()).isEmpty();
        assertThat(with.policy()).contains(new PolicyInfo(PolicyType.PRIORITY, 1));
        assertThat(with.elements().getFirst().policy())
                .isEqualTo(new PolicyInfo(PolicyType.LEAST_USED, 0x80000000L));
        assertThat(with.elements()).isEqualTo(without.elements());
    }

    @Test
    @Requirement({"ASAP-030", "ASAP-032"})
    void aResponseWithNeitherElementNorErrorIsInvalid() {
        assertDiscarded(asap(Octets.asap(0x06, 0, POOL)), invalid(Bytes.EMPTY));
        assertDiscarded(asap(Octets.asap(0x06, 0, POOL, POLICY)), invalid(Bytes.EMPTY));
    }

    @Test
    @Requirement({"ASAP-026", "ASAP-031", "ASAP-032"})
    void anOperationErrorMakesAResponseNegativeWhateverElseItHolds() {
        var negative = message(asap(Octets.asap(0x06, 0, POOL, UNKNOWN_POOL)));

        assertThat(negative)
                .isEqualTo(
                        AsapMessage.HandleResolutionResponse.negative(
                                Golden.ECHO1, new ErrorCause(CauseCode.UNKNOWN_POOL_HANDLE)));
        assertThat(
                        message(
                                asap(
                                        Octets.asap(
                                                0x06,
                                                0,
                                                POOL,
                                                POLICY,
                                                element(SCTP, POLICY),
                                                UNKNOWN_POOL))))
                .isEqualTo(negative);
    }

    @Test
    void elementsKeepTheirOrder() {
        var octets =
                Octets.asap(
                        0x06,
                        0,
                        element(SCTP, POLICY),
                        POOL,
                        Octets.tlv(0x000a, hex("00000002 00000000 0000012c"), SCTP, POLICY),
                        POLICY,
                        Octets.tlv(0x000a, hex("00000001 00000000 0000012c"), SCTP, POLICY));

        var response = (AsapMessage.HandleResolutionResponse) message(asap(octets));

        assertThat(response.elements())
                .extracting(element -> element.id().value())
                .containsExactly(0x12345678, 2, 1);
    }

    @Test
    @Requirement({"ASAP-034", "ASAP-035"})
    void aKeepAliveNamesTheRegistrarAndPerhapsTheElement() {
        assertThat(message(asap(Octets.asap(0x07, 1, hex("abcd0001"), POOL))))
                .isEqualTo(
                        new AsapMessage.EndpointKeepAlive(
                                Golden.PR1, Golden.ECHO1, true, Optional.empty()));
        assertThat(message(asap(Octets.asap(0x07, 0, hex("abcd0001"), POOL, ID))))
                .isEqualTo(
                        new AsapMessage.EndpointKeepAlive(
                                Golden.PR1, Golden.ECHO1, false, Optional.of(Golden.ELEMENT)));
        assertDiscarded(asap(Octets.asap(0x07, 0, hex("abcd"))), invalid(Bytes.EMPTY));
        assertDiscarded(asap(Octets.asap(0x07, 0, hex("abcd0001"))), invalid(Bytes.EMPTY));
    }

    @Test
    @Requirement("PAR-085")
    void aCookieIsAnyOctetsOrNone() {
        for (String cookie : List.of("", "00", "0009000445", "ff".repeat(1000))) {
            var octets = Octets.asap(0x0b, 0, Octets.tlv(0x000d, hex(cookie)));

            assertThat(message(asap(octets))).isEqualTo(new AsapMessage.Cookie(hex(cookie)));
            assertThat(new Wire(Dialect.RFC).encode(new AsapMessage.Cookie(hex(cookie))))
                    .isEqualTo(octets);
        }
    }

    @Test
    @Requirement("PAR-085")
    void theLargestCookieHas65527Octets() {
        var largest = new AsapMessage.CookieEcho(Bytes.of(new byte[65_527]));

        var octets = new Wire(Dialect.RFC).encode(largest);

        assertThat(octets.size()).isEqualTo(Wire.MAX_SIZE);
        assertThat(new Wire(Dialect.RFC).decode(Protocol.ASAP, octets))
                .isEqualTo(new Decoded.Accepted(largest, List.of()));
    }

    @Test
    void aBusinessCardNamesAtLeastOneElement() {
        assertDiscarded(asap(Octets.asap(0x0d, 0, POOL)), invalid(Bytes.EMPTY));
    }

    @Test
    @Requirement("PAR-086")
    void aPeIdentifierHasFourOctets() {
        assertThat(message(asap(Octets.asap(0x08, 0, POOL, hex("000e 0008 ffffffff")))))
                .isEqualTo(new AsapMessage.EndpointKeepAliveAck(Golden.ECHO1, new ElementId(-1)));
        for (String digits :
                List.of("000e 0004", "000e 0007 123456", "000e 000c 12345678 00000000")) {
            assertDiscarded(asap(Octets.asap(0x08, 0, POOL, hex(digits))), invalid(hex(digits)));
        }
    }
}

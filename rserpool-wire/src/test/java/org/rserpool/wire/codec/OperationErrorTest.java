package org.rserpool.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.wire.codec.Decoding.ID;
import static org.rserpool.wire.codec.Decoding.POOL;
import static org.rserpool.wire.codec.Decoding.asap;
import static org.rserpool.wire.codec.Decoding.assertDiscarded;
import static org.rserpool.wire.codec.Decoding.enrp;
import static org.rserpool.wire.codec.Decoding.invalid;
import static org.rserpool.wire.codec.Decoding.message;
import static org.rserpool.wire.codec.Octets.hex;
import static org.rserpool.wire.codec.Octets.tlv;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.EnrpMessage;

/** The Operation Error parameter and its causes. */
final class OperationErrorTest {

    @ParameterizedTest
    @CsvSource({
        "0000, '', unspecified error",
        "0001, 4123000811223344, unrecognized parameter",
        "0002, 41000004, unrecognized message",
        "0003, 000e000812345678, invalid values",
        "0004, '', non-unique PE identifier",
        "0005, 0008000800000001, inconsistent pooling policy",
        "0006, '', lack of resources",
        "0007, 0004001013890000 00010008c0000201, inconsistent transport type",
        "0008, '', inconsistent data/control configuration",
        "0009, '', unknown pool handle",
        "000a, '', rejected due to security considerations",
        "000b, aa, 0x000b",
        "100b, '', unsupported pool policy (RSPLIB)",
        "ffff, aabbcc, 0xffff"
    })
    @Requirement({
        "PAR-070",
        "PAR-071",
        "PAR-072",
        "PAR-073",
        "PAR-074",
        "PAR-076",
        "PAR-077",
        "PAR-078",
        "PAR-079",
        "PAR-080",
        "PAR-081",
        "PAR-082",
        "PAR-083",
        "PAR-084",
        "ENRP-032"
    })
    void aCauseComesThroughWithItsCodeAndInformation(String code, String information, String name) {
        var cause = new ErrorCause(new CauseCode(Integer.parseInt(code, 16)), hex(information));
        var parameter = tlv(0x000c, tlv(Integer.parseInt(code, 16), hex(information)));

        var inAsap = Octets.asap(0x0e, 0, parameter);
        var inEnrp = Octets.enrp(0x0a, 0, parameter);

        assertThat(cause.code()).hasToString(name);
        assertThat(message(asap(inAsap))).isEqualTo(new AsapMessage.AsapError(List.of(cause)));
        assertThat(new Wire(Dialect.RFC).encode(new AsapMessage.AsapError(List.of(cause))))
                .isEqualTo(inAsap);
        var error = new EnrpMessage.EnrpError(Golden.PR1, Golden.PR2, List.of(cause));
        assertThat(message(enrp(inEnrp))).isEqualTo(error);
        assertThat(new Wire(Dialect.RFC).encode(error)).isEqualTo(inEnrp);
    }

    @Test
    @Requirement({"PAR-070", "PAR-071", "PAR-075"})
    void severalCausesKeepTheirOrder() {
        var octets =
                Octets.asap(
                        0x03,
                        1,
                        POOL,
                        ID,
                        hex(
                                "000c 0020 0001 0009 4123 0005 aa 000000"
                                        + "0003 0008 000e 0008 0009 0004 0000 0004"));

        var response = (AsapMessage.RegistrationResponse) message(asap(octets));

        assertThat(response.errors())
                .containsExactly(
                        new ErrorCause(CauseCode.UNRECOGNIZED_PARAMETER, hex("4123 0005 aa")),
                        new ErrorCause(CauseCode.INVALID_VALUES, hex("000e 0008")),
                        new ErrorCause(CauseCode.UNKNOWN_POOL_HANDLE),
                        new ErrorCause(CauseCode.UNSPECIFIED_ERROR));
        assertThat(new Wire(Dialect.RFC).encode(response)).isEqualTo(octets);
    }

    @Test
    @Requirement("PAR-070")
    void anOperationErrorWithoutCauseIsInvalid() {
        for (String digits : List.of("000c 0004", "000c 0006 0009")) {
            assertDiscarded(
                    asap(Octets.asap(0x03, 1, POOL, ID, hex(digits))), invalid(hex(digits)));
        }
    }

    @Test
    @Requirement("PAR-071")
    void aCauseOfImpossibleLengthIsInvalid() {
        for (String digits : List.of("000c 0008 0009 0003", "000c 0008 0009 0005")) {
            assertDiscarded(
                    asap(Octets.asap(0x04, 0, POOL, ID, hex(digits))), invalid(hex(digits)));
        }
    }

    @Test
    @Requirement("PAR-079")
    void thePolicyOfThePoolIsCarriedAsItsParameter() {
        var wire = new Wire(Dialect.RFC);
        var cause =
                new ErrorCause(
                        CauseCode.INCONSISTENT_POOLING_POLICY, wire.encode(PolicyInfo.ROUND_ROBIN));

        assertThat(wire.encode(new AsapMessage.AsapError(List.of(cause))))
                .isEqualTo(hex("0e00 0014 000c 0010 0005 000c 0008 0008 00000001"));
    }

    @Test
    @Requirement("PAR-081")
    void theTransportOfThePoolIsCarriedAsItsParameter() {
        var wire = new Wire(Dialect.RFC);
        var cause =
                new ErrorCause(
                        CauseCode.INCONSISTENT_TRANSPORT_TYPE, wire.encode(Golden.TWO_ADDRESSES));

        assertThat(wire.encode(new AsapMessage.AsapError(List.of(cause))))
                .isEqualTo(
                        Octets.asap(
                                0x0e,
                                0,
                                tlv(
                                        0x000c,
                                        tlv(
                                                0x0007,
                                                Bytes.of(
                                                        Golden.octets(
                                                                "parameter-sctp-transport"))))));
    }
}

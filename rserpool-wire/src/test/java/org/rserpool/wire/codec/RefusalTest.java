package org.rserpool.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.wire.codec.Decoding.ID;
import static org.rserpool.wire.codec.Decoding.POLICY;
import static org.rserpool.wire.codec.Decoding.POOL;
import static org.rserpool.wire.codec.Decoding.SCTP;
import static org.rserpool.wire.codec.Decoding.asap;
import static org.rserpool.wire.codec.Decoding.assertDiscarded;
import static org.rserpool.wire.codec.Decoding.assertRefused;
import static org.rserpool.wire.codec.Decoding.element;
import static org.rserpool.wire.codec.Decoding.invalid;
import static org.rserpool.wire.codec.Decoding.registration;
import static org.rserpool.wire.codec.Decoding.unrecognized;
import static org.rserpool.wire.codec.Octets.hex;
import static org.rserpool.wire.codec.Octets.tlv;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.message.AsapMessage;

/** A request with impossible values is refused by its own response, if that can be addressed. */
final class RefusalTest {

    private static final Bytes BAD_LIFE = hex("12345678 00000000 00000000");

    @Test
    @Requirement({"PAR-077", "ASAP-083", "ASAP-084"})
    void aRegistrationIsRefusedByItsResponse() {
        var element = tlv(0x000a, BAD_LIFE, SCTP, POLICY);

        var decoded = asap(Octets.asap(0x01, 0, POOL, element));

        assertThat(decoded)
                .isEqualTo(
                        new Decoded.Refused(
                                new AsapMessage.RegistrationResponse(
                                        Golden.ECHO1,
                                        Golden.ELEMENT,
                                        true,
                                        List.of(invalid(element))),
                                "ASAP_REGISTRATION: Registration Life is positive or -1, not 0"));
    }

    @Test
    @Requirement({"PAR-077", "ASAP-103"})
    void aDeregistrationIsRefusedByItsResponse() {
        var other = hex("000e 0008 00000001");

        var decoded = asap(Octets.asap(0x02, 0, POOL, ID, other));

        assertThat(((Decoded.Refused) decoded).answer())
                .isEqualTo(
                        new AsapMessage.DeregistrationResponse(
                                Golden.ECHO1, Golden.ELEMENT, List.of(invalid(other))));
    }

    @Test
    @Requirement("PAR-077")
    void aHandleResolutionIsRefusedByItsResponse() {
        var option = hex("803f 0006 0000");

        var decoded = asap(Octets.asap(0x05, 1, POOL, option));

        assertThat(((Decoded.Refused) decoded).answer())
                .isEqualTo(
                        AsapMessage.HandleResolutionResponse.negative(
                                Golden.ECHO1, invalid(option)));
    }

    @Test
    void aRepeatedParameterIsRefusedInTheNameOfTheFirst() {
        var other = hex("0009 0008 45454545");
        var second = tlv(0x000a, hex("00000001 00000000 0000012c"), SCTP, POLICY);

        assertRefused(asap(Octets.asap(0x01, 0, POOL, other, element(SCTP, POLICY))), other);
        assertRefused(asap(Octets.asap(0x01, 0, POOL, element(SCTP, POLICY), second)), second);
        assertThat(((Decoded.Refused) asap(Octets.asap(0x05, 0, POOL, other))).answer())
                .isEqualTo(
                        AsapMessage.HandleResolutionResponse.negative(
                                Golden.ECHO1, invalid(other)));
    }

    @Test
    void aRequestThatIsBrokenBehindWhatItNamesIsRefused() {
        var broken = hex("0008 0003");

        assertRefused(asap(Octets.asap(0x01, 0, POOL, element(SCTP, POLICY), broken)), Bytes.EMPTY);
        assertThat(((Decoded.Refused) asap(Octets.asap(0x02, 0, POOL, ID, broken))).answer())
                .isEqualTo(
                        new AsapMessage.DeregistrationResponse(
                                Golden.ECHO1, Golden.ELEMENT, List.of(invalid(Bytes.EMPTY))));
        assertThat(((Decoded.Refused) asap(Octets.asap(0x05, 0, POOL, broken))).answer())
                .isEqualTo(
                        AsapMessage.HandleResolutionResponse.negative(
                                Golden.ECHO1, invalid(Bytes.EMPTY)));
    }

    @Test
    void aRequestThatDoesNotNameWhomToAnswerIsDiscardedWithAReport() {
        assertDiscarded(asap(Octets.asap(0x01, 0, POOL)), invalid(Bytes.EMPTY));
        assertDiscarded(asap(Octets.asap(0x01, 0, element(SCTP, POLICY))), invalid(Bytes.EMPTY));
        assertDiscarded(asap(Octets.asap(0x02, 0, POOL)), invalid(Bytes.EMPTY));
        assertDiscarded(asap(Octets.asap(0x02, 0, ID)), invalid(Bytes.EMPTY));
        assertDiscarded(asap(hex("0500 0004")), invalid(Bytes.EMPTY));
        assertDiscarded(
                asap(Octets.asap(0x02, 0, POOL, hex("000e 000a 12345678 9abc"))),
                invalid(hex("000e 000a 12345678 9abc")));
        assertDiscarded(
                asap(Octets.asap(0x02, 0, POOL, hex("000e 0006 1234"))),
                invalid(hex("000e 0006 1234")));
    }

    @Test
    void anEmptyPoolHandleIsReportedBecauseNoAnswerCanNameIt() {
        var empty = hex("0009 0004");

        assertDiscarded(asap(Octets.asap(0x01, 0, empty, element(SCTP, POLICY))), invalid(empty));
        assertDiscarded(asap(Octets.asap(0x02, 0, empty, ID)), invalid(empty));
        assertDiscarded(asap(Octets.asap(0x05, 0, empty)), invalid(empty));
        assertDiscarded(asap(Octets.asap(0x09, 0, empty, ID)), invalid(empty));
    }

    @Test
    void whatIsToBeReportedBesideTheRefusalGoesWithIt() {
        var unknown = hex("c123 0005 aa");
        var element = tlv(0x000a, BAD_LIFE, SCTP, POLICY);

        var decoded = asap(Octets.asap(0x01, 0, unknown, POOL, element));

        assertThat(
                        ((AsapMessage.RegistrationResponse) ((Decoded.Refused) decoded).answer())
                                .errors())
                .containsExactly(invalid(element), unrecognized(unknown));
    }

    @Test
    void messagesThatHaveNoNegativeResponseAreDiscardedWithAReport() {
        var bad = tlv(0x000a, BAD_LIFE, SCTP, POLICY);

        assertDiscarded(asap(Octets.asap(0x06, 0, POOL, bad)), invalid(bad));
        assertDiscarded(asap(Octets.asap(0x0d, 0, POOL, bad)), invalid(bad));
        assertDiscarded(asap(Octets.asap(0x03, 0, POOL, ID, ID)), invalid(ID));
        assertDiscarded(asap(Octets.asap(0x04, 0, POOL, ID, ID)), invalid(ID));
        assertDiscarded(asap(Octets.asap(0x07, 0, hex("abcd0001"), POOL, POOL)), invalid(POOL));
        assertDiscarded(asap(Octets.asap(0x08, 0, POOL)), invalid(Bytes.EMPTY));
        assertDiscarded(asap(Octets.asap(0x09, 0, ID)), invalid(Bytes.EMPTY));
        assertDiscarded(asap(Octets.asap(0x0b, 0, hex("8000 0004"))), invalid(Bytes.EMPTY));
        assertDiscarded(asap(hex("0a00 0006 abcd")), invalid(Bytes.EMPTY));
    }

    @Test
    void whatDoesNotFitIntoTheAnswerIsLeftOut() {
        var transport = tlv(0x0004, hex("1389 0009"), Bytes.of(new byte[60_000]));
        var pool = tlv(0x0009, Bytes.of(new byte[5_000]));

        var decoded = asap(Octets.asap(0x01, 0, pool, element(transport, POLICY)));

        // The zeros in it are parameters shorter than a header, so it is broken.
        assertThat(((Decoded.Refused) decoded).answer())
                .isEqualTo(
                        new AsapMessage.RegistrationResponse(
                                PoolHandle.of(Bytes.of(new byte[5_000])),
                                Golden.ELEMENT,
                                true,
                                List.of(invalid(transport))));

        var larger = tlv(0x0009, Bytes.of(new byte[65_480]));
        var broken = hex("000a 0008 00000007");
        assertThat(((Decoded.Refused) asap(Octets.asap(0x01, 0, larger, broken))).answer())
                .isEqualTo(
                        new AsapMessage.RegistrationResponse(
                                PoolHandle.of(Bytes.of(new byte[65_480])),
                                new ElementId(7),
                                true,
                                List.of(invalid(broken))));

        var largest = tlv(0x0009, Bytes.of(new byte[65_508]));
        assertThat(((Decoded.Refused) asap(Octets.asap(0x01, 0, largest, broken))).answer())
                .isEqualTo(
                        new AsapMessage.RegistrationResponse(
                                PoolHandle.of(Bytes.of(new byte[65_508])),
                                new ElementId(7),
                                true,
                                List.of(invalid(Bytes.EMPTY))));
    }

    @Test
    void whereNoAnswerFitsTheRequestIsDiscardedWithAReport() {
        var pool = tlv(0x0009, Bytes.of(new byte[65_520]));
        var option = hex("803f 0004");

        assertDiscarded(asap(Octets.asap(0x05, 0, pool, option)), invalid(option));
    }

    @Test
    void aRequestInWhichSomethingStopsTheDecodingIsNotRefused() {
        var unknown = hex("4123 0004");

        assertDiscarded(asap(registration(SCTP, POLICY, unknown)), unrecognized(unknown));
        assertDiscarded(asap(registration(SCTP, POLICY, hex("0123 0004"))));
    }

    @Test
    void aTruncatedRequestIsNotRefused() {
        var whole = registration(SCTP, POLICY).toArray();

        assertDiscarded(asap(Bytes.copyOf(whole, 0, whole.length - 4)), invalid(Bytes.EMPTY));
        assertThat(asap(Bytes.of(whole))).isInstanceOf(Decoded.Accepted.class);
    }
}

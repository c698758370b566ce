package org.rserpool.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.wire.codec.Decoding.POLICY;
import static org.rserpool.wire.codec.Decoding.POOL;
import static org.rserpool.wire.codec.Decoding.SCTP;
import static org.rserpool.wire.codec.Decoding.asap;
import static org.rserpool.wire.codec.Decoding.assertDiscarded;
import static org.rserpool.wire.codec.Decoding.assertRefused;
import static org.rserpool.wire.codec.Decoding.element;
import static org.rserpool.wire.codec.Decoding.enrp;
import static org.rserpool.wire.codec.Decoding.handleUpdate;
import static org.rserpool.wire.codec.Decoding.invalid;
import static org.rserpool.wire.codec.Decoding.registered;
import static org.rserpool.wire.codec.Decoding.registration;
import static org.rserpool.wire.codec.Octets.hex;
import static org.rserpool.wire.codec.Octets.tlv;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportUse;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.Protocol;

/** The Pool Element parameter: its fields, what it holds and in which order. */
final class PoolElementTest {

    private static final Bytes ASAP_TRANSPORT = hex("0004 0010 2710 0000 0001 0008 c0000209");

    @Test
    @Requirement({"PAR-060", "PAR-061", "PAR-064", "PAR-065", "PAR-067", "PAR-068", "ASAP-055"})
    void fieldsAndParametersAreFoundInTheirPlaces() {
        var element = registered(asap(registration(SCTP, POLICY, ASAP_TRANSPORT))).element();

        assertThat(element)
                .isEqualTo(
                        new PoolElementInfo(
                                        new ElementId(0x12345678),
                                        RegistrationLife.ofSeconds(300),
                                        Golden.sctp(5001, TransportUse.DATA_ONLY, "192.0.2.1"),
                                        PolicyInfo.ROUND_ROBIN)
                                .withAsapTransport(
                                        Golden.sctp(10_000, TransportUse.DATA_ONLY, "192.0.2.9")));
        assertThat(element.home()).isEqualTo(RegistrarId.NONE);
        assertThat(registered(asap(registration(SCTP, POLICY))).element().asapTransport())
                .isEmpty();
    }

    @Test
    @Requirement({"PAR-060", "PAR-061"})
    void identifiersAreUnsigned() {
        var octets = tlv(0x000a, hex("ffffffff fffffffe 0000012c"), SCTP, POLICY);

        var element = registered(asap(Octets.asap(0x01, 0, POOL, octets))).element();

        assertThat(element.id()).hasToString("0xffffffff").isGreaterThan(new ElementId(1));
        assertThat(element.home()).hasToString("0xfffffffe").isGreaterThan(new RegistrarId(1));
        assertThat(new Wire(Dialect.RFC).encode(element)).isEqualTo(octets);
    }

    @Test
    void anIdentifierOf0IsLeftToTheRegistrar() {
        var octets = tlv(0x000a, hex("00000000 00000000 0000012c"), SCTP, POLICY);

        assertThat(registered(asap(Octets.asap(0x01, 0, POOL, octets))).element().id())
                .isEqualTo(new ElementId(0));
    }

    @ParameterizedTest
    @CsvSource({
        "RFC, 00000001, 1000",
        "RFC, 0000012c, 300000",
        "RFC, 7fffffff, 2147483647000",
        "RFC, ffffffff, -1",
        "RSPLIB, 00000001, 1",
        "RSPLIB, 00015f90, 90000",
        "RSPLIB, 7fffffff, 2147483647",
        "RSPLIB, 80000000, 2147483648",
        "RSPLIB, fffffffe, 4294967294",
        "RSPLIB, ffffffff, -1"
    })
    @Requirement({"PAR-062", "ASAP-048"})
    void aLifeIsInSecondsOrInTheUnitOfTheDialect(String name, String field, long milliseconds) {
        var dialect = name.equals("RFC") ? Dialect.RFC : Dialect.RSPLIB;
        var octets = tlv(0x000a, hex("12345678 00000000 " + field), SCTP, POLICY);

        var decoded = new Wire(dialect).decode(Protocol.ASAP, Octets.asap(0x01, 0, POOL, octets));

        assertThat(registered(decoded).element().life().milliseconds()).isEqualTo(milliseconds);
        assertThat(new Wire(dialect).encode(registered(decoded).element())).isEqualTo(octets);
    }

    @ParameterizedTest
    @CsvSource({
        "RFC, 1, 1",
        "RFC, 999, 1",
        "RFC, 1001, 2",
        "RFC, 299999, 300",
        "RFC, 2147483646001, 2147483647",
        "RFC, 2147483647000, 2147483647",
        "RFC, 2147483647001, -1",
        "RFC, 9223372036854775807, -1",
        "RSPLIB, 999, 999",
        "RSPLIB, 4294967294, -2",
        "RSPLIB, 4294967295, -1",
        "RSPLIB, 9223372036854775807, -1"
    })
    @Requirement("PAR-062")
    void aLifeIsNeverSentShorterThanItIs(String name, long milliseconds, int field) {
        var element =
                new PoolElementInfo(
                        Golden.ELEMENT,
                        new RegistrationLife(milliseconds),
                        Golden.TWO_ADDRESSES,
                        PolicyInfo.ROUND_ROBIN);

        var octets =
                new Wire(name.equals("RFC") ? Dialect.RFC : Dialect.RSPLIB)
                        .encode(element)
                        .toBuffer();

        assertThat(octets.getInt(12)).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "fffffffe", "80000000"})
    @Requirement({"PAR-062", "PAR-077"})
    void aLifeThatCannotBeIsRefused(String field) {
        var octets = tlv(0x000a, hex("12345678 00000000 " + field), SCTP, POLICY);

        assertRefused(asap(Octets.asap(0x01, 0, POOL, octets)), octets);
        assertDiscarded(
                enrp(Octets.enrp(0x04, 0, hex("0000 0000"), POOL, octets)), invalid(octets));
    }

    @Test
    @Requirement({"PAR-063", "PAR-065", "PAR-077"})
    void anElementWithoutUserTransportOrPolicyIsRefused() {
        for (Bytes parameters : List.of(SCTP, POLICY, hex(""), hex("8123 0004"))) {
            assertRefused(asap(registration(parameters)), element(parameters));
            assertDiscarded(enrp(handleUpdate(parameters)), invalid(element(parameters)));
        }
    }

    @Test
    @Requirement({"PAR-063", "PAR-077"})
    void anElementWithTwoUserTransportsIsRefused() {
        var udp = hex("0006 0010 1389 0000 0001 0008 c0000201");

        assertRefused(asap(registration(SCTP, udp, POLICY)), udp);
        assertRefused(asap(registration(SCTP, SCTP, POLICY)), SCTP);
        assertRefused(asap(registration(SCTP, SCTP, POLICY, ASAP_TRANSPORT)), SCTP);
        assertRefused(asap(registration(SCTP, POLICY, ASAP_TRANSPORT, udp)), udp);
        assertRefused(asap(registration(SCTP, POLICY, udp)), udp);
    }

    @Test
    @Requirement({"PAR-065", "PAR-077"})
    void anElementWithTwoPoliciesIsRefused() {
        var second = hex("0008 000c 00000002 00000003");

        assertRefused(asap(registration(SCTP, POLICY, second)), second);
    }

    @Test
    void otherOrdersAreUnderstoodWhereTheyMeanTheSame() {
        var expected = registered(asap(registration(SCTP, POLICY)));

        assertThat(registered(asap(registration(POLICY, SCTP)))).isEqualTo(expected);
        assertThat(registered(asap(registration(POLICY, SCTP, ASAP_TRANSPORT))))
                .isEqualTo(registered(asap(registration(SCTP, POLICY, ASAP_TRANSPORT))));
        assertThat(registered(asap(Octets.asap(0x01, 0, element(SCTP, POLICY), POOL))))
                .isEqualTo(expected);
    }

    @Test
    void anElementShorterThanItsFieldsTellsWhomToAnswerIfItHasItsIdentifier() {
        var withIdentifier = hex("000a 000a 12345678 0000");

        assertRefused(asap(Octets.asap(0x01, 0, POOL, withIdentifier)), withIdentifier);
        assertDiscarded(
                asap(Octets.asap(0x01, 0, POOL, hex("000a 0007 123456"))),
                invalid(hex("000a 0007 123456")));
        assertDiscarded(
                asap(Octets.asap(0x01, 0, POOL, hex("000a 0004"))), invalid(hex("000a 0004")));
    }

    @Test
    @Requirement({"PAR-066", "PAR-067"})
    void theAsapTransportMayBeElsewhereThanTheUserTransport() {
        var element = registered(asap(registration(SCTP, POLICY, ASAP_TRANSPORT))).element();

        assertThat(element.userTransport().addresses())
                .containsExactly(IpAddress.parse("192.0.2.1"));
        assertThat(element.asapTransport().map(TransportAddress::addresses))
                .contains(List.of(IpAddress.parse("192.0.2.9")));
    }

    @Test
    void whatIsWrongInTheAsapTransportIsRefusedToo() {
        var asapTransport = hex("0004 0010 2710 0007 0001 0008 c0000209");

        assertRefused(asap(registration(SCTP, POLICY, asapTransport)), asapTransport);
    }

    @Test
    void elementsOfOneMessageShareTheirHomeRegistrar() {
        var one = tlv(0x000a, hex("00000001 abcd0001 0000012c"), SCTP, POLICY);
        var two = tlv(0x000a, hex("00000002 abcd0001 0000012c"), SCTP, POLICY);
        var other = tlv(0x000a, hex("00000003 abcd0002 0000012c"), SCTP, POLICY);

        var card = Decoding.message(asap(Octets.asap(0x0d, 0, POOL, one, two, other, one)));

        assertThat(((AsapMessage.BusinessCard) card).elements())
                .extracting(element -> element.home().value())
                .containsExactly(0xabcd0001, 0xabcd0001, 0xabcd0002, 0xabcd0001);
    }
}

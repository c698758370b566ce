package org.rserpool.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rserpool.wire.TransportUse.DATA_ONLY;
import static org.rserpool.wire.TransportUse.DATA_PLUS_CONTROL;
import static org.rserpool.wire.codec.Decoding.POLICY;
import static org.rserpool.wire.codec.Decoding.asap;
import static org.rserpool.wire.codec.Decoding.assertDiscarded;
import static org.rserpool.wire.codec.Decoding.assertRefused;
import static org.rserpool.wire.codec.Decoding.enrp;
import static org.rserpool.wire.codec.Decoding.handleUpdate;
import static org.rserpool.wire.codec.Decoding.invalid;
import static org.rserpool.wire.codec.Decoding.message;
import static org.rserpool.wire.codec.Decoding.registered;
import static org.rserpool.wire.codec.Decoding.registration;
import static org.rserpool.wire.codec.Decoding.updated;
import static org.rserpool.wire.codec.Octets.hex;
import static org.rserpool.wire.codec.Octets.tlv;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.ServerInformation;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportUse;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.Protocol;

/** Addresses and transports. */
final class TransportTest {

    private static final Bytes V4 = hex("0001 0008 c0000201");
    private static final Bytes V6 = hex("0002 0014 20010db8 00000000 00000000 00000001");
    private static final IpAddress ADDRESS_4 = IpAddress.parse("192.0.2.1");
    private static final IpAddress ADDRESS_6 = IpAddress.parse("2001:db8::1");

    record Layout(String octets, TransportAddress transport) {}

    static Stream<Layout> layouts() {
        return Stream.of(
                new Layout(
                        "0003 0014 1389 0000 cafebabe" + V4,
                        new TransportAddress.Dccp(5001, 0xcafebabe, ADDRESS_4)),
                new Layout(
                        "0003 0020 1389 0000 cafebabe" + V6,
                        new TransportAddress.Dccp(5001, 0xcafebabe, ADDRESS_6)),
                new Layout(
                        "0004 0010 1389 0000" + V4,
                        new TransportAddress.Sctp(5001, DATA_ONLY, List.of(ADDRESS_4))),
                new Layout(
                        "0004 0038 1389 0001" + V6 + V4 + V6,
                        new TransportAddress.Sctp(
                                5001, DATA_PLUS_CONTROL, List.of(ADDRESS_6, ADDRESS_4, ADDRESS_6))),
                new Layout("0005 0010 1389 0000" + V4, new TransportAddress.Tcp(5001, ADDRESS_4)),
                new Layout("0005 001c ffff 0000" + V6, new TransportAddress.Tcp(65535, ADDRESS_6)),
                new Layout("0006 0010 1389 0000" + V4, new TransportAddress.Udp(5001, ADDRESS_4)),
                new Layout("0006 001c 1389 0000" + V6, new TransportAddress.Udp(5001, ADDRESS_6)),
                new Layout(
                        "0007 0010 1389 0000" + V4, new TransportAddress.UdpLite(5001, ADDRESS_4)),
                new Layout(
                        "0007 001c 1389 0000" + V6, new TransportAddress.UdpLite(5001, ADDRESS_6)),
                new Layout(
                        "0010 000b 00112233445566",
                        new TransportAddress.Opaque(hex("00112233445566"))),
                new Layout("0010 0004", new TransportAddress.Opaque(Bytes.EMPTY)));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    @Requirement({
        "PAR-015", "PAR-028", "PAR-029", "PAR-030", "PAR-031", "PAR-032", "PAR-035", "PAR-036",
        "PAR-039", "PAR-040", "PAR-041", "PAR-044", "PAR-045", "PAR-048", "PAR-049", "PAR-064",
        "PAR-088"
    })
    void aTransportHasTheLayoutOfTheRfcInBothDirections(Layout layout) {
        var octets = hex(layout.octets());

        assertThat(new Wire(Dialect.RFC).encode(layout.transport())).isEqualTo(octets);
        assertThat(registered(asap(registration(octets, POLICY))).element().userTransport())
                .isEqualTo(layout.transport());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0003", "0005", "0006", "0007"})
    @Requirement({
        "PAR-033", "PAR-034", "PAR-042", "PAR-043", "PAR-046", "PAR-047", "PAR-050", "PAR-051"
    })
    void transportsOtherThanSctpAreForDataOnlyWhateverTheirReservedFieldSays(String type) {
        var service = type.equals("0003") ? hex("cafebabe") : Bytes.EMPTY;
        for (String reserved : List.of("0000", "0001", "ffff")) {
            var transport = tlv(Integer.parseInt(type, 16), hex("1389" + reserved), service, V4);

            assertThat(
                            registered(asap(registration(transport, POLICY)))
                                    .element()
                                    .userTransport()
                                    .use())
                    .isEqualTo(DATA_ONLY);
        }
    }

    @Test
    void theReservedFieldOfTcpIsItsUseInTheDialectsThatHaveIt() {
        var transport = new TransportAddress.Tcp(5001, DATA_PLUS_CONTROL, ADDRESS_4);
        var octets = hex("0005 0010 1389 0001" + V4);

        for (Dialect dialect : List.of(Dialect.EXTENDED, Dialect.RSPLIB)) {
            assertThat(new Wire(dialect).encode(transport)).isEqualTo(octets);
            assertThat(useOfTcp(dialect, 1)).isEqualTo(DATA_PLUS_CONTROL);
            assertThat(useOfTcp(dialect, 0)).isEqualTo(DATA_ONLY);
            assertThat(useOfTcp(dialect, 2)).isEqualTo(DATA_ONLY);
        }
        assertThat(new Wire(Dialect.RFC).encode(transport))
                .isEqualTo(hex("0005 0010 1389 0000" + V4));
        assertThat(useOfTcp(Dialect.RFC, 1)).isEqualTo(DATA_ONLY);
    }

    private static TransportUse useOfTcp(Dialect dialect, int reserved) {
        var registration = registration(tlv(0x0005, hex("1389 000" + reserved), V4), POLICY);
        return registered(new Wire(dialect).decode(Protocol.ASAP, registration))
                .element()
                .userTransport()
                .use();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0002", "0100", "ffff"})
    @Requirement({"PAR-037", "PAR-077"})
    void aTransportUseOtherThan0And1IsRefused(String use) {
        var transport = tlv(0x0004, hex("1389" + use), V4);

        assertRefused(asap(registration(transport, POLICY)), transport);
        assertDiscarded(enrp(handleUpdate(transport, POLICY)), invalid(transport));
    }

    @Test
    @Requirement({"PAR-038", "PAR-077"})
    void anSctpTransportWithoutAddressIsRefused() {
        var transport = hex("0004 0008 1389 0000");

        assertRefused(asap(registration(transport, POLICY)), transport);
        var skipped = tlv(0x0004, hex("1389 0000"), hex("8123 0004"));
        assertRefused(asap(registration(skipped, POLICY)), skipped);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0003, 0x0005, 0x0006, 0x0007})
    @Requirement({"PAR-032", "PAR-041", "PAR-045", "PAR-049", "PAR-077"})
    void anotherTransportWithoutAddressOrWithTwoIsRefused(int type) {
        var fields = type == 0x0003 ? hex("1389 0000 cafebabe") : hex("1389 0000");
        for (Bytes transport : List.of(tlv(type, fields), tlv(type, fields, V4, V6))) {
            assertRefused(asap(registration(transport, POLICY)), transport);
        }
    }

    @Test
    @Requirement({"PAR-028", "PAR-029", "PAR-077"})
    void anAddressOfAnotherLengthIsRefused() {
        for (Bytes address :
                List.of(
                        hex("0001 0007 c00002"),
                        hex("0001 0009 c0000201 00"),
                        hex("0001 0004"),
                        hex("0002 0008 20010db8"),
                        hex("0002 0013 20010db8 00000000 00000000 000000"),
                        hex("0002 0018 20010db8 00000000 00000000 00000001 00000000"))) {
            assertRefused(
                    asap(registration(tlv(0x0004, hex("1389 0000"), address), POLICY)), address);
        }
    }

    @Test
    void aTransportThatEndsInItsFieldsIsRefused() {
        for (Bytes transport :
                List.of(
                        hex("0004 0006 1389"),
                        hex("0004 0005 13"),
                        hex("0005 0004"),
                        hex("0003 000a 1389 0000 cafe"))) {
            assertRefused(asap(registration(transport, POLICY)), transport);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0001 0008 00000000",
        "0001 0008 e0000001",
        "0001 0008 efffffff",
        "0002 0014 00000000 00000000 00000000 00000000",
        "0002 0014 ff020000 00000000 00000000 00000001",
        "0002 0014 00000000 00000000 0000ffff e0000001",
        "0002 0014 00000000 00000000 0000ffff 00000000"
    })
    @Requirement("PAR-077")
    void anElementCannotBeRegisteredUnderTheAddressOfNoHost(String digits) {
        var address = hex(digits);
        var transport = tlv(0x0004, hex("1389 0000"), V4, address);

        assertRefused(asap(registration(transport, POLICY)), address);
        // Whoever passes the element on has let it register, so that is not the place to refuse.
        assertThat(updated(enrp(handleUpdate(transport, POLICY))).element().userTransport())
                .isInstanceOf(TransportAddress.Sctp.class);
    }

    @Test
    void theAsapTransportOfARegistrationMayNameNoHost() {
        var asapTransport = hex("0004 0010 0f17 0000 0001 0008 00000000");

        assertThat(
                        registered(asap(registration(Decoding.SCTP, POLICY, asapTransport)))
                                .element()
                                .asapTransport())
                .isPresent();
    }

    @Test
    void linkLocalAddressesAreUnderstood() {
        var transport =
                tlv(0x0004, hex("1389 0000"), hex("0002 0014 fe800000 00000000 00000000 00000001"));

        assertThat(
                        registered(asap(registration(transport, POLICY)))
                                .element()
                                .userTransport()
                                .addresses())
                .containsExactly(IpAddress.parse("fe80::1"));
    }

    @Test
    void anIpv4MappedAddressBecomesTheIpv4AddressAndIsSentAsSuch() {
        var transport =
                tlv(0x0004, hex("1389 0000"), hex("0002 0014 00000000 00000000 0000ffff c0000201"));

        var element = registered(asap(registration(transport, POLICY))).element();

        assertThat(element.userTransport().addresses()).containsExactly(ADDRESS_4);
        assertThat(new Wire(Dialect.RFC).encode(element.userTransport()))
                .isEqualTo(hex("0004 0010 1389 0000" + V4));
    }

    @Test
    @Requirement({"PAR-035", "PAR-039"})
    void asManyAddressesAsFitAreUnderstood() {
        var addresses =
                IntStream.range(0, 2000)
                        .mapToObj(i -> (IpAddress) new IpAddress.V4(0x0a000000 + i))
                        .toList();
        var transport = new TransportAddress.Sctp(5001, DATA_ONLY, addresses);
        var octets = new Wire(Dialect.RFC).encode(transport);

        assertThat(octets.size()).isEqualTo(8 + 8 * 2000);
        assertThat(registered(asap(registration(octets, POLICY))).element().userTransport())
                .isEqualTo(transport);
    }

    @Test
    @Requirement("PAR-069")
    void theUseOfARegistrarsTransportIsSentAs0AndIgnored() {
        var server =
                new ServerInformation(
                        new RegistrarId(0xabcd0001),
                        new TransportAddress.Sctp(9901, DATA_PLUS_CONTROL, List.of(ADDRESS_4)));
        var presence =
                new EnrpMessage.Presence(
                        Golden.PR1, Golden.PR2, false, Optional.empty(), Optional.of(server));

        assertThat(new Wire(Dialect.RFC).encode(presence))
                .isEqualTo(
                        Octets.enrp(
                                0x01,
                                0,
                                tlv(0x000b, hex("abcd0001"), tlv(0x0004, hex("26ad 0000"), V4))));
        for (String use : List.of("0000", "0001", "1234")) {
            assertThat(informed(Dialect.RFC, tlv(0x0004, hex("26ad" + use), V4)))
                    .isEqualTo(new TransportAddress.Sctp(9901, DATA_ONLY, List.of(ADDRESS_4)));
        }
    }

    @Test
    @Requirement("PAR-069")
    void aServerInformationHasOneTransport() {
        var transport = tlv(0x0004, hex("26ad 0000"), V4);
        var none = tlv(0x000b, hex("abcd0001"));

        assertDiscarded(enrp(Octets.enrp(0x01, 0, none)), invalid(none));
        assertDiscarded(
                enrp(Octets.enrp(0x01, 0, tlv(0x000b, hex("abcd0001"), transport, transport))),
                invalid(transport));
        assertDiscarded(
                enrp(Octets.enrp(0x01, 0, hex("000b 0006 abcd"))), invalid(hex("000b 0006 abcd")));
    }

    @Test
    @Requirement("PAR-069")
    void aRegistrarIsAtATcpTransportOnlyWhereTcpCarriesControl() {
        var transport = tlv(0x0005, hex("26ad 0001"), V4);
        var tcp = new TransportAddress.Tcp(9901, ADDRESS_4);
        var presence =
                new EnrpMessage.Presence(
                        Golden.PR1,
                        Golden.PR2,
                        false,
                        Optional.empty(),
                        Optional.of(new ServerInformation(Golden.PR1, tcp)));

        assertThat(informed(Dialect.EXTENDED, transport)).isEqualTo(tcp);
        assertThat(new Wire(Dialect.EXTENDED).encode(presence))
                .isEqualTo(
                        Octets.enrp(
                                0x01,
                                0,
                                tlv(0x000b, hex("abcd0001"), tlv(0x0005, hex("26ad 0000"), V4))));
        assertDiscarded(enrp(Octets.enrp(0x01, 0, tlv(0x000b, hex("abcd0001"), transport))));
        assertThatThrownBy(() -> new Wire(Dialect.RFC).encode(presence))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("ASAP and ENRP do not run over tcp:192.0.2.1:9901 in");
    }

    private static TransportAddress informed(Dialect dialect, Bytes transport) {
        var octets = Octets.enrp(0x01, 0, tlv(0x000b, hex("abcd0001"), transport));
        var presence =
                (EnrpMessage.Presence) message(new Wire(dialect).decode(Protocol.ENRP, octets));
        return presence.information().orElseThrow().transport();
    }

    @Test
    @Requirement("PAR-066")
    void theAsapTransportIsSctpOrInSomeDialectsTcp() {
        var tcp = tlv(0x0005, hex("2710 0001"), V4);
        var octets = registration(Decoding.SCTP, POLICY, tcp);
        var element =
                Golden.REGISTERING.withAsapTransport(
                        new TransportAddress.Tcp(10_000, DATA_PLUS_CONTROL, ADDRESS_4));

        assertThat(
                        registered(new Wire(Dialect.EXTENDED).decode(Protocol.ASAP, octets))
                                .element()
                                .asapTransport())
                .isEqualTo(element.asapTransport());
        assertThat(new Wire(Dialect.EXTENDED).encode(element).toHex()).endsWith(tcp.toHex());
        assertRefused(asap(octets), tcp);
        assertThatThrownBy(() -> new Wire(Dialect.RFC).encode(element))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("do not run over tcp:");
        for (int type : new int[] {0x0006, 0x0007}) {
            var other = tlv(type, hex("2710 0000"), V4);
            assertRefused(
                    new Wire(Dialect.EXTENDED)
                            .decode(Protocol.ASAP, registration(Decoding.SCTP, POLICY, other)),
                    other);
        }
    }

    @Test
    @Requirement("ASAP-036")
    void aServerAnnounceNamesSctpAndTcpTransportsAndNothingElse() {
        var sctp = tlv(0x0004, hex("0f17 0000"), V4);
        var tcp = tlv(0x0005, hex("0f17 0000"), V6);

        assertThat(message(asap(Octets.asap(0x0a, 0, hex("abcd0001"), tcp, sctp, tcp))))
                .hasToString(
                        "ServerAnnounce[registrar=0xabcd0001, transports=["
                                + "tcp:[2001:db8::1]:3863, sctp:192.0.2.1:3863,"
                                + " tcp:[2001:db8::1]:3863]]");
        assertDiscarded(
                asap(Octets.asap(0x0a, 0, hex("abcd0001"), tlv(0x0006, hex("0f17 0000"), V4))));
        assertDiscarded(asap(Octets.asap(0x0a, 0, hex("abcd0001"), hex("0010 0004"))));
    }
}

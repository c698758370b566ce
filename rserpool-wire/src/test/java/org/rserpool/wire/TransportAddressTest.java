package org.rserpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rserpool.wire.TransportUse.DATA_ONLY;
import static org.rserpool.wire.TransportUse.DATA_PLUS_CONTROL;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rserpool.testkit.Requirement;

final class TransportAddressTest {

    private static final IpAddress V4 = IpAddress.parse("10.1.0.1");
    private static final IpAddress V6 = IpAddress.parse("fd01::1");

    @Test
    @Requirement({"PAR-034", "PAR-043", "PAR-047", "PAR-051"})
    void onlySctpAndTcpMayCarryControl() {
        assertThat(new TransportAddress.Sctp(1, DATA_PLUS_CONTROL, List.of(V4)).use())
                .isEqualTo(DATA_PLUS_CONTROL);
        assertThat(new TransportAddress.Tcp(1, DATA_PLUS_CONTROL, V4).use())
                .isEqualTo(DATA_PLUS_CONTROL);
        assertThat(
                        Stream.of(
                                new TransportAddress.Tcp(1, V4),
                                new TransportAddress.Udp(1, V4),
                                new TransportAddress.UdpLite(1, V4),
                                new TransportAddress.Dccp(1, 2, V4),
                                new TransportAddress.Opaque(Bytes.EMPTY)))
                .extracting(TransportAddress::use)
                .containsOnly(DATA_ONLY);
    }

    @Test
    void aTransportTellsProtocolPortAndAddresses() {
        var sctp = new TransportAddress.Sctp(3863, DATA_ONLY, List.of(V4, V6));

        assertThat(sctp.protocol()).isEqualTo(TransportProtocol.SCTP);
        assertThat(sctp.addresses()).containsExactly(V4, V6);
        assertThat(sctp).hasToString("sctp:10.1.0.1,[fd01::1]:3863");
        assertThat(
                        Stream.of(
                                new TransportAddress.Tcp(1, V6),
                                new TransportAddress.Udp(2, V4),
                                new TransportAddress.UdpLite(3, V4),
                                new TransportAddress.Dccp(4, 5, V4)))
                .allSatisfy(transport -> assertThat(transport.addresses()).hasSize(1))
                .extracting(transport -> transport.protocol() + " " + transport)
                .containsExactly(
                        "TCP tcp:[fd01::1]:1",
                        "UDP udp:10.1.0.1:2",
                        "UDP_LITE udplite:10.1.0.1:3",
                        "DCCP dccp:10.1.0.1:4");
    }

    @Test
    @Requirement("PAR-088")
    void anOpaqueTransportHasNothingThatCouldBeInterpreted() {
        var opaque = new TransportAddress.Opaque(Bytes.ofHex("aabb"));

        assertThat(opaque.protocol()).isEqualTo(TransportProtocol.OPAQUE);
        assertThat(opaque.port()).isZero();
        assertThat(opaque.addresses()).isEmpty();
        assertThat(opaque).hasToString("opaque:aabb");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0x10000})
    void aPortHas16Bits(int port) {
        for (IntFunction<TransportAddress> transport :
                List.<IntFunction<TransportAddress>>of(
                        p -> new TransportAddress.Sctp(p, DATA_ONLY, List.of(V4)),
                        p -> new TransportAddress.Tcp(p, V4),
                        p -> new TransportAddress.Udp(p, V4),
                        p -> new TransportAddress.UdpLite(p, V4),
                        p -> new TransportAddress.Dccp(p, 0, V4))) {
            assertThatThrownBy(() -> transport.apply(port))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a port is 0 to 65535, not " + port);
        }
    }

    @Test
    @Requirement("PAR-038")
    void anSctpTransportHasAnAddress() {
        assertThatThrownBy(() -> new TransportAddress.Sctp(1, DATA_ONLY, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an SCTP transport needs an address");
    }

    @Test
    void theListOfAddressesIsCopied() {
        var addresses = new ArrayList<>(List.of(V4));
        var sctp = new TransportAddress.Sctp(1, DATA_ONLY, addresses);
        addresses.add(V6);

        assertThat(sctp.addresses()).containsExactly(V4);
    }
}

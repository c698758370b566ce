package org.rserpool.net.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rserpool.wire.IpAddress;

class AddressesTest {

    @Test
    void addressesThatReachFarthestComeFirst() {
        var sorted =
                Stream.of("127.0.0.1", "::1", "fe80::1", "10.0.0.1", "2001:db8::1", "192.0.2.1")
                        .map(IpAddress::parse)
                        .sorted(Addresses.ORDER)
                        .map(IpAddress::toString)
                        .toList();
        assertThat(sorted)
                .containsExactly(
                        "192.0.2.1", "2001:db8::1", "10.0.0.1", "fe80::1", "127.0.0.1", "::1");
    }

    @Test
    void theWildcardStandsForWhatOthersCanUse() throws SocketException {
        var v4 = Addresses.reachable(List.of(IpAddress.parse("0.0.0.0")));
        assertThat(v4).contains(IpAddress.parse("127.0.0.1"));
        assertThat(v4).allMatch(address -> address instanceof IpAddress.V4);
        assertThat(v4).noneMatch(IpAddress::isLinkLocal);
        assertThat(Addresses.reachable(List.of(IpAddress.parse("::")))).containsAll(v4);
    }

    @Test
    void addressesThatAreNamedStayAsTheyAre() throws SocketException {
        var named = List.of(IpAddress.parse("192.0.2.7"), IpAddress.parse("127.0.0.1"));
        assertThat(Addresses.reachable(named)).isEqualTo(named);
    }
}

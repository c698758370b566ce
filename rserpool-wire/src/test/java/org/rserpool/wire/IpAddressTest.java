package org.rserpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rserpool.testkit.Requirement;

final class IpAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, c0000201",
        "0.0.0.0, 0.0.0.0, 00000000",
        "255.255.255.255, 255.255.255.255, ffffffff",
        "::, ::, 00000000000000000000000000000000",
        "::1, ::1, 00000000000000000000000000000001",
        "1::, 1::, 00010000000000000000000000000000",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1, 20010db8000000000000000000000001",
        "2001:0db8::0001, 2001:db8::1, 20010db8000000000000000000000001",
        // RFC 5952, section 4.2.2: a single group of zeros is not shortened.
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1, 20010db8000000010001000100010001",
        // Section 4.2.3: the longest run is shortened, of equal ones the first.
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1, 20010000000000010000000000000001",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1, 20010db8000000000001000000000001",
        "0:0:1::, 0:0:1::, 00000000000100000000000000000000",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8, 00010002000300040005000600070008",
        "fd01::3, fd01::3, fd010000000000000000000000000003",
        "::ffff:192.0.2.1, 192.0.2.1, c0000201",
        "::ffff:c000:201, 192.0.2.1, c0000201",
        "::192.0.2.1, ::c000:201, 000000000000000000000000c0000201"
    })
    @Requirement({"PAR-028", "PAR-029"})
    void anAddressIsWrittenInTheFormOfRfc5952(String text, String canonical, String octets) {
        var address = IpAddress.parse(text);

        assertThat(address).hasToString(canonical).isEqualTo(IpAddress.parse(canonical));
        assertThat(Bytes.of(address.octets()).toHex()).isEqualTo(octets);
        assertThat(IpAddress.of(Bytes.ofHex(octets).toArray())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "localhost",
                "10.1",
                "10",
                "1.2.3",
                "1.2.3.256",
                "1.2.3.4.5",
                "1.2.3.4 ",
                "1.2.3.4%1",
                "1.2.3.4:80",
                "fe80::1%1",
                "fe80::1%eth0",
                "[::1]",
                "::1::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "::12345",
                "::g",
                "0x7f.0.0.1",
                "١.2.3.4"
            })
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> IpAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }

    @Test
    void anAddressHas4Or16Octets() {
        assertThatThrownBy(() -> IpAddress.of(new byte[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an IP address has 4 or 16 octets, not 5");
    }

    @Test
    void anIpv4MappedAddressIsTheIpv4Address() {
        assertThat(IpAddress.ofHalves(0, 0xffff_c000_0201L))
                .isEqualTo(new IpAddress.V4(0xc0000201));
        assertThat(IpAddress.ofHalves(0, 0xfffe_c000_0201L))
                .isEqualTo(new IpAddress.V6(0, 0xfffe_c000_0201L));
        assertThatThrownBy(() -> new IpAddress.V6(0, 0xffff_c000_0201L))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("::ffff:192.0.2.1 is an IPv4 address");
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, unspecified",
        "::, unspecified",
        "127.0.0.1, loopback",
        "127.255.255.255, loopback",
        "::1, loopback",
        "169.254.0.1, link-local",
        "fe80::1, link-local",
        "febf:ffff::1, link-local",
        "224.0.1.185, multicast",
        "239.255.255.255, multicast",
        "ff08::133, multicast",
        "10.1.0.3, ordinary",
        "128.0.0.1, ordinary",
        "169.253.255.255, ordinary",
        "223.255.255.255, ordinary",
        "240.0.0.1, ordinary",
        "fec0::1, ordinary",
        "fe7f::1, ordinary",
        "fd01::3, ordinary",
        "::2, ordinary"
    })
    void anAddressIsOfAtMostOneSpecialKind(String text, String kind) {
        var address = IpAddress.parse(text);

        assertThat(address.isUnspecified()).isEqualTo(kind.equals("unspecified"));
        assertThat(address.isLoopback()).isEqualTo(kind.equals("loopback"));
        assertThat(address.isLinkLocal()).isEqualTo(kind.equals("link-local"));
        assertThat(address.isMulticast()).isEqualTo(kind.equals("multicast"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8::1"})
    void theFormOfTheJdkHasTheSameOctets(String text) {
        var address = IpAddress.parse(text);

        assertThat(address.toInetAddress().getAddress()).isEqualTo(address.octets());
    }
}

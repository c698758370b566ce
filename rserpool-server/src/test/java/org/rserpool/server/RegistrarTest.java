package org.rserpool.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Notice;
import org.rserpool.core.profile.Profile;
import org.rserpool.net.TransportAddresses;
import org.rserpool.net.Transports;
import org.rserpool.net.memory.MemoryNetwork;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;

class RegistrarTest {

    private static RegistrarSettings at(String... addresses) {
        return RegistrarSettings.of(Profile.FAST)
                .withAsap(
                        List.of(addresses).stream()
                                .flatMap(text -> TransportAddresses.parse(text).stream())
                                .toList());
    }

    private static void ignore(Notice notice) {}

    @Test
    void itServesAtTheAddressesThatItWasGivenWithRealPorts() throws IOException {
        var settings =
                at("tcp:127.0.0.1:0", "tcp:127.0.0.1:0")
                        .withEnrp(TransportAddresses.parse("tcp:127.0.0.1:0"));
        try (var registrar = Registrar.start(settings, RegistrarTest::ignore)) {
            assertThat(registrar.asap())
                    .hasSize(2)
                    .doesNotHaveDuplicates()
                    .allMatch(address -> address.port() > 0);
            assertThat(registrar.enrp()).hasSize(1).allMatch(address -> address.port() > 0);
            var taken = registrar.asap().getFirst().port();
            assertThatThrownBy(() -> new ServerSocket(taken, 1, InetAddress.getLoopbackAddress()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    @Requirement("ENRP-040")
    void itsIdentifierIsTheGivenOneOrAnyButNone() throws IOException {
        var fixed = RegistrarId.parse("0x00c0ffee");
        try (var registrar =
                        Registrar.start(
                                at("tcp:127.0.0.1:0").withId(fixed), RegistrarTest::ignore);
                var one = Registrar.start(at("tcp:127.0.0.1:0"), RegistrarTest::ignore);
                var other = Registrar.start(at("tcp:127.0.0.1:0"), RegistrarTest::ignore)) {
            assertThat(registrar.id()).isEqualTo(fixed);
            assertThat(registrar.snapshot().join().id()).isEqualTo(fixed);
            assertThat(one.id()).isNotEqualTo(RegistrarId.NONE).isNotEqualTo(other.id());
        }
    }

    @Test
    void whenItIsClosedItsPortsAreFree() throws IOException {
        var first = Registrar.start(at("tcp:127.0.0.1:0"), RegistrarTest::ignore);
        var address = first.asap().getFirst();

        first.close();

        assertThat(first.stopped()).succeedsWithin(Duration.ofSeconds(10));
        try (var second = Registrar.start(at(address.toString()), RegistrarTest::ignore)) {
            assertThat(second.asap()).containsExactly(address);
        }
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        try (var first = Registrar.start(at("tcp:127.0.0.1:0"), RegistrarTest::ignore)) {
            var address = first.asap().getFirst().toString();
            assertThatThrownBy(() -> Registrar.start(at(address), RegistrarTest::ignore))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(address);
        }
    }

    @Test
    void withoutAnAddressThereIsNothingToStart() {
        assertThatThrownBy(() -> Registrar.start(at(), RegistrarTest::ignore))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("address");
    }

    @Test
    void whatThisMachineLacksIsSaid() {
        var missing = Transports.KERNEL_SCTP.unavailable();
        assumeThat(missing).as("a kernel without SCTP").isPresent();
        assertThatThrownBy(() ->
                        Registrar.start(
                                at("tcp:127.0.0.1:0", "sctp:127.0.0.1:0"), RegistrarTest::ignore))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(missing.get());
    }

    @Test
    void whoServesThisMachineOnlyMakesItselfKnownNowhereUnlessTold() {
        assertThat(at("tcp:127.0.0.1:0").announced()).isEmpty();
        assertThat(at("tcp:127.0.0.1:0", "tcp:[::1]:0").announced()).isEmpty();
        assertThat(at("tcp:127.0.0.1:0", "tcp:192.0.2.1:0").announced())
                .isEqualTo(Groups.of(Profile.FAST));
        assertThat(at("tcp:0.0.0.0:0").announced()).isEqualTo(Groups.of(Profile.FAST));
        assertThat(at("tcp:0.0.0.0:0").withGroups(List.of()).announced()).isEmpty();
        var group = Groups.parse("239.1.2.3:3863");
        assertThat(at("tcp:127.0.0.1:0").withGroups(group).announced()).isEqualTo(group);
    }

    @Test
    void whoServesItsPeersOnThisMachineOnlyMakesItselfKnownToNoneUnlessTold() {
        assertThat(at("tcp:0.0.0.0:0").peersAnnounced()).as("no ENRP").isEmpty();
        assertThat(enrp("tcp:127.0.0.1:0").peersAnnounced()).isEmpty();
        assertThat(Groups.print(enrp("tcp:0.0.0.0:0").peersAnnounced()))
                .isEqualTo("239.0.0.51:9901");
        assertThat(enrp("tcp:0.0.0.0:0").withPeerGroups(List.of()).peersAnnounced()).isEmpty();
        var group = Groups.parsePeers("239.1.2.3:9901");
        assertThat(enrp("tcp:127.0.0.1:0").withPeerGroups(group).peersAnnounced()).isEqualTo(group);
    }

    private static RegistrarSettings enrp(String address) {
        return at("tcp:127.0.0.1:0").withEnrp(TransportAddresses.parse(address));
    }

    @Test
    void whoHasPeersNeedsAnAddressForThem() {
        assertThatThrownBy(() ->
                        Registrar.start(
                                at("tcp:127.0.0.1:0")
                                        .withPeers(List.of(PeerAddress.parse("tcp:other:9901"))),
                                RegistrarTest::ignore))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("ENRP");
        assertThatThrownBy(() ->
                        Registrar.start(
                                at("tcp:127.0.0.1:0")
                                        .withPeerGroups(Groups.parsePeers("239.1.2.3:9901")),
                                RegistrarTest::ignore))
                .isInstanceOf(SettingsException.class);
    }

    private static List<String> forOthers(String... reachable) {
        var addresses =
                List.of(reachable).stream()
                        .flatMap(text -> TransportAddresses.parse(text).stream())
                        .toList();
        return Registrar.forOthers(addresses).stream().map(TransportAddress::toString).toList();
    }

    @Test
    void othersAreToldNoLoopbackAddressUnlessThereIsNoOther() {
        assertThat(forOthers("tcp:192.0.2.1:1", "tcp:[2001:db8::1]:1", "tcp:127.0.0.1:1"))
                .containsExactly("tcp:192.0.2.1:1", "tcp:[2001:db8::1]:1");
        assertThat(forOthers("sctp:192.0.2.1,127.0.0.1,192.0.2.2:1", "tcp:[::1]:1"))
                .containsExactly("sctp:192.0.2.1,192.0.2.2:1");
        assertThat(forOthers("tcp:127.0.0.1:1", "tcp:[::1]:1", "sctp:127.0.0.1:1"))
                .containsExactly("tcp:127.0.0.1:1", "tcp:[::1]:1", "sctp:127.0.0.1:1");
        assertThat(forOthers()).isEmpty();
    }

    @Test
    void announcementsThatComeFromThePortOfSctpNeedToKnowIt() {
        var settings =
                RegistrarSettings.of(Profile.RSPLIB)
                        .withAsap(TransportAddresses.parse("sctp:127.0.0.1:0"))
                        .withGroups(Groups.parse("239.1.2.3:3863"));
        assertThatThrownBy(() -> Registrar.start(settings, RegistrarTest::ignore))
                .isInstanceOf(SettingsException.class)
                .hasMessage(
                        "sctp:127.0.0.1:0 needs a port: announcements without addresses come from"
                                + " the port of SCTP");
    }

    @Test
    void itRunsOverANetworkInMemory() throws IOException {
        var network = new MemoryNetwork();
        var host = IpAddress.parse("10.0.0.1");
        var settings =
                RegistrarSettings.of(Profile.FAST)
                        .withTransports(network.at(host))
                        .withAsap(List.of(new TransportAddress.Tcp(3863, host)))
                        .withGroups(List.of());
        try (var registrar = Registrar.start(settings, RegistrarTest::ignore)) {
            assertThat(registrar.asap()).containsExactlyElementsOf(settings.asap());
            var snapshot = registrar.snapshot().join();
            assertThat(snapshot.pools()).isEmpty();
            assertThat(snapshot.links()).isZero();
        }
    }

    @Test
    void copiesDifferInWhatTheyNameOnly() {
        var settings = at("tcp:127.0.0.1:0").withId(RegistrarId.parse("0x1"));

        assertThat(settings.withLinks(settings.links().withMaxLinks(5)).links().maxLinks())
                .isEqualTo(5);
        assertThat(settings.withSelection(settings.selection().withMaxIncrement(2)))
                .isNotEqualTo(settings)
                .extracting(RegistrarSettings::id)
                .isEqualTo(Optional.of(RegistrarId.parse("0x1")));
        assertThat(settings.withConfig(settings.config()).withPolicies(settings.policies()))
                .isEqualTo(settings);
    }
}

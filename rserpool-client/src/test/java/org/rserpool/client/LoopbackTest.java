package org.rserpool.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rserpool.core.profile.Profile;
import org.rserpool.net.TransportAddresses;
import org.rserpool.net.Transports;
import org.rserpool.server.Registrar;
import org.rserpool.server.RegistrarSettings;
import org.rserpool.testkit.Requirement;

/** Joining and resolving over TCP on the loopback interface, without any multicast. */
class LoopbackTest {

    private static Registrar registrar(Profile profile, String address) throws IOException {
        var settings = RegistrarSettings.of(profile).withAsap(TransportAddresses.parse(address));
        return Registrar.start(settings, MemoryScope::ignore);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp:127.0.0.1:0", "tcp:[::1]:0"})
    @Requirement("REQ-010")
    void elementsAndUsersMeetThroughTheRegistrar(String address) throws IOException {
        assumeThat(NetworkInterface.getByInetAddress(host(address)))
                .as("this machine has " + address)
                .isNotNull();
        try (var registrar = registrar(Profile.FAST, address);
                var registrars = Registrars.at(registrar.asap().getFirst().toString());
                var element = PoolElement.joining("web").serving(8080).start(registrars)) {
            var resolved = registrars.resolver().next("web");

            assertThat(resolved.address().getAddress()).isEqualTo(host(address));
            assertThat(resolved.address().getPort()).isEqualTo(8080);
            assertThat(resolved.id()).isEqualTo(element.id());
            assertThat(registrars.known()).containsExactlyElementsOf(registrar.asap());
        }
    }

    private static InetAddress host(String address) {
        return TransportAddresses.parse(address).getFirst().addresses().getFirst().toInetAddress();
    }

    @Test
    void allProfilesWorkOverTcp() throws IOException {
        for (Profile profile : List.of(Profile.RFC, Profile.FAST)) {
            try (var registrar = registrar(profile, "tcp:127.0.0.1:0")) {
                var config = ScopeConfig.of(profile).withRegistrars(registrar.asap());
                try (var registrars = Registrars.of(config);
                        var _ = PoolElement.joining("web").serving(8080).start(registrars)) {
                    assertThat(registrars.resolver().resolve("web")).hasSize(1);
                }
            }
        }
    }

    @Test
    void aDeadRegistrarInTheListIsPassedOver() throws IOException {
        var gone = registrar(Profile.FAST, "tcp:127.0.0.1:0");
        gone.close();
        try (var registrar = registrar(Profile.FAST, "tcp:127.0.0.1:0")) {
            var dead = gone.asap().getFirst().toString();
            var alive = registrar.asap().getFirst().toString();
            try (var registrars = Registrars.at(dead, alive);
                    var element = PoolElement.joining("web").serving(8080).start(registrars)) {
                assertThat(element.registrar().toString()).isEqualTo(alive);
            }
        }
    }

    @Test
    void registrarsThatThisMachineCannotReachAreNamedAtOnce() {
        var missing = Transports.KERNEL_SCTP.unavailable();
        assumeThat(missing).as("a kernel without SCTP").isPresent();
        var config = ScopeConfig.of(Profile.FAST).withRegistrars("sctp:127.0.0.1:3863");
        try (var registrars = Registrars.of(config.withTimeout(Duration.ofHours(1)))) {
            assertThatThrownBy(() -> registrars.resolver().resolve("web"))
                    .isInstanceOf(PoolException.NoRegistrar.class)
                    .hasMessageContaining("sctp:127.0.0.1:3863")
                    .hasMessageContaining(missing.get());
        }
    }

    @Test
    void addressesThatAreNotWrittenSoAreRefused() {
        assertThatThrownBy(() -> Registrars.at("127.0.0.1:3863"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TRANSPORT:HOST[,HOST...]:PORT")
                .hasMessageContaining("127.0.0.1:3863");
    }
}

package org.rserpool.client;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.rserpool.core.Notice;
import org.rserpool.core.profile.Profile;
import org.rserpool.net.memory.MemoryNetwork;
import org.rserpool.server.Registrar;
import org.rserpool.server.RegistrarSettings;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;

/** An operational scope in memory: a registrar at one address, everybody else at others. */
final class MemoryScope {

    private static final IpAddress REGISTRAR = IpAddress.parse("10.0.0.1");
    private static final TransportAddress ASAP = new TransportAddress.Tcp(3863, REGISTRAR);

    private final MemoryNetwork network = new MemoryNetwork();

    /** Starts the registrar. */
    Registrar registrar() throws IOException {
        return Registrar.start(settings(), MemoryScope::ignore);
    }

    RegistrarSettings settings() {
        return settings(Profile.FAST);
    }

    RegistrarSettings settings(Profile profile) {
        return RegistrarSettings.of(profile)
                .withTransports(network.at(REGISTRAR))
                .withAsap(List.of(ASAP))
                .withGroups(List.of());
    }

    /** Returns the way into the scope for a process on host 10.0.0.{@code host}. */
    ScopeConfig at(int host) {
        return at(host, Profile.FAST);
    }

    ScopeConfig at(int host, Profile profile) {
        return ScopeConfig.of(profile)
                .withRegistrars(List.of(ASAP))
                .withTransports(network.at(address(host)))
                .withTimeout(Duration.ofSeconds(30));
    }

    static IpAddress address(int host) {
        return IpAddress.parse("10.0.0." + host);
    }

    /** Cuts the way between a host and the registrar. */
    void cut(int host) {
        network.cut(address(host), REGISTRAR);
    }

    static void ignore(Notice notice) {}
}

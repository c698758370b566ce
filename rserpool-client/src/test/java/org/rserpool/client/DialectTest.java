package org.rserpool.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.rserpool.core.profile.Profile;
import org.rserpool.server.Registrar;
import org.rserpool.server.RegistrarSettings;
import org.rserpool.wire.RegistrationLife;

/** That messages are spelled as the protocol's configuration says, not as the profile did. */
class DialectTest {

    private static final RegistrationLife LIFE = RegistrationLife.of(Duration.ofSeconds(90));

    private final MemoryScope scope = new MemoryScope();

    /**
     * Returns how long an element is registered for, of which the dialects count in other units.
     */
    private static RegistrationLife registered(RegistrarSettings settings, ScopeConfig config)
            throws IOException {
        try (var registrar = Registrar.start(settings, MemoryScope::ignore);
                var registrars = Registrars.of(config);
                var _ = PoolElement.joining("web").serving(8080).life(LIFE).start(registrars)) {
            var pool = registrar.snapshot().join().pools().getFirst();
            return pool.elements().getFirst().life();
        }
    }

    @Test
    void aRegistrarSpeaksAsItsConfigurationSays() throws IOException {
        var settings = scope.settings().withConfig(Profile.RSPLIB.registrar());

        assertThat(registered(settings, scope.at(2, Profile.RSPLIB))).isEqualTo(LIFE);
    }

    @Test
    void anElementSpeaksAsItsConfigurationSays() throws IOException {
        var config = scope.at(2).withEndpoint(Profile.RSPLIB.endpoint());

        assertThat(registered(scope.settings(Profile.RSPLIB), config)).isEqualTo(LIFE);
    }
}

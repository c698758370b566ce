package org.rserpool.core.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.rserpool.core.endpoint.EndpointConfig;
import org.rserpool.core.registrar.RegistrarConfig;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.codec.Dialect;

final class ProfileTest {

    @Test
    void peopleWriteProfilesInLowerCase() {
        assertThat(Arrays.stream(Profile.values()).map(Profile::toString))
                .containsExactly("rfc", "fast", "rsplib");
        assertThat(Profile.parse("fast")).isEqualTo(Profile.FAST);
        assertThatThrownBy(() -> Profile.parse("FAST"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no profile 'FAST'; known are rfc, fast, rsplib");
    }

    @Test
    void aProfileIsTheSameForAllParties() {
        for (var profile : Profile.values()) {
            assertThat(profile.registrar().dialect()).isEqualTo(profile.dialect());
            assertThat(profile.endpoint().dialect()).isEqualTo(profile.dialect());
            assertThat(profile.endpoint().limits().maxPoolHandleLength())
                    .isEqualTo(profile.registrar().handlespace().maxPoolHandleLength());
        }
        assertThat(Profile.RFC.dialect()).isEqualTo(Dialect.RFC);
        assertThat(Profile.FAST.dialect()).isEqualTo(Dialect.EXTENDED);
        assertThat(Profile.RSPLIB.dialect()).isEqualTo(Dialect.RSPLIB);
    }

    @Test
    @Requirement("ASAP-230")
    void theProfileOfTheRfcHasItsTimersAndThresholds() {
        var endpoint = EndpointConfig.RFC;
        assertThat(endpoint.requests().timeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(endpoint.requests().maxRetransmit()).isEqualTo(2);
        assertThat(endpoint.registrations().registration()).isEqualTo(Duration.ofSeconds(30));
        assertThat(endpoint.registrations().deregistration()).isEqualTo(Duration.ofSeconds(30));
        assertThat(endpoint.registrations().maxRenewal()).isEqualTo(Duration.ofMinutes(10));
        assertThat(endpoint.registrations().renewalMargin()).isEqualTo(Duration.ofSeconds(20));
        assertThat(endpoint.registrations().maxAttempts()).isEqualTo(2);
        assertThat(endpoint.hunt().serverHunt()).isEqualTo(Duration.ofSeconds(10));
        assertThat(endpoint.hunt().retranMax()).isEqualTo(Duration.ofSeconds(60));
        assertThat(endpoint.hunt().outdate()).isEqualTo(Duration.ofSeconds(5));
        assertThat(RegistrarConfig.RFC.announcements().serverAnnounce())
                .isEqualTo(Duration.ofSeconds(1));
    }
}

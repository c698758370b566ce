package org.rserpool.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rserpool.net.transport.MulticastGroup;
import org.rserpool.server.Registrar;
import org.rserpool.testkit.Requirement;

/** Finding registrars that announce themselves, over a network in memory. */
class AnnouncementTest {

    private final MemoryScope scope = new MemoryScope();

    private ScopeConfig listening(int host) {
        return scope.at(host)
                .withRegistrars(List.of())
                .withGroups(List.of(MulticastGroup.asapV4()));
    }

    @Test
    @Requirement({"REQ-061", "REQ-062"})
    void aRegistrarThatAnnouncesItselfNeedsNoConfiguration() throws IOException {
        var settings = scope.settings().withGroups(List.of(MulticastGroup.asapV4()));
        try (var registrar = Registrar.start(settings, MemoryScope::ignore);
                var registrars = Registrars.of(listening(2));
                var user = Registrars.of(listening(3));
                var element = PoolElement.joining("web").serving(8080).start(registrars)) {
            assertThat(element.registrar()).isEqualTo(registrar.asap().getFirst());
            assertThat(user.resolver().resolve("web")).hasSize(1);
            await().until(() -> user.known().equals(registrar.asap()));
        }
    }

    @Test
    void withoutAnnouncementThereIsNobody() throws IOException {
        try (var _ = scope.registrar();
                var user = Registrars.of(listening(3).withTimeout(Duration.ofMillis(50)))) {
            assertThat(user.known()).isEmpty();
            assertThatThrownBy(() -> user.resolver().resolve("web"))
                    .isInstanceOf(PoolException.NoRegistrar.class);
        }
    }
}

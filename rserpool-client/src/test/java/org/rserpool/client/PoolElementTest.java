package org.rserpool.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.rserpool.core.endpoint.EndpointConfig;
import org.rserpool.core.policy.Policies;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.TransportAddress;

/** Being in a pool, over a network in memory. */
class PoolElementTest {

    private static final ElementId ID = new ElementId(0x1001);

    private final MemoryScope scope = new MemoryScope();

    @Test
    @Requirement({"API-003", "REQ-049", "REQ-050"})
    void anElementIsWhatItSaysItIs() throws IOException {
        var policy = Policies.STANDARD.parse("weighted-round-robin:7");
        try (var _ = scope.registrar();
                var registrars = Registrars.of(scope.at(2));
                var element =
                        PoolElement.joining("web")
                                .id(ID)
                                .serving(8080)
                                .policy(policy)
                                .life(RegistrationLife.of(Duration.ofSeconds(90)))
                                .start(registrars)) {
            var resolution = registrars.resolver().resolve("web");

            assertThat(resolution.elements()).hasSize(1);
            var resolved = resolution.elements().getFirst();
            assertThat(resolved.id()).isEqualTo(ID).isEqualTo(element.id());
            assertThat(resolved.policy()).isEqualTo(policy);
            assertThat(resolved.transport())
                    .isEqualTo(new TransportAddress.Tcp(8080, MemoryScope.address(2)));
            assertThat(element.info().life())
                    .isEqualTo(RegistrationLife.of(Duration.ofSeconds(90)));
            assertThat(element.registrar().toString()).isEqualTo("tcp:10.0.0.1:3863");
        }
    }

    @Test
    @Requirement({"API-003", "REQ-052"})
    void anElementThatIsClosedHasLeft() throws IOException {
        try (var _ = scope.registrar();
                var registrars = Registrars.of(scope.at(2));
                var user = Registrars.of(scope.at(3))) {
            var element = PoolElement.joining("web").serving(8080).start(registrars);
            assertThat(user.resolver().resolve("web")).hasSize(1);

            element.close();

            assertThatThrownBy(() -> user.resolver().resolve("web"))
                    .isInstanceOf(PoolException.UnknownPool.class)
                    .hasMessageContaining("web");
            element.close(); // again does no harm
        }
    }

    @Test
    @Requirement("ASAP-211")
    void closingTheRegistrarsDeregistersAllElementsThatWereJoinedWithThem() throws IOException {
        try (var _ = scope.registrar();
                var user = Registrars.of(scope.at(3))) {
            var registrars = Registrars.of(scope.at(2));
            var web = PoolElement.joining("web").serving(8080).start(registrars);
            var mail = PoolElement.joining("mail").serving(25).start(registrars);

            registrars.close();

            assertThatThrownBy(() -> user.resolver().resolve("web"))
                    .isInstanceOf(PoolException.UnknownPool.class);
            assertThatThrownBy(() -> user.resolver().resolve("mail"))
                    .isInstanceOf(PoolException.UnknownPool.class);
            web.close();
            mail.close();
        }
    }

    @Test
    @Requirement("REQ-016")
    void aProcessIsInSeveralPoolsAndSeveralTimesInOne() throws IOException {
        try (var _ = scope.registrar();
                var registrars = Registrars.of(scope.at(2));
                var _ = PoolElement.joining("web").serving(8080).start(registrars);
                var _ = PoolElement.joining("web").serving(8081).start(registrars);
                var _ = PoolElement.joining("mail").serving(25).start(registrars)) {
            assertThat(registrars.resolver().resolve("web")).hasSize(2);
            assertThat(registrars.resolver().resolve("mail")).hasSize(1);
        }
    }

    @Test
    @Requirement("ASAP-047")
    void anIdentifierThatIsNotGivenIsDrawnFromAll32Bits() throws IOException {
        int drawn = 256;
        var ones = new int[Integer.SIZE];
        try (var _ = scope.registrar();
                var registrars = Registrars.of(scope.at(2))) {
            for (int i = 0; i < drawn; i++) {
                int id = PoolElement.joining("web").serving(8080).start(registrars).id().value();
                Arrays.setAll(ones, bit -> ones[bit] + (id >>> bit & 1));
            }
        }
        // 128 each, and less than once in ten billion times seven standard deviations from that
        assertThat(Arrays.stream(ones)).allMatch(count -> 72 <= count && count <= 184);
    }

    @Test
    @Requirement("REQ-006")
    void manyPoolsNeedNoMoreThreadsOfThePlatformThanOne() throws IOException {
        try (var _ = scope.registrar();
                var registrars = Registrars.of(scope.at(2));
                var _ = PoolElement.joining("web").serving(8080).start(registrars)) {
            assertThat(registrars.resolver().resolve("web")).hasSize(1);
            long before = ours();
            for (int i = 0; i < 100; i++) {
                PoolElement.joining("pool-" + i).serving(8080).start(registrars);
                assertThat(registrars.resolver().resolve("pool-" + i)).hasSize(1);
            }
            assertThat(ours()).isEqualTo(before);
        }
    }

    /** Counts the platform threads of all nodes. */
    private static long ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("ForkJoinPool"))
                .filter(thread -> !thread.getName().startsWith("VirtualThread"))
                .count();
    }

    @Test
    void anIdentifierThatIsInUseIsNotJoinedAgainUntilItsElementIsClosed() throws IOException {
        try (var _ = scope.registrar();
                var registrars = Registrars.of(scope.at(2));
                var user = Registrars.of(scope.at(3))) {
            var element = PoolElement.joining("web").id(ID).serving(8080).start(registrars);
            var other = PoolElement.joining("web").id(ID).serving(8081);

            assertThatThrownBy(() -> other.start(registrars))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(ID.toString())
                    .hasMessageContaining("web");

            assertThat(port(user)).isEqualTo(8080);
            PoolElement.joining("mail").id(ID).serving(25).start(registrars); // another pool
            element.close();
            other.start(registrars);
            assertThat(port(user)).isEqualTo(8081);
        }
    }

    private static int port(Registrars user) {
        var resolution = user.resolver().resolve("web");
        assertThat(resolution.elements()).hasSize(1);
        return resolution.elements().getFirst().address().getPort();
    }

    @Test
    void anIdentifierThatWasRefusedCanBeJoinedAgain() throws IOException {
        try (var _ = scope.registrar();
                var registrars = Registrars.of(scope.at(2));
                var _ = PoolElement.joining("web").serving(8080).start(registrars)) {
            var refused =
                    PoolElement.joining("web")
                            .id(ID)
                            .serving(8081)
                            .policy(Policies.STANDARD.parse("priority:3"));
            assertThatThrownBy(() -> refused.start(registrars))
                    .isInstanceOf(PoolException.Refused.class);

            PoolElement.joining("web").id(ID).serving(8081).start(registrars);

            assertThat(registrars.resolver().resolve("web")).hasSize(2);
        }
    }

    @Test
    void changedPolicyValuesAreSeenByUsers() throws IOException {
        try (var _ = scope.registrar();
                var registrars = Registrars.of(scope.at(2));
                var element =
                        PoolElement.joining("web")
                                .serving(8080)
                                .policy(Policies.STANDARD.parse("least-used:10%"))
                                .start(registrars)) {
            var busy = Policies.STANDARD.parse("least-used:90%");

            element.update(busy);

            assertThat(element.info().policy()).isEqualTo(busy);
            assertThat(registrars.resolver().resolve("web").elements().getFirst().policy())
                    .isEqualTo(busy);
        }
    }

    @Test
    void anotherPolicyThanThePoolsIsRefusedAndTheFormerStays() throws IOException {
        try (var _ = scope.registrar();
                var registrars = Registrars.of(scope.at(2));
                var _ = PoolElement.joining("web").serving(8080).start(registrars);
                var element = PoolElement.joining("web").serving(8081).start(registrars)) {
            var former = element.info().policy();
            var other = Policies.STANDARD.parse("priority:3");

            assertThatThrownBy(() -> element.update(other))
                    .isInstanceOfSatisfying(
                            PoolException.Refused.class, e -> assertThat(e.causes()).isNotEmpty());
            assertThatThrownBy(() ->
                            PoolElement.joining("web")
                                    .serving(8082)
                                    .policy(other)
                                    .start(registrars))
                    .isInstanceOf(PoolException.Refused.class);

            assertThat(registrars.resolver().resolve("web"))
                    .hasSize(2)
                    .allMatch(resolved -> resolved.policy().equals(former));
        }
    }

    @Test
    @Requirement("REQ-004")
    void anElementIsBackByItselfWhenTheRegistrarIsRestarted() throws IOException {
        var events = new CopyOnWriteArrayList<ElementEvent>();
        var first = scope.registrar();
        var registrars = Registrars.of(scope.at(2));
        var element =
                PoolElement.joining("web")
                        .id(ID)
                        .serving(8080)
                        .onEvent(events::add)
                        .start(registrars);
        await().until(() -> registered(events) == 1);
        first.close();
        try (var second = scope.registrar();
                registrars;
                var user = Registrars.of(scope.at(3))) {
            await().atMost(Duration.ofSeconds(30)).until(() -> registered(events) == 2);

            var resolved = user.resolver().resolve("web").elements().getFirst();
            assertThat(resolved.id()).isEqualTo(ID);
            assertThat(resolved.home()).isEqualTo(second.id());
            assertThat(element.registrar()).isEqualTo(second.asap().getFirst());
        }
    }

    private static long registered(List<ElementEvent> events) {
        return events.stream().filter(ElementEvent.Registered.class::isInstance).count();
    }

    @Test
    @Requirement("REQ-002")
    void anElementThatIsCutOffIsSoonOfferedNoMore() throws IOException {
        var cutOff = Registrars.of(scope.at(2).withTimeout(Duration.ofMillis(200)));
        try (var _ = scope.registrar();
                var others = Registrars.of(scope.at(4));
                var user = Registrars.of(scope.at(3));
                cutOff) {
            PoolElement.joining("web").id(ID).serving(8080).start(cutOff);
            var other = PoolElement.joining("web").serving(8080).start(others);
            assertThat(user.resolver().resolve("web")).hasSize(2);

            scope.cut(2);

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() ->
                            assertThat(user.resolver().resolve("web"))
                                    .extracting(ResolvedElement::id)
                                    .containsExactly(other.id()));
        }
    }

    /** One attempt of 200 ms a registration, renewed after 100 ms. */
    private static EndpointConfig giving(EndpointConfig config, boolean up) {
        var former = config.registrations();
        return config.withRegistrations(
                new EndpointConfig.Registrations(
                        Duration.ofMillis(200),
                        former.deregistration(),
                        0,
                        Duration.ofMillis(100),
                        former.renewalMargin(),
                        former.renewalSpread(),
                        former.maxSilence(),
                        !up,
                        former.newHomeDelay()));
    }

    private static List<ElementEvent> eventsOfOneThatIsCutOff(boolean givesUp) throws IOException {
        var events = new CopyOnWriteArrayList<ElementEvent>();
        var scope = new MemoryScope();
        var config = scope.at(2).withTimeout(Duration.ofSeconds(1));
        try (var _ = scope.registrar();
                var registrars =
                        Registrars.of(config.withEndpoint(giving(config.endpoint(), givesUp)))) {
            PoolElement.joining("web").serving(8080).onEvent(events::add).start(registrars);
            await().until(() -> registered(events) == 1);
            scope.cut(2);
            await().atMost(Duration.ofSeconds(30)).until(() -> events.size() > 1);
        }
        return List.copyOf(events);
    }

    @Test
    void thatItIsTriedNoMoreIsToldApartFromThatItIsTriedFurther() throws IOException {
        assertThat(eventsOfOneThatIsCutOff(true)).endsWith(new ElementEvent.GaveUp());
        assertThat(eventsOfOneThatIsCutOff(false))
                .contains(new ElementEvent.Unreachable())
                .doesNotContain(new ElementEvent.GaveUp());
    }

    @Test
    void withoutRegistrarJoiningFailsInTimeAndLeavesNothingBehind() throws IOException {
        var registrars = Registrars.of(scope.at(2).withTimeout(Duration.ofMillis(50)));
        assertThatThrownBy(() -> PoolElement.joining("web").serving(8080).start(registrars))
                .isInstanceOf(PoolException.NoRegistrar.class)
                .hasMessageContaining("50ms");

        try (var _ = scope.registrar();
                registrars;
                var user = Registrars.of(scope.at(3))) {
            // Once the same end point has found the registrar, what was given up would be there.
            await().atMost(Duration.ofSeconds(30))
                    .ignoreException(PoolException.NoRegistrar.class)
                    .until(() ->
                            !PoolElement.joining("mail")
                                    .serving(25)
                                    .start(registrars)
                                    .id()
                                    .equals(ID));
            assertThatThrownBy(() -> user.resolver().resolve("web"))
                    .isInstanceOf(PoolException.UnknownPool.class);
        }
    }

    @Test
    void anElementMustSayWhereItServes() {
        try (var registrars = Registrars.of(scope.at(2))) {
            assertThatThrownBy(() -> PoolElement.joining("web").start(registrars))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("where to serve");
        }
    }

    @Test
    void afterTheRegistrarsAreClosedNothingCanBeJoined() {
        var registrars = Registrars.of(scope.at(2));
        registrars.close();

        assertThatThrownBy(() -> PoolElement.joining("web").serving(8080).start(registrars))
                .isInstanceOf(PoolException.Closed.class);
        registrars.close(); // again does no harm
    }
}

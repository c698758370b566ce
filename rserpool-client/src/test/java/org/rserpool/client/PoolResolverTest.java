package org.rserpool.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.rserpool.core.policy.Policies;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved;
import org.rserpool.server.Registrar;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PoolHandle;

/** Using a pool, over a network in memory. */
class PoolResolverTest {

    private static final PoolHandle WEB = PoolHandle.of("web");

    private final MemoryScope scope = new MemoryScope();

    /** Joins as many elements, with the identifiers 1, 2 and so on. */
    private List<PoolElement> elements(Registrars registrars, int count) {
        var elements = new ArrayList<PoolElement>();
        for (int i = 1; i <= count; i++) {
            elements.add(
                    PoolElement.joining(WEB)
                            .id(new ElementId(i))
                            .serving(8000 + i)
                            .start(registrars));
        }
        return elements;
    }

    @Test
    @Requirement({"API-001", "REQ-053"})
    void aResolutionListsTheElementsInTheOrderOfThePolicy() throws IOException {
        try (var _ = scope.registrar();
                var registrars = Registrars.of(scope.at(2));
                var user = Registrars.of(scope.at(3))) {
            for (int priority : List.of(3, 9, 6)) {
                PoolElement.joining(WEB)
                        .id(new ElementId(priority))
                        .serving(8000 + priority)
                        .policy(Policies.STANDARD.parse("priority:" + priority))
                        .start(registrars);
            }

            var resolution = user.resolver().resolve(WEB);

            assertThat(resolution)
                    .extracting(element -> element.id().value())
                    .containsExactly(9, 6, 3);
            assertThat(resolution.pool()).isEqualTo(WEB);
            assertThat(resolution.policy().type().toString())
                    .isEqualTo(Policies.STANDARD.parse("priority").type().toString());
            assertThat(resolution.elements().getFirst().address().toString())
                    .isEqualTo("/10.0.0.2:8009");
        }
    }

    @Test
    void aSmallerResolutionHasTheFirstOfThem() throws IOException {
        try (var _ = scope.registrar();
                var registrars = Registrars.of(scope.at(2));
                var user = Registrars.of(scope.at(3))) {
            elements(registrars, 5);

            assertThat(user.resolver().resolve(WEB, 2, Duration.ZERO)).hasSize(2);
            assertThat(user.resolver().resolve(WEB)).hasSize(5);
            assertThatThrownBy(() -> user.resolver().resolve(WEB, 0, Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anEarlierAnswerServesAgainAsLongAsItMay() throws IOException {
        var registrar = scope.registrar();
        var registrars = Registrars.of(scope.at(2));
        try (var user = Registrars.of(scope.at(3))) {
            elements(registrars, 1);
            var first = user.resolver().resolve(WEB);
            registrars.close();
            registrar.close();

            var again = user.resolver().resolve(WEB, 5, Duration.ofHours(1));

            assertThat(again.elements()).isEqualTo(first.elements());
            assertThat(again.age()).isPositive();
        }
    }

    @Test
    void theNextElementIsAlwaysAnotherUnderRoundRobin() throws IOException {
        try (var _ = scope.registrar();
                var registrars = Registrars.of(scope.at(2));
                var user = Registrars.of(scope.at(3))) {
            elements(registrars, 4);

            var used = new HashSet<ElementId>();
            for (int i = 0; i < 4; i++) {
                used.add(user.resolver().next(WEB).id());
            }

            assertThat(used).hasSize(4);
        }
    }

    @Test
    @Requirement({"API-002", "REQ-021"})
    void anElementThatWasReportedIsNotTheNextOne() throws IOException {
        try (var _ = scope.registrar();
                var registrars = Registrars.of(scope.at(2));
                var user = Registrars.of(scope.at(3))) {
            elements(registrars, 2);
            var resolver = user.resolver();
            var failed = resolver.next(WEB);

            var other = resolver.nextAfter(failed);

            assertThat(other.id()).isNotEqualTo(failed.id());
            for (int i = 0; i < 5; i++) {
                assertThat(resolver.next("web").id()).isEqualTo(other.id());
            }
        }
    }

    @Test
    @Requirement("REQ-021")
    void whoIsReportedTooOftenIsRemovedThoughItAnswersTheRegistrar() throws IOException {
        var settings = scope.settings();
        var strict = settings.config().monitoring().withMaxBadReports(0);
        var removed = new CompletableFuture<String>();
        try (var _ =
                        Registrar.start(
                                settings.withConfig(settings.config().withMonitoring(strict)),
                                notice -> {
                                    if (notice instanceof ElementRemoved(_, var id, var reason)) {
                                        removed.complete(id + " " + reason);
                                    }
                                });
                var registrars = Registrars.of(scope.at(2));
                var user = Registrars.of(scope.at(3))) {
            elements(registrars, 1);

            user.resolver().resolve(WEB).elements().getFirst().reportFailure();

            assertThat(removed)
                    .succeedsWithin(Duration.ofSeconds(30))
                    .isEqualTo("0x00000001 unreachable");
        }
    }

    @Test
    void aReportCountsAlsoIfTheProcessHasJoinedAPoolSince() throws IOException {
        var settings = scope.settings();
        var strict = settings.config().monitoring().withMaxBadReports(0);
        var removed = new CompletableFuture<ElementId>();
        try (var _ =
                        Registrar.start(
                                settings.withConfig(settings.config().withMonitoring(strict)),
                                notice -> {
                                    if (notice instanceof ElementRemoved(_, var id, _)) {
                                        removed.complete(id);
                                    }
                                });
                var others = Registrars.of(scope.at(2));
                var registrars = Registrars.of(scope.at(3))) {
            elements(others, 2);
            var resolver = registrars.resolver();
            var failed = resolver.next(WEB);
            PoolElement.joining("mail").serving(25).start(registrars);

            assertThat(resolver.nextAfter(failed).id()).isNotEqualTo(failed.id());

            assertThat(removed).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(failed.id());
        }
    }

    @Test
    void thereIsNoSuchPool() throws IOException {
        try (var _ = scope.registrar();
                var user = Registrars.of(scope.at(3))) {
            assertThatThrownBy(() -> user.resolver().resolve("web"))
                    .isInstanceOf(PoolException.UnknownPool.class);
            assertThatThrownBy(() -> user.resolver().next("web"))
                    .isInstanceOf(PoolException.UnknownPool.class);
        }
    }

    @Test
    void thereIsNoRegistrar() {
        try (var user = Registrars.of(scope.at(3))) {
            var resolver = user.resolver().withTimeout(Duration.ofMillis(50));

            assertThatThrownBy(() -> resolver.resolve("web"))
                    .isInstanceOf(PoolException.NoRegistrar.class)
                    .hasMessageContaining("no registrar answered");
        }
    }

    @Test
    void anInterruptedThreadWaitsNoLonger() throws InterruptedException {
        try (var user = Registrars.of(scope.at(3))) {
            var thrown = new CompletableFuture<Boolean>();
            var waiting =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    var _ = user.resolver().resolve("web");
                                } catch (PoolException.Closed e) {
                                    thrown.complete(Thread.currentThread().isInterrupted());
                                }
                            });

            waiting.interrupt();
            waiting.join();

            assertThat(thrown).isCompletedWithValue(true);
        }
    }

    @Test
    void afterItIsClosedNothingIsAnswered() {
        var user = Registrars.of(scope.at(3));
        var resolver = user.resolver();
        user.close();

        assertThatThrownBy(() -> resolver.resolve("web")).isInstanceOf(PoolException.Closed.class);
    }

    @Test
    @Requirement({"REQ-016", "REQ-017"})
    void theSameHandleInTwoScopesDoesNotMix() throws IOException {
        var elsewhere = new MemoryScope();
        try (var here = scope.registrar();
                var there = elsewhere.registrar();
                var registrarsHere = Registrars.of(scope.at(2));
                var registrarsThere = Registrars.of(elsewhere.at(2));
                var _ = PoolElement.joining(WEB).serving(80).start(registrarsHere);
                var _ = PoolElement.joining(WEB).serving(81).start(registrarsThere)) {
            var inHere = registrarsHere.resolver().resolve(WEB).elements();
            var inThere = registrarsThere.resolver().resolve(WEB).elements();

            assertThat(inHere).hasSize(1);
            assertThat(inThere).hasSize(1);
            assertThat(inHere.getFirst().home()).isEqualTo(here.id());
            assertThat(inThere.getFirst().home()).isEqualTo(there.id());
            assertThat(inHere.getFirst().address().getPort()).isEqualTo(80);
            assertThat(inThere.getFirst().address().getPort()).isEqualTo(81);
        }
    }
}

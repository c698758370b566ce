package org.rserpool.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.rserpool.core.policy.Policies;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.PoolHandle;

/** Watching a pool, over a network in memory. */
class PoolWatchTest {

    private static final PoolHandle WEB = PoolHandle.of("web");

    private final MemoryScope scope = new MemoryScope();

    private static List<Integer> sizes(List<PoolState> states) {
        return states.stream().map(state -> state.elements().size()).toList();
    }

    private static void awaitSizes(List<PoolState> states, Integer... sizes) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(sizes(states)).containsExactly(sizes));
    }

    @Test
    @Requirement("REQ-025")
    void eachChangeOfAPoolIsTold() throws IOException {
        var states = new CopyOnWriteArrayList<PoolState>();
        try (var _ = scope.registrar();
                var registrars = Registrars.of(scope.at(2));
                var user = Registrars.of(scope.at(3));
                var _ = PoolElement.joining(WEB).serving(80).start(registrars);
                var watch = user.resolver().watch(WEB, states::add)) {
            assertThat(watch.pool()).isEqualTo(WEB);
            awaitSizes(states, 1);

            var second = PoolElement.joining(WEB).serving(81).start(registrars);
            awaitSizes(states, 1, 2);
            second.close();
            awaitSizes(states, 1, 2, 1);
        }
    }

    @Test
    void aPoolThatIsYetToComeCanBeWatched() throws IOException {
        var states = new CopyOnWriteArrayList<PoolState>();
        try (var _ = scope.registrar();
                var registrars = Registrars.of(scope.at(2));
                var user = Registrars.of(scope.at(3));
                var _ = user.resolver().watch("web", states::add)) {
            awaitSizes(states, 0);

            var element = PoolElement.joining(WEB).serving(80).start(registrars);
            awaitSizes(states, 0, 1);
            element.close();
            awaitSizes(states, 0, 1, 0);
        }
    }

    @Test
    void aWatchOutlivesTheRegistrar() throws IOException {
        var states = new CopyOnWriteArrayList<PoolState>();
        var first = scope.registrar();
        var registrars = Registrars.of(scope.at(2));
        var user = Registrars.of(scope.at(3));
        PoolElement.joining(WEB).serving(80).start(registrars);
        user.resolver().watch("web", states::add);
        awaitSizes(states, 1);
        first.close();
        try (var _ = scope.registrar();
                registrars;
                user;
                var others = Registrars.of(scope.at(4))) {
            PoolElement.joining(WEB).serving(81).start(others);

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> states.getLast().elements().size() == 2);
        }
    }

    @Test
    void twoWatchesOfOnePoolDoNotEndOrRepeatEachOther() throws IOException {
        var one = new CopyOnWriteArrayList<PoolState>();
        var other = new CopyOnWriteArrayList<PoolState>();
        try (var _ = scope.registrar();
                var registrars = Registrars.of(scope.at(2));
                var user = Registrars.of(scope.at(3));
                var _ = PoolElement.joining(WEB).serving(80).start(registrars);
                var _ = user.resolver().watch(WEB, one::add)) {
            awaitSizes(one, 1);
            var second = user.resolver().watch(WEB, other::add);
            awaitSizes(other, 1);
            second.close();
            second.close(); // again does no harm

            var element = PoolElement.joining(WEB).serving(81).start(registrars);
            awaitSizes(one, 1, 2);
            element.close();
            awaitSizes(one, 1, 2, 1);
            assertThat(sizes(other)).containsExactly(1);
        }
    }

    @Test
    void anotherOrderIsNoChange() throws IOException {
        var states = new CopyOnWriteArrayList<PoolState>();
        var others = new CopyOnWriteArrayList<PoolState>();
        try (var _ = scope.registrar();
                var registrars = Registrars.of(scope.at(2));
                var user = Registrars.of(scope.at(3));
                var another = Registrars.of(scope.at(4))) {
            for (int weight = 1; weight <= 3; weight++) {
                PoolElement.joining(WEB)
                        .serving(80 + weight)
                        .policy(Policies.STANDARD.parse("weighted-round-robin:" + weight))
                        .start(registrars);
            }
            try (var _ = user.resolver().watch(WEB, states::add)) {
                awaitSizes(states, 3);
                // It is somebody else's turn, and by the second watch the registrar is asked anew.
                another.resolver().resolve(WEB, 1, Duration.ZERO);
                try (var _ = user.resolver().watch(WEB, others::add)) {
                    awaitSizes(others, 3);
                    assertThat(others.getFirst().elements())
                            .isNotEqualTo(states.getFirst().elements());

                    var fourth =
                            PoolElement.joining(WEB)
                                    .serving(84)
                                    .policy(Policies.STANDARD.parse("weighted-round-robin:4"));
                    fourth.start(registrars);

                    awaitSizes(states, 3, 4);
                }
            }
        }
    }

    @Test
    void elementsOfAWatchCanBeReported() throws IOException {
        var states = new CopyOnWriteArrayList<PoolState>();
        try (var _ = scope.registrar();
                var registrars = Registrars.of(scope.at(2));
                var user = Registrars.of(scope.at(3));
                var _ = PoolElement.joining(WEB).serving(80).start(registrars);
                var _ = PoolElement.joining(WEB).serving(81).start(registrars);
                var _ = user.resolver().watch(WEB, states::add)) {
            await().until(() -> !states.isEmpty() && states.getLast().elements().size() == 2);
            var reported = states.getLast().elements().getFirst();

            reported.reportFailure();

            for (int i = 0; i < 4; i++) {
                assertThat(user.resolver().next(WEB).id()).isNotEqualTo(reported.id());
            }
        }
    }

    @Test
    void aListenerThatThrowsIsToldNoMoreAndHarmsNobody() throws IOException {
        var states = new CopyOnWriteArrayList<PoolState>();
        var calls = new CopyOnWriteArrayList<PoolState>();
        try (var _ = scope.registrar();
                var registrars = Registrars.of(scope.at(2));
                var user = Registrars.of(scope.at(3));
                var _ =
                        user.resolver()
                                .watch(
                                        WEB,
                                        state -> {
                                            calls.add(state);
                                            throw new IllegalStateException("a bad listener");
                                        });
                var _ = user.resolver().watch(WEB, states::add)) {
            awaitSizes(states, 0);
            try (var _ = PoolElement.joining(WEB).serving(80).start(registrars)) {
                awaitSizes(states, 0, 1);
            }
            awaitSizes(states, 0, 1, 0);
            assertThat(calls).hasSize(1);
        }
    }
}

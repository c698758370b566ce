package org.rserpool.core.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.id;
import static org.rserpool.core.Samples.join;
import static org.rserpool.core.Samples.sctp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.rserpool.core.endpoint.EndpointAnswer;
import org.rserpool.core.endpoint.EndpointMachine;
import org.rserpool.core.endpoint.EndpointRequest;
import org.rserpool.core.handlespace.ElementEntry;
import org.rserpool.core.handlespace.TableCursor;
import org.rserpool.core.policy.Policies;
import org.rserpool.core.policy.SelectionConfig;
import org.rserpool.core.profile.Profile;
import org.rserpool.core.registrar.PeersConfig;
import org.rserpool.core.registrar.RegistrarConfig;
import org.rserpool.core.registrar.RegistrarMachine;
import org.rserpool.core.registrar.RegistrarNotice;
import org.rserpool.core.registrar.RegistrarNotice.ElementAdded;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved;
import org.rserpool.core.registrar.RegistrarNotice.PeerLost;
import org.rserpool.core.registrar.RegistrarNotice.Serving;
import org.rserpool.core.registrar.RegistrarPlace;
import org.rserpool.core.registrar.RegistrarRequest;
import org.rserpool.core.registrar.RegistrarSnapshot;
import org.rserpool.core.registrar.RegistrarSnapshot.Standing;
import org.rserpool.core.scope.Scope.Node;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.EnrpMessage.HandleTableRequest;
import org.rserpool.wire.message.EnrpMessage.HandleUpdate;

/** Several registrars, elements and users together. */
final class RedundancyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Scope scope = new Scope(Profile.FAST.dialect());
    private final Map<Integer, RegistrarMachine> machines = new TreeMap<>();
    private final Map<Integer, Node> registrars = new TreeMap<>();
    private final List<Node> elements = new ArrayList<>();
    private int hosts;

    private static TransportAddress asap(int registrar) {
        return sctp("10.0.1." + registrar, 3863);
    }

    private static TransportAddress enrp(int registrar) {
        return sctp("10.0.1." + registrar, 9901);
    }

    private static RegistrarId pr(int registrar) {
        return new RegistrarId(registrar);
    }

    private RegistrarConfig config = RegistrarConfig.FAST;

    /** Starts a registrar that is told of the first four, itself among them. */
    private Node registrar(int number) {
        var machine =
                new RegistrarMachine(
                        pr(number),
                        config,
                        Policies.STANDARD,
                        SelectionConfig.DEFAULTS,
                        new RegistrarPlace(List.of(asap(number)), List.of(enrp(number)))
                                .withPeers(
                                        IntStream.rangeClosed(1, 4)
                                                .mapToObj(RedundancyTest::enrp)
                                                .toList()),
                        new SplittableRandom(number));
        machines.put(number, machine);
        var node = scope.add("10.0.1." + number, Set.of(3863, 9901), machine);
        registrars.put(number, node);
        return node;
    }

    private void registrars(int... numbers) {
        for (int number : numbers) {
            registrar(number);
        }
        scope.until(_ -> registrars.keySet().stream().allMatch(this::isMeshed), PATIENCE);
    }

    private RegistrarSnapshot snapshot(int registrar) {
        var node = registrars.get(registrar);
        var ticket = node.ask(new RegistrarRequest.TakeSnapshot());
        return (RegistrarSnapshot) node.answer(ticket).orElseThrow();
    }

    private boolean isMeshed(int registrar) {
        var seen = snapshot(registrar);
        return seen.serving()
                && seen.peers().size() == registrars.size() - 1
                && seen.peers().stream().allMatch(p -> p.standing() == Standing.ACTIVE);
    }

    private void forget(int registrar) {
        registrars.remove(registrar);
        machines.remove(registrar);
    }

    private Node endpoint(int... known) {
        hosts++;
        return scope.add(
                "10.0.0." + hosts,
                0,
                new EndpointMachine(
                        Profile.FAST
                                .endpoint()
                                .withRegistrars(
                                        IntStream.of(known)
                                                .mapToObj(RedundancyTest::asap)
                                                .toList()),
                        Policies.STANDARD,
                        new SplittableRandom(hosts)));
    }

    private Node element(int id, int... known) {
        var node = endpoint(known);
        var ticket = node.ask(join(ECHO, id));
        scope.until(_ -> node.answer(ticket).isPresent(), PATIENCE);
        assertThat(node.answer(ticket).orElseThrow()).isInstanceOf(EndpointAnswer.Joined.class);
        elements.add(node);
        return node;
    }

    private List<ElementId> resolved(Node user) {
        var ticket =
                user.ask(
                        new EndpointRequest.Resolve(
                                ECHO, EndpointRequest.ALL, Duration.ZERO, PATIENCE));
        scope.until(_ -> user.answer(ticket).isPresent(), PATIENCE.plusSeconds(1));
        return user.answer(ticket).orElseThrow() instanceof EndpointAnswer.Resolved answer
                ? answer.elements().stream().map(PoolElementInfo::id).sorted().toList()
                : List.of();
    }

    /** Returns who owns what in the eyes of one registrar. */
    private Map<ElementId, RegistrarId> owners(int registrar) {
        var handlespace = machines.get(registrar).handlespace();
        handlespace.verify();
        Map<ElementId, RegistrarId> owners = new LinkedHashMap<>();
        for (ElementEntry entry : handlespace.table(TableCursor.START, Integer.MAX_VALUE)) {
            owners.put(entry.id(), entry.owner());
        }
        return owners;
    }

    /** All registrars see the same elements, each with a home registrar that is there. */
    private boolean isConsistent(int count) {
        var all = machines.keySet().stream().map(this::owners).distinct().toList();
        return all.size() == 1
                && all.getFirst().size() == count
                && all.getFirst().values().stream().allMatch(o -> machines.containsKey(o.value()));
    }

    private void settle(int count) {
        scope.until(_ -> isConsistent(count), Duration.ofSeconds(15));
    }

    private void nobodyWasRemoved() {
        registrars.values().forEach(node -> assertThat(node.told(ElementRemoved.class)).isEmpty());
    }

    @Test
    @Requirement({"ENRP-033", "ENRP-100", "REQ-028"})
    void registrarsThatStartAtTheSameTimeAllFindEachOtherAndServe() {
        registrars(1, 2, 3, 4);

        assertThat(scope.time()).isLessThan(Duration.ofSeconds(2));
        for (Node node : registrars.values()) {
            assertThat(node.told(Serving.class)).hasSize(1);
        }
        scope.pass(Duration.ofMinutes(5));
        registrars.keySet().forEach(number -> assertThat(isMeshed(number)).isTrue());
        for (Node node : registrars.values()) {
            assertThat(node.told(PeerLost.class)).isEmpty();
        }
    }

    @Test
    @Requirement({"ENRP-056", "ENRP-066", "REQ-060"})
    void whoStartsLaterServesWithAllThatIsThere() {
        registrars(1, 2);
        for (int i = 1; i <= 20; i++) {
            element(i, 1, 2);
        }

        var third = registrar(3);
        scope.until(_ -> snapshot(3).serving(), PATIENCE);

        assertThat(machines.get(3).handlespace().size()).isEqualTo(20);
        var told = third.told(Serving.class);
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().mentor()).isPresent();
        assertThat(told.getFirst().elements()).isEqualTo(20);
        settle(20);
    }

    @Test
    @Requirement({"REQ-028", "ENRP-001"})
    void whatOneRegistrarKnowsAllKnow() {
        registrars(1, 2, 3);
        element(1, 1);
        element(2, 2);
        element(3, 3);
        scope.passMillis(10);

        assertThat(isConsistent(3)).isTrue();
        assertThat(owners(1))
                .containsEntry(id(1), pr(1))
                .containsEntry(id(2), pr(2))
                .containsEntry(id(3), pr(3));
        assertThat(resolved(endpoint(1))).containsExactly(id(1), id(2), id(3));
        elements.getFirst().crash();
        scope.passMillis(20);
        assertThat(isConsistent(2)).isTrue();
        assertThat(resolved(endpoint(3))).containsExactly(id(2), id(3));
    }

    @Test
    @Requirement({"ENRP-109", "ENRP-136", "ENRP-139"})
    void theElementsOfARegistrarThatIsKilledStay() {
        registrars(1, 2, 3);
        for (int i = 1; i <= 10; i++) {
            element(i, 1); // they know no other one
        }
        scope.passMillis(100);
        registrars.get(1).crash();
        forget(1);

        settle(10);

        nobodyWasRemoved();
        scope.pass(Duration.ofSeconds(30));
        assertThat(isConsistent(10)).isTrue();
        nobodyWasRemoved();
        assertThat(resolved(endpoint(2))).hasSize(10);
    }

    @Test
    @Requirement({"ENRP-107", "ENRP-108"})
    void theElementsOfARegistrarWhoseHostVanishedStay() {
        registrars(1, 2, 3);
        for (int i = 1; i <= 10; i++) {
            element(i, 1);
        }
        scope.passMillis(100);
        registrars.get(1).vanish();
        forget(1);

        var duration = scope.until(_ -> isConsistent(10), Duration.ofSeconds(15));

        assertThat(duration).isLessThan(Duration.ofSeconds(5));
        scope.pass(Duration.ofSeconds(30));
        assertThat(isConsistent(10)).isTrue();
        nobodyWasRemoved();
    }

    @Test
    void ifTwoOfThreeAreKilledTheLastOneHasAll() {
        registrars(1, 2, 3);
        for (int i = 1; i <= 9; i++) {
            element(i, 1 + i % 3);
        }
        scope.passMillis(100);
        registrars.get(3).crash();
        registrars.get(2).crash();
        forget(3);
        forget(2);

        settle(9);

        nobodyWasRemoved();
        assertThat(owners(1).values()).containsOnly(pr(1));
    }

    @Test
    void aRegistrarThatIsStartedAnewIsAPeerLikeAnyOther() {
        registrars(1, 2);
        element(1, 1, 2);
        registrars.get(1).crash();
        forget(1);
        settle(1);

        registrar(1);
        scope.until(_ -> isMeshed(1) && isMeshed(2), PATIENCE);

        settle(1);
        nobodyWasRemoved();
    }

    @Test
    void usersGoToAnotherRegistrarWithoutAFailedCall() {
        registrars(1, 2, 3);
        for (int i = 1; i <= 5; i++) {
            element(i, 1, 2, 3);
        }
        var user = endpoint(1, 2, 3);
        assertThat(resolved(user)).hasSize(5);
        for (int dead = 1; dead <= 2; dead++) {
            registrars.get(dead).crash();
            forget(dead);
            for (int call = 0; call < 100; call++) {
                assertThat(resolved(user)).hasSize(5);
                scope.passMillis(50);
            }
        }
        nobodyWasRemoved();
        settle(5);
    }

    @Test
    void aRegistrarThatWasFrozenComesBackAndNobodyIsRemoved() {
        registrars(1, 2, 3);
        for (int i = 1; i <= 9; i++) {
            element(i, 1 + i % 3, 1 + (i + 1) % 3);
        }
        var user = endpoint(2); // it knows no other one
        for (int stop : new int[] {300, 1_500, 2_500, 4_000, 10_000, 60_000}) {
            scope.passMillis(5_000);
            registrars.get(2).stop();
            scope.passMillis(stop);
            registrars.get(2).goOn();
            for (int call = 0; call < 100; call++) {
                assertThat(resolved(user)).as("after a stop of %d ms", stop).hasSize(9);
                scope.passMillis(50);
            }
            scope.passMillis(5_000);

            assertThat(isConsistent(9)).as("after a stop of %d ms", stop).isTrue();
            registrars.keySet().forEach(number -> assertThat(isMeshed(number)).isTrue());
            assertThat(registrars.get(1).told(ElementRemoved.class)).isEmpty();
            assertThat(registrars.get(3).told(ElementRemoved.class)).isEmpty();
        }
    }

    @Test
    void twoRegistrarsThatLoseSightOfEachOtherAgreeAgain() {
        registrars(1, 2, 3);
        for (int i = 1; i <= 9; i++) {
            element(i, 1 + i % 3);
        }
        scope.passMillis(100);
        registrars.get(1).part(registrars.get(2));
        scope.pass(Duration.ofSeconds(20));
        registrars.get(1).heal(registrars.get(2));

        settle(9);

        scope.pass(Duration.ofSeconds(20));
        assertThat(isConsistent(9)).isTrue();
        registrars.keySet().forEach(number -> assertThat(isMeshed(number)).isTrue());
    }

    @Test
    void twoHalvesOfAScopeAreOneAgain() {
        registrars(1, 2);
        element(1, 1);
        element(2, 2);
        scope.passMillis(100);
        registrars.get(1).part(registrars.get(2));
        scope.pass(Duration.ofSeconds(10));
        assertThat(resolved(endpoint(1))).hasSize(2);
        assertThat(resolved(endpoint(2))).hasSize(2);
        element(3, 1);
        element(4, 2);

        registrars.get(1).heal(registrars.get(2));

        settle(4);
        scope.pass(Duration.ofSeconds(20));
        assertThat(isConsistent(4)).isTrue();
    }

    @Test
    void elementsAreSpreadOverTheRegistrarsWhereThatIsWanted() {
        config = config.withPeers(PeersConfig.FAST.withTakeoverSuggestions());
        registrars(1, 2);
        for (int i = 1; i <= 4; i++) {
            element(4 * i + 1, 1, 2); // suits the second one: 2 XOR 5 is more than 1 XOR 5
        }
        scope.pass(Duration.ofSeconds(10));

        assertThat(isConsistent(4)).isTrue();
        assertThat(owners(1).values()).containsOnly(pr(2));
        assertThat(registrars.get(1).told(ElementAdded.class)).hasSize(4);
        assertThat(registrars.get(1).sent(HandleUpdate.class)).isPositive();
        nobodyWasRemoved();
    }

    @Test
    void aDeadRegistrarIsForgottenByAllForGood() {
        registrars(1, 2, 3, 4);
        registrars.get(4).vanish();
        forget(4);

        scope.pass(Duration.ofSeconds(20));
        for (int second = 0; second < 20; second++) {
            scope.pass(Duration.ofSeconds(1));
            registrars.keySet().forEach(number -> assertThat(snapshot(number).peers()).hasSize(2));
        }
        for (Node node : registrars.values()) {
            assertThat(node.told(PeerLost.class)).hasSize(1);
        }
    }

    @Test
    @Requirement({"ENRP-154", "ENRP-150"})
    void whereNothingHappensNothingIsReadAnew() {
        registrars(1, 2, 3);
        for (int i = 1; i <= 9; i++) {
            element(i, 1 + i % 3);
        }
        scope.passMillis(2_000);
        var before =
                registrars.values().stream().map(n -> n.sent(HandleTableRequest.class)).toList();

        scope.pass(Duration.ofMinutes(4));

        assertThat(registrars.values().stream().map(n -> n.sent(HandleTableRequest.class)))
                .containsExactlyElementsOf(before);
        assertThat(isConsistent(9)).isTrue();
        for (Node node : registrars.values()) {
            assertThat(node.told(RegistrarNotice.HomeChanged.class)).isEmpty();
        }
    }

    @Test
    void whateverHappensInTheEndAllIsWell() {
        for (int seed = 1; seed <= 20; seed++) {
            try {
                new RedundancyTest().churn(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private void churn(int seed) {
        var random = new SplittableRandom(seed);
        registrars(1, 2, 3, 4);
        for (int i = 1; i <= 8; i++) {
            element(i, 1, 2, 3, 4);
        }
        for (int event = 0; event < 15; event++) {
            var one = registrars.get(1 + random.nextInt(4));
            var other = registrars.get(1 + random.nextInt(4));
            int pause = random.nextInt(6_000);
            switch (random.nextInt(4)) {
                case 0 -> {
                    one.stop();
                    scope.passMillis(pause);
                    one.goOn();
                }
                case 1 -> one.cut();
                case 2 -> {
                    if (one != other) {
                        one.part(other);
                        scope.passMillis(pause);
                        one.heal(other);
                    }
                }
                default -> {
                    int number = 1 + random.nextInt(4);
                    registrars.get(number).crash();
                    forget(number);
                    scope.passMillis(pause);
                    registrar(number);
                }
            }
            scope.passMillis(random.nextInt(3_000));
        }
        scope.pass(Duration.ofSeconds(10));
        settle(8);
        scope.until(_ -> registrars.keySet().stream().allMatch(this::isMeshed), PATIENCE);
        scope.pass(Duration.ofSeconds(10));
        assertThat(isConsistent(8)).isTrue();
    }
}

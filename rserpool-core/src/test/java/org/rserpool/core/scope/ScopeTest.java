package org.rserpool.core.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.OTHER;
import static org.rserpool.core.Samples.id;
import static org.rserpool.core.Samples.join;
import static org.rserpool.core.Samples.leastUsed;
import static org.rserpool.core.Samples.sctp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.rserpool.core.endpoint.EndpointAnswer;
import org.rserpool.core.endpoint.EndpointMachine;
import org.rserpool.core.endpoint.EndpointNotice;
import org.rserpool.core.endpoint.EndpointRequest;
import org.rserpool.core.inspect.HandleTable;
import org.rserpool.core.inspect.HandleTableReader;
import org.rserpool.core.inspect.HandleTableReaderConfig;
import org.rserpool.core.policy.Policies;
import org.rserpool.core.policy.SelectionConfig;
import org.rserpool.core.profile.Profile;
import org.rserpool.core.registrar.RegistrarConfig;
import org.rserpool.core.registrar.RegistrarMachine;
import org.rserpool.core.registrar.RegistrarPlace;
import org.rserpool.core.scope.Scope.Node;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.AsapMessage.EndpointKeepAlive;
import org.rserpool.wire.message.AsapMessage.Registration;
import org.rserpool.wire.message.EnrpMessage.Presence;

/** Registrars, elements and users together. */
final class ScopeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Scope scope = new Scope(Profile.FAST.dialect());
    private final List<RegistrarMachine> machines = new ArrayList<>();
    private final List<Node> registrars = new ArrayList<>();
    private int hosts;

    private static TransportAddress address(int registrar) {
        return sctp("10.0.1." + registrar, 3863);
    }

    private Node registrar() {
        return registrar(RegistrarConfig.FAST);
    }

    private Node registrar(RegistrarConfig config) {
        int number = registrars.size() + 1;
        var machine = machine(number, config);
        machines.add(machine);
        registrars.add(scope.add("10.0.1." + number, 3863, machine));
        return registrars.getLast();
    }

    private static RegistrarMachine machine(int number, RegistrarConfig config) {
        return new RegistrarMachine(
                new RegistrarId(number),
                config,
                Policies.STANDARD,
                SelectionConfig.DEFAULTS,
                new RegistrarPlace(List.of(address(number)), List.of()),
                new SplittableRandom(number));
    }

    private Node endpoint() {
        hosts++;
        var known = IntStream.rangeClosed(1, registrars.size()).mapToObj(ScopeTest::address);
        return scope.add(
                "10.0.0." + hosts,
                0,
                new EndpointMachine(
                        Profile.FAST.endpoint().withRegistrars(known.toList()),
                        Policies.STANDARD,
                        new SplittableRandom(hosts)));
    }

    private Node element(int id) {
        var node = endpoint();
        var ticket = node.ask(join(ECHO, id));
        scope.until(_ -> node.answer(ticket).isPresent(), PATIENCE);
        assertThat(node.answer(ticket).orElseThrow()).isInstanceOf(EndpointAnswer.Joined.class);
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

    private boolean has(int registrar, int id) {
        var handlespace = machines.get(registrar - 1).handlespace();
        handlespace.verify();
        return handlespace.find(ECHO, id(id)).isPresent();
    }

    @Test
    @Requirement({"ASAP-006", "ENRP-001", "REQ-041", "REQ-051", "REQ-053"})
    void anElementRegistersAndAUserFindsIt() {
        registrar();
        var element = element(1);
        var user = endpoint();

        assertThat(resolved(user)).containsExactly(id(1));
        assertThat(has(1, 1)).isTrue();
        assertThat(element.told(EndpointNotice.HomeFound.class)).hasSize(1);
    }

    @Test
    void aLivingElementStaysForHours() {
        registrar();
        var element = element(1);

        scope.pass(Duration.ofHours(2));

        assertThat(has(1, 1)).isTrue();
        assertThat(element.told(EndpointNotice.Removed.class)).isEmpty();
        assertThat(element.told(EndpointNotice.HomeLost.class)).isEmpty();
        assertThat(element.links()).isEqualTo(1);
        assertThat(registrars.getFirst().links()).isEqualTo(1);
    }

    @Test
    @Requirement({"REQ-002", "REQ-018"})
    void aKilledElementIsOutOfTheAnswersAtOnce() {
        registrar();
        element(1);
        var killed = element(2);
        var user = endpoint();
        assertThat(resolved(user)).containsExactly(id(1), id(2));

        killed.crash();
        scope.passMillis(2);

        assertThat(resolved(user)).containsExactly(id(1));
    }

    @Test
    @Requirement({"REQ-002", "REQ-018"})
    void anElementWhoseHostVanishedIsOutOfTheAnswersWithinTwoSeconds() {
        registrar();
        element(1);
        var vanished = element(2);
        var user = endpoint();
        assertThat(resolved(user)).hasSize(2);

        vanished.vanish();
        scope.passMillis(2_000);

        assertThat(resolved(user)).containsExactly(id(1));
    }

    @Test
    @Requirement({"REQ-002", "REQ-018", "REQ-004"})
    void aStoppedElementGoesAndComesBackByItself() {
        registrar();
        var stopped = element(1);
        stopped.stop();
        scope.passMillis(2_000);
        assertThat(has(1, 1)).isFalse();
        scope.passMillis(10_000);

        stopped.goOn();

        assertThat(scope.until(_ -> has(1, 1), Duration.ofSeconds(2)))
                .isLessThan(Duration.ofMillis(100));
    }

    @Test
    void anElementThatWasStoppedForShortKeepsItsPlace() {
        registrar();
        var stopped = element(1);
        stopped.stop();
        scope.passMillis(900);
        stopped.goOn();
        scope.passMillis(5_000);

        assertThat(has(1, 1)).isTrue();
        assertThat(stopped.told(EndpointNotice.Removed.class)).isEmpty();
        assertThat(stopped.told(EndpointNotice.HomeLost.class)).isEmpty();
    }

    @Test
    @Requirement({"REQ-021", "REQ-066", "ASAP-136", "ASAP-143"})
    void aReportedElementThatIsDeadIsOutForAllUsers() {
        registrar();
        element(1);
        var vanished = element(2);
        var user = endpoint();
        assertThat(resolved(user)).hasSize(2);
        vanished.vanish();

        user.ask(new EndpointRequest.Report(ECHO, id(2)));

        assertThat(scope.until(_ -> !has(1, 2), Duration.ofSeconds(2)))
                .isLessThan(Duration.ofMillis(1_200));
        assertThat(resolved(endpoint())).containsExactly(id(1));
    }

    @Test
    @Requirement({"REQ-004", "REQ-012", "REQ-003"})
    void whenARegistrarIsKilledElementsAndUsersGoToAnotherOneWithoutBeingTold() {
        registrar();
        registrar();
        var element = element(1);
        var user = endpoint();
        assertThat(resolved(user)).hasSize(1);
        assertThat(has(1, 1)).isTrue();

        registrars.getFirst().crash();

        assertThat(scope.until(_ -> has(2, 1), Duration.ofSeconds(3)))
                .isLessThan(Duration.ofMillis(100));
        assertThat(resolved(user)).containsExactly(id(1));
        assertThat(element.told(EndpointNotice.HomeLost.class)).hasSize(1);
        assertThat(element.told(EndpointNotice.Registered.class)).hasSize(2);
    }

    @Test
    @Requirement({"REQ-003", "REQ-004"})
    void whenARegistrarIsStoppedUsersGoToAnotherOneWithinASecond() {
        registrar();
        registrar();
        element(1);
        var user = endpoint();
        assertThat(resolved(user)).hasSize(1);

        registrars.getFirst().stop();
        // The element is not registered with the second one yet; the user is answered all the same.
        var before = scope.time();
        resolved(user);

        assertThat(scope.time().minus(before)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    @Requirement({"REQ-003", "REQ-004", "REQ-012"})
    void whenARegistrarFallsSilentElementsGoToAnotherOneWithinFourSeconds() {
        registrar();
        registrar();
        var element = element(1);
        scope.passMillis(10_000);
        assertThat(element.sent(Registration.class)).isEqualTo(1);
        registrars.getFirst().stop();

        assertThat(scope.until(_ -> has(2, 1), Duration.ofSeconds(5)))
                .isLessThan(Duration.ofSeconds(4));
    }

    @Test
    @Requirement("REQ-004")
    void whenARegistrarIsStoppedElementsGoToAnotherOneWhenTheyRenew() {
        registrar();
        registrar();
        var element = element(1);
        registrars.getFirst().stop();

        element.ask(join(ECHO, 1, leastUsed(1)));

        assertThat(scope.until(_ -> has(2, 1), Duration.ofSeconds(2)))
                .isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aRegistrarThatWasStoppedRemovesNobody() {
        registrar();
        var elements = List.of(element(1), element(2), element(3));
        scope.passMillis(5_000);
        for (long stop : new long[] {300, 700, 1_500, 5_000, 20_000}) {
            registrars.getFirst().stop();
            scope.passMillis(stop);
            registrars.getFirst().goOn();
            scope.passMillis(7_000);
        }

        for (Node element : elements) {
            assertThat(element.told(EndpointNotice.Removed.class)).isEmpty();
        }
        assertThat(machines.getFirst().handlespace().size()).isEqualTo(3);
    }

    @Test
    @Requirement("REQ-004")
    void anOnlyRegistrarThatIsRestartedIsFoundAgain() {
        registrar();
        var element = element(1);
        var user = endpoint();
        resolved(user);
        registrars.getFirst().crash();
        scope.passMillis(30_000);

        assertThat(element.told(EndpointNotice.NoRegistrarFound.class)).isNotEmpty();
        var reborn = machine(1, RegistrarConfig.FAST);
        scope.add("10.0.1.1", 3863, reborn);

        var took =
                scope.until(
                        _ -> reborn.handlespace().find(ECHO, id(1)).isPresent(),
                        Duration.ofSeconds(5));
        assertThat(took).isLessThanOrEqualTo(Duration.ofSeconds(4));
        assertThat(resolved(user)).containsExactly(id(1));
    }

    @Test
    @Requirement({"REQ-014", "ASAP-087"})
    void elementsComeAndGoWithoutAnybodyFailing() {
        registrar();
        var user = endpoint();
        for (int i = 1; i <= 10; i++) {
            var next = element(i);
            assertThat(resolved(user)).contains(id(i));
            if (i > 1) {
                int leaving = i - 1;
                var before = leavers.removeFirst();
                var ticket = before.ask(new EndpointRequest.Leave(ECHO, id(leaving)));
                scope.until(_ -> before.answer(ticket).isPresent(), PATIENCE);
                assertThat(resolved(user)).containsExactly(id(i));
            }
            leavers.add(next);
        }
    }

    private final List<Node> leavers = new ArrayList<>();

    @Test
    @Requirement({"REQ-025", "ASAP-022"})
    void aWatcherLearnsOfEveryChangeWithinMilliseconds() {
        registrar();
        var user = endpoint();
        user.ask(new EndpointRequest.Watch(ECHO));
        element(1);
        scope.passMillis(2_100); // there was no such pool before
        assertThat(changes(user)).last().isEqualTo(1);

        var second = element(2);
        scope.passMillis(20);
        assertThat(changes(user)).containsExactly(2);
        second.crash();
        scope.passMillis(20);
        assertThat(changes(user)).containsExactly(1);
        scope.passMillis(60_000);
        assertThat(changes(user)).isEmpty();
    }

    private static List<Integer> changes(Node user) {
        return user.told(EndpointNotice.PoolChanged.class).stream()
                .map(change -> change.elements().size())
                .toList();
    }

    @Test
    @Requirement({"ASAP-023", "REQ-025"})
    void aWatcherFollowsToTheNextRegistrar() {
        registrar();
        registrar();
        var element = element(1);
        var user = endpoint();
        user.ask(new EndpointRequest.Watch(ECHO));
        scope.passMillis(100);
        assertThat(changes(user)).containsExactly(1);

        registrars.getFirst().crash();
        scope.passMillis(3_000);
        element.ask(join(ECHO, 2));
        scope.passMillis(50);

        assertThat(changes(user)).last().isEqualTo(2);
    }

    @Test
    @Requirement({"REQ-008", "SEC-015"})
    void aFailureOfManyAtOnceMakesLittleTraffic() {
        registrar();
        registrar();
        var elements = IntStream.rangeClosed(1, 200).mapToObj(this::element).toList();
        scope.passMillis(1_000);
        int before = elements.stream().mapToInt(e -> e.sent(Registration.class)).sum();

        registrars.getFirst().crash();
        scope.passMillis(1_000);

        int registrations = elements.stream().mapToInt(e -> e.sent(Registration.class)).sum();
        assertThat(registrations - before).isEqualTo(200);
        assertThat(machines.get(1).handlespace().size()).isEqualTo(200);
        int questions = registrars.get(1).sent(EndpointKeepAlive.class);
        scope.passMillis(6_000);
        assertThat(registrars.get(1).sent(EndpointKeepAlive.class) - questions)
                .isBetween(1_600, 2_400); // one per element and 600 ms
    }

    @Test
    @Requirement("REQ-008")
    void withoutAnyRegistrarTheTrafficSubsides() {
        registrar();
        registrar();
        var elements = IntStream.rangeClosed(1, 20).mapToObj(this::element).toList();
        registrars.forEach(Node::vanish);
        scope.passMillis(60_000);
        int before = elements.stream().mapToInt(Node::sentInAll).sum();

        scope.passMillis(60_000);

        int after = elements.stream().mapToInt(Node::sentInAll).sum();
        assertThat((after - before) / 20).isLessThan(60);
    }

    @Test
    @Requirement({"REQ-001", "REQ-045"})
    void anySingleRegistrarMayFailAtAnyTime() {
        for (int i = 0; i < 3; i++) {
            registrar();
        }
        var element = element(1);
        var user = endpoint();
        for (int round = 0; round < 2; round++) {
            int home = homeOf(1);
            registrars.get(home - 1).crash();
            int dead = home;
            scope.until(_ -> homeOf(1) != dead && homeOf(1) != 0, Duration.ofSeconds(5));
            assertThat(resolved(user)).containsExactly(id(1));
        }
        assertThat(element.told(EndpointNotice.HomeLost.class)).hasSize(2);
    }

    private int homeOf(int id) {
        return IntStream.rangeClosed(1, registrars.size())
                .filter(r -> registrars.get(r - 1).links() > 0 && has(r, id))
                .findFirst()
                .orElse(0);
    }

    @Test
    void withTheRfcALostConnectionIsMendedByTheElementItself() {
        registrar(RegistrarConfig.FAST.withMonitoring(RegistrarConfig.RFC.monitoring()));
        var element = element(1);
        var user = endpoint();
        scope.passMillis(100);

        element.cut();
        for (int i = 0; i < 100; i++) {
            scope.passMillis(1);
            assertThat(has(1, 1)).isTrue();
        }

        assertThat(element.told(EndpointNotice.Registered.class)).hasSize(2);
        assertThat(resolved(user)).containsExactly(id(1));
        scope.passMillis(20_000);
        assertThat(has(1, 1)).isTrue();
        assertThat(element.links()).isEqualTo(1);
    }

    @Test
    void theHandlespaceIsReadAsItIs() {
        var registrar = registrar();
        var node = endpoint();
        for (int i = 1; i <= 50; i++) {
            node.ask(join(i % 2 == 0 ? ECHO : OTHER, i));
        }
        scope.passMillis(100);
        var reader =
                scope.add(
                        "10.0.5.1",
                        0,
                        new HandleTableReader(
                                HandleTableReaderConfig.DEFAULTS, new SplittableRandom(9)));
        var ticket = reader.ask(new HandleTableReader.Read(address(1)));
        scope.until(_ -> reader.answer(ticket).isPresent(), PATIENCE);

        var table = (HandleTable) reader.answer(ticket).orElseThrow();
        var handlespace = machines.getFirst().handlespace();
        assertThat(table.size()).isEqualTo(50);
        assertThat(table.owners())
                .containsExactly(
                        new HandleTable.Owner(new RegistrarId(1), 50, handlespace.ownChecksum()));
        for (var pool : table.pools()) {
            for (var element : pool.elements()) {
                assertThat(handlespace.find(pool.handle(), element.id()).orElseThrow().info())
                        .isEqualTo(element);
            }
        }
        assertThat(reader.sent(Presence.class)).isZero();
        scope.passMillis(5);
        assertThat(registrar.links()).isEqualTo(1);
        assertThat(handlespace.owners()).containsExactly(new RegistrarId(1));
    }
}

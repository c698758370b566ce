package org.rserpool.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.Machine;
import org.rserpool.core.Notice;
import org.rserpool.core.Ticket;
import org.rserpool.core.profile.Profile;
import org.rserpool.core.registrar.RegistrarNotice;
import org.rserpool.core.registrar.RegistrarRequest;
import org.rserpool.core.registrar.RegistrarSnapshot;
import org.rserpool.net.memory.MemoryNetwork;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;

/** Registrars that find each other, in memory. */
class PeersTest {

    private static final int ALL = 3;

    private final MemoryNetwork network = new MemoryNetwork();
    private final List<String> told = new CopyOnWriteArrayList<>();

    private static IpAddress host(int number) {
        return IpAddress.parse("10.0.0." + number);
    }

    private static TransportAddress enrp(int number) {
        return new TransportAddress.Tcp(9901, host(number));
    }

    private Registrar start(int number, UnaryOperator<RegistrarSettings> more) throws IOException {
        var settings =
                RegistrarSettings.of(Profile.FAST)
                        .withTransports(network.at(host(number)))
                        .withAsap(List.of(new TransportAddress.Tcp(3863, host(number))))
                        .withEnrp(List.of(enrp(number)))
                        .withGroups(List.of())
                        .withPeerGroups(List.of());
        return Registrar.start(more.apply(settings), notice -> told.add(notice.text()));
    }

    /** Starts one after the other, and waits until each counts all others as alive. */
    private void assertScopeForms(UnaryOperator<RegistrarSettings> more) throws IOException {
        try (var one = start(1, more);
                var other = start(2, more);
                var third = start(3, more)) {
            for (Registrar registrar : List.of(one, other, third)) {
                assertThat(registrar.snapshot().join().serving()).isTrue();
                await().untilAsserted(() -> assertThat(active(registrar)).isEqualTo(ALL - 1));
            }
        }
    }

    private static long active(Registrar registrar) {
        return registrar.snapshot().join().peers().stream()
                .filter(peer -> peer.standing() == RegistrarSnapshot.Standing.ACTIVE)
                .count();
    }

    @Test
    @Requirement("REQ-059")
    void oneNameWithTheAddressesOfAllIsEnough() throws IOException {
        HostNames zone = name -> IntStream.rangeClosed(1, ALL).mapToObj(PeersTest::host).toList();

        assertScopeForms(settings ->
                settings.withPeers(List.of(PeerAddress.parse("tcp:registrars:9901")))
                        .withNames(zone));
    }

    @Test
    @Requirement("REQ-059")
    void oneConfiguredPeerIsEnough() throws IOException {
        assertScopeForms(settings -> settings.withPeers(List.of(PeerAddress.of(enrp(1)))));
    }

    @Test
    @Requirement("REQ-059")
    void multicastAloneIsEnough() throws IOException {
        assertScopeForms(settings -> settings.withPeerGroups(Groups.ofPeers()));
    }

    @Test
    void anUnknownNameKeepsNoRegistrarFromStarting() throws IOException {
        HostNames zone =
                name -> {
                    throw new UnknownHostException(name);
                };
        try (var registrar =
                start(
                        1,
                        settings ->
                                settings.withPeers(List.of(PeerAddress.parse("tcp:nobody:9901")))
                                        .withNames(zone))) {
            assertThat(registrar.snapshot().join().serving()).isTrue();
            await().until(() -> told.stream().anyMatch(line -> line.contains("tcp:nobody:9901")));
        }
    }

    // ---- the machine as it is watched ----

    private static final Notice SERVING =
            new RegistrarNotice.Serving(java.util.Optional.empty(), 0);

    /** Serves when the first timer expires; remembers what it was told. */
    private static final class Recorder implements Machine {
        private final List<Event> events = new ArrayList<>();

        @Override
        public List<Action> handle(Event event, Instant now) {
            events.add(event);
            return event instanceof Event.TimeReached
                    ? List.of(new Action.Tell(SERVING))
                    : List.of();
        }

        @Override
        public Instant deadline() {
            return Instant.EPOCH;
        }
    }

    private final Recorder recorder = new Recorder();
    private final CompletableFuture<Void> serving = new CompletableFuture<>();
    private final Notice first = new NamesNotice.Unknown(PeerAddress.parse("tcp:one:1"), "why");
    private final WatchedMachine watched = new WatchedMachine(recorder, List.of(first), serving);

    @Test
    void whatTheMachineTellsWhenItServesIsHeardWithoutAnyListener() {
        assertThat(watched.handle(new Event.Started(), Instant.EPOCH))
                .containsExactly(new Action.Tell(first));
        assertThat(serving).isNotDone();

        assertThat(watched.handle(new Event.TimeReached(), Instant.EPOCH))
                .containsExactly(new Action.Tell(SERVING));

        assertThat(serving).isDone();
        assertThat(watched.deadline()).isEqualTo(recorder.deadline());
    }

    @Test
    void whatIsFoundIsHandedToTheMachineAndTold() {
        var ticket = new Ticket(7);
        var peers = List.of(enrp(1), enrp(2));

        var actions =
                watched.handle(
                        new Event.Asked(ticket, new PeerNames.Found(peers, List.of(first))),
                        Instant.EPOCH);

        assertThat(actions).containsExactly(new Action.Tell(first));
        assertThat(recorder.events)
                .containsExactly(new Event.Asked(ticket, new RegistrarRequest.UsePeers(peers)));
    }
}

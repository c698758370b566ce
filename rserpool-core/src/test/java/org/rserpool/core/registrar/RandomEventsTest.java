package org.rserpool.core.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.sctp;
import static org.rserpool.core.Samples.tcp;
import static org.rserpool.core.Samples.udp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.RandomMessages;
import org.rserpool.core.Ticket;
import org.rserpool.core.profile.Profile;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/**
 * Thousands of sequences of events by chance: whatever happens, a registrar throws nothing, sends
 * only what can be sent, keeps its handlespace consistent, and forgets what is over.
 */
final class RandomEventsTest {

    private static final int SEQUENCES = 400;
    private static final int EVENTS = 250;

    @ParameterizedTest
    @EnumSource(Profile.class)
    @Requirement({"ASAP-081", "ASAP-102", "SEC-021"})
    void nothingThatHappensHarmsARegistrar(Profile profile) {
        for (int seed = 1; seed <= SEQUENCES; seed++) {
            try {
                new Run(profile, seed, RegistrarBench.PLACE).play();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("%s, seed %d".formatted(profile, seed), e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void nothingThatPeersSayHarmsARegistrar(Profile profile) {
        var place =
                RegistrarBench.PLACE
                        .withPeers(List.of(sctp("10.0.0.1", 9901), sctp("10.0.1.1", 9901)))
                        .announcing(Protocol.ENRP);
        for (int seed = 1; seed <= SEQUENCES; seed++) {
            try {
                new Run(profile, seed, place).play();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("%s, seed %d".formatted(profile, seed), e);
            }
        }
    }

    /** One sequence. */
    private static final class Run {
        private final SplittableRandom random;
        private final RandomMessages some;
        private final RegistrarBench bench;
        private final Wire wire;
        private final Set<Link> up = new LinkedHashSet<>();
        private final Map<Link, Protocol> opening = new LinkedHashMap<>();
        private final boolean amongPeers;
        private long nextLink = 1_000;

        Run(Profile profile, int seed, RegistrarPlace place) {
            random = new SplittableRandom(seed);
            some = new RandomMessages(random);
            amongPeers = !place.peers().isEmpty();
            bench = new RegistrarBench(profile.registrar(), place, seed);
            follow();
            wire = new Wire(profile.dialect());
        }

        void play() {
            for (int i = 0; i < EVENTS; i++) {
                event();
                follow();
                assertThat(bench.driver.deadline()).isAfterOrEqualTo(Instant.EPOCH);
                if (i % 16 == 0) {
                    bench.handlespace().verify();
                }
            }
            end();
        }

        private void event() {
            switch (random.nextInt(20)) {
                case 0, 1 -> open();
                case 2 -> pick(up).ifPresent(this::down);
                case 3 -> pick(up).ifPresent(link -> bench.up(link, protocol(), remote()));
                case 4 -> pick(opening.keySet()).ifPresent(this::settle);
                case 5 -> bench.driver.pass(Duration.ofMillis(random.nextInt(3_000)));
                case 6 -> bench.driver.pass(Duration.ofMillis(random.nextInt(100)));
                case 7 -> {
                    if (some.oneIn(10)) {
                        bench.driver.stop(Duration.ofMillis(random.nextInt(10_000)));
                    }
                }
                case 8 ->
                        bench.driver.feed(
                                new Event.Overheard(tcp(some.host(), 1), some.announce()));
                case 9 ->
                        bench.driver.feed(
                                new Event.Asked(
                                        new Ticket(1), new RegistrarRequest.TakeSnapshot()));
                case 10 ->
                        bench.driver.feed(
                                amongPeers
                                        ? new Event.Overheard(udp(some.host(), 1), some.presence())
                                        : new Event.TimeReached());
                default -> say();
            }
        }

        private java.util.Optional<Link> pick(Set<Link> links) {
            return links.isEmpty()
                    ? java.util.Optional.empty()
                    : java.util.Optional.of(some.any(List.copyOf(links)));
        }

        private void open() {
            var link = new Link(nextLink);
            nextLink += 2;
            up.add(link);
            bench.up(link, protocol(), remote());
        }

        private Protocol protocol() {
            return some.oneIn(amongPeers ? 2 : 5) ? Protocol.ENRP : Protocol.ASAP;
        }

        private TransportAddress remote() {
            if (some.oneIn(3)) {
                return tcp(some.host(), 1 + random.nextInt(60_000));
            }
            return sctp(List.of(some.host(), some.host()), 1 + random.nextInt(60_000));
        }

        private void down(Link link) {
            up.remove(link);
            bench.lose(link);
        }

        private void settle(Link link) {
            var protocol = Objects.requireNonNull(opening.remove(link));
            if (random.nextBoolean()) {
                up.add(link);
                bench.up(link, protocol, remote());
            } else {
                bench.driver.feed(new Event.LinkDown(link, Event.LinkDown.Reason.UNREACHABLE));
            }
        }

        private void say() {
            var link = pick(up).orElse(new Link(2));
            Message message = amongPeers && some.oneIn(2) ? some.enrp() : some.message();
            if (Wire.sizeOf(message) > Wire.MAX_PAGE) {
                return;
            }
            try {
                var octets = wire.encode(message);
                bench.driver.arrive(
                        link, message.protocol(), some.oneIn(8) ? some.garbled(octets) : octets);
            } catch (IllegalArgumentException e) {
                // A TCP transport for control has no place in this dialect.
                assertThat(e).hasMessageContaining("do not run over");
            }
        }

        /** Takes note of the links that the registrar opened and closed. */
        private void follow() {
            for (Action action : bench.driver.take()) {
                switch (action) {
                    case Action.Open(var link, var protocol, _) -> opening.put(link, protocol);
                    case Action.Close(var link, _) -> {
                        up.remove(link);
                        opening.remove(link);
                    }
                    case Action.Send _, Action.Announce _, Action.Reply _, Action.Tell _ -> {}
                }
            }
        }

        /** When all have gone, nothing is left. */
        private void end() {
            var ticket = new Ticket(2);
            bench.driver.feed(new Event.Asked(ticket, new RegistrarRequest.TakeSnapshot()));
            var seen = (RegistrarSnapshot) bench.driver.answers(ticket).getFirst();
            assertThat(seen.links()).isEqualTo(up.size());
            for (Link link : new ArrayList<>(up)) {
                down(link);
            }
            follow();
            for (int i = 0; i < 50; i++) {
                for (Link link : new ArrayList<>(opening.keySet())) {
                    opening.remove(link);
                    bench.driver.feed(new Event.LinkDown(link, Event.LinkDown.Reason.UNREACHABLE));
                }
                bench.driver.passSeconds(10);
                follow();
            }
            bench.handlespace().verify();
            bench.driver.feed(new Event.Asked(ticket, new RegistrarRequest.TakeSnapshot()));
            var left = (RegistrarSnapshot) bench.driver.answers(ticket).getFirst();
            assertThat(left.pools()).isEmpty();
            assertThat(left.links()).isZero();
            assertThat(left.subscriptions()).isZero();
            assertThat(left.peers()).isEmpty();
            assertThat(left.serving()).isTrue();
            if (!amongPeers) {
                assertThat(bench.driver.deadline()).isEqualTo(Instant.MAX);
            }
        }
    }
}

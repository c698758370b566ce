package org.rserpool.core.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.join;
import static org.rserpool.core.Samples.leastUsed;
import static org.rserpool.core.Samples.sctp;
import static org.rserpool.core.Samples.udp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.RandomMessages;
import org.rserpool.core.Samples;
import org.rserpool.core.Ticket;
import org.rserpool.core.profile.Profile;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.Message;

/**
 * Thousands of sequences of events by chance: whatever happens, an endpoint throws nothing, sends
 * only what can be sent, never has more than three links of its own, answers each request once, and
 * once there is a registrar that answers, all is as the application wants it.
 */
final class RandomEventsTest {

    private static final int SEQUENCES = 400;
    private static final int EVENTS = 300;

    @ParameterizedTest
    @EnumSource(Profile.class)
    @Requirement({"ASAP-162", "ASAP-263"})
    void nothingThatHappensHarmsAnEndpoint(Profile profile) {
        for (int seed = 1; seed <= SEQUENCES; seed++) {
            try {
                new Run(profile, seed).play();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("%s, seed %d".formatted(profile, seed), e);
            }
        }
    }

    private record Key(PoolHandle pool, ElementId id) {}

    /** One sequence. */
    private static final class Run {
        private final Profile profile;
        private final SplittableRandom random;
        private final RandomMessages some;
        private final EndpointBench bench;
        private final Wire wire;
        private final Set<Link> opening = new LinkedHashSet<>();
        private final Map<Link, TransportAddress> targets = new LinkedHashMap<>();
        private final Set<Link> up = new LinkedHashSet<>();
        private final List<Map.Entry<Link, AsapMessage>> asked = new ArrayList<>();
        private final Set<Ticket> open = new LinkedHashSet<>();
        private final Set<Ticket> answered = new LinkedHashSet<>();
        private final Set<Key> wanted = new LinkedHashSet<>();
        private final Set<PoolHandle> watched = new LinkedHashSet<>();

        Run(Profile profile, int seed) {
            this.profile = profile;
            random = new SplittableRandom(seed);
            some = new RandomMessages(random);
            bench = new EndpointBench(profile.endpoint(), random.nextInt(6));
            wire = new Wire(profile.dialect());
        }

        void play() {
            for (int i = 0; i < EVENTS; i++) {
                event();
                follow();
                long own = up.stream().filter(link -> (link.number() & 1) == 1).count();
                assertThat(own + opening.size()).isLessThanOrEqualTo(3);
            }
            heal();
            end();
        }

        private void event() {
            switch (random.nextInt(24)) {
                case 0, 1, 2 -> pick(opening).ifPresent(this::settle);
                case 3 -> pick(up).ifPresent(this::down);
                case 4 -> up.add(bench.accept(remote()));
                case 5 -> pick(up).ifPresent(link -> bench.up(link, remote()));
                case 6, 7 -> bench.driver.pass(Duration.ofMillis(random.nextInt(2_000)));
                case 8 -> bench.driver.pass(Duration.ofMillis(random.nextInt(50)));
                case 9 -> bench.driver.stop(Duration.ofMillis(random.nextInt(20)));
                case 10 ->
                        bench.driver.feed(
                                new Event.Overheard(udp(some.host(), 1), some.announce()));
                case 11, 12, 13, 14, 15 -> respond();
                case 16, 17 -> say();
                default -> request();
            }
        }

        private Optional<Link> pick(Set<Link> links) {
            return links.isEmpty() ? Optional.empty() : Optional.of(some.any(List.copyOf(links)));
        }

        private TransportAddress remote() {
            return some.oneIn(2)
                    ? EndpointBench.registrar(1 + random.nextInt(5))
                    : sctp(some.host(), 1 + random.nextInt(1_000));
        }

        private void settle(Link link) {
            opening.remove(link);
            if (random.nextInt(3) > 0) {
                up.add(link);
                bench.up(link, Optional.ofNullable(targets.get(link)).orElseThrow());
            } else {
                bench.driver.feed(new Event.LinkDown(link, Event.LinkDown.Reason.UNREACHABLE));
            }
        }

        private void down(Link link) {
            up.remove(link);
            bench.lose(link);
        }

        /** Answers something that was asked, well or badly, now or again. */
        private void respond() {
            if (asked.isEmpty()) {
                return;
            }
            int at = random.nextInt(asked.size());
            var question = some.oneIn(6) ? asked.get(at) : asked.remove(at);
            if (up.contains(question.getKey())) {
                answer(question.getKey(), question.getValue(), some.oneIn(4));
            }
        }

        private void answer(Link link, AsapMessage question, boolean badly) {
            var causes = badly ? List.of(new ErrorCause(new CauseCode(1 + some.upTo(9)))) : NONE;
            switch (question) {
                case AsapMessage.Registration(var pool, var element) ->
                        send(
                                link,
                                new AsapMessage.RegistrationResponse(
                                        pool, element.id(), badly, causes));
                case AsapMessage.Deregistration(var pool, var id) ->
                        send(link, new AsapMessage.DeregistrationResponse(pool, id, causes));
                case AsapMessage.HandleResolution(var pool, _, _) ->
                        send(link, some.resolutionResponse(pool));
                default -> {}
            }
        }

        private static final List<ErrorCause> NONE = List.of();

        private void say() {
            pick(up).ifPresent(link -> send(link, some.message()));
        }

        private void send(Link link, Message message) {
            if (Wire.sizeOf(message) > Wire.MAX_PAGE) {
                return;
            }
            try {
                var octets = wire.encode(message);
                bench.driver.arrive(
                        link, message.protocol(), some.oneIn(20) ? some.garbled(octets) : octets);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("do not run over");
            }
        }

        private void request() {
            var pool = some.pool();
            var id = new ElementId(1 + random.nextInt(4));
            var patience = Duration.ofMillis(1 + random.nextInt(20_000));
            var request =
                    switch (random.nextInt(12)) {
                        case 0, 1, 2 -> join(pool, id.value(), leastUsed(random.nextInt(3)));
                        case 3 -> new EndpointRequest.Leave(pool, id);
                        case 4, 5 ->
                                new EndpointRequest.Resolve(
                                        pool,
                                        random.nextInt(5),
                                        Duration.ofMillis(random.nextInt(3_000)),
                                        patience);
                        case 6 -> new EndpointRequest.Select(pool, patience);
                        case 7 -> new EndpointRequest.Report(pool, some.id());
                        case 8 -> new EndpointRequest.Watch(pool);
                        case 9 -> new EndpointRequest.Unwatch(pool);
                        case 10 ->
                                open.isEmpty()
                                        ? new EndpointRequest.Purge(pool)
                                        : new EndpointRequest.Cancel(some.any(List.copyOf(open)));
                        default ->
                                new EndpointRequest.UseRegistrars(
                                        EndpointBench.registrars(random.nextInt(6)));
                    };
            switch (request) {
                case EndpointRequest.Watch(var handle) -> watched.add(handle);
                case EndpointRequest.Unwatch(var handle) -> watched.remove(handle);
                case EndpointRequest.Join wish -> wanted.add(new Key(wish.pool(), wish.id()));
                default -> {}
            }
            open.add(bench.ask(request));
        }

        /** Takes note of what the endpoint opened, closed, asked and answered. */
        private void follow() {
            for (Action action : bench.driver.take()) {
                switch (action) {
                    case Action.Open(var link, _, var remote) -> {
                        opening.add(link);
                        targets.put(link, remote);
                    }
                    case Action.Close(var link, _) -> {
                        up.remove(link);
                        opening.remove(link);
                    }
                    case Action.Send(var link, AsapMessage message) ->
                            asked.add(Map.entry(link, message));
                    case Action.Reply(var ticket, _) -> {
                        assertThat(answered.add(ticket)).as("answered once").isTrue();
                        open.remove(ticket);
                    }
                    case Action.Send _, Action.Announce _, Action.Tell _ -> {}
                }
            }
        }

        /** From here on there is one registrar, which accepts and answers at once. */
        private void heal() {
            bench.ask(new EndpointRequest.UseRegistrars(EndpointBench.registrars(1)));
            for (Link link : List.copyOf(up)) {
                down(link);
            }
            follow();
            long step = profile.endpoint().hunt().retranMax().toMillis() / 40;
            for (int i = 0; i < 300; i++) {
                for (Link link : List.copyOf(opening)) {
                    opening.remove(link);
                    var target = Optional.ofNullable(targets.get(link)).orElseThrow();
                    if (target.equals(EndpointBench.registrar(1))) {
                        up.add(link);
                        bench.up(link, target);
                    } else {
                        bench.driver.feed(
                                new Event.LinkDown(link, Event.LinkDown.Reason.UNREACHABLE));
                    }
                    follow();
                }
                for (var question : List.copyOf(asked)) {
                    if (up.contains(question.getKey())) {
                        serve(question.getKey(), question.getValue());
                    }
                }
                asked.clear();
                bench.driver.passMillis(step);
                follow();
            }
            assertThat(open).as("requests without answer").isEmpty();
        }

        private void serve(Link link, AsapMessage question) {
            if (question instanceof AsapMessage.HandleResolution(var pool, _, _)) {
                bench.resolved(link, pool, false, Samples.element(1, Samples.HOST_B));
            } else {
                answer(link, question, false);
            }
        }

        /** When the application wants nothing any more, nothing is left. */
        private void end() {
            watched.forEach(pool -> bench.ask(new EndpointRequest.Unwatch(pool)));
            for (Key key : wanted) {
                bench.ask(new EndpointRequest.Leave(key.pool(), key.id()));
            }
            follow();
            for (int i = 0; i < 100; i++) {
                for (var question : List.copyOf(asked)) {
                    if (up.contains(question.getKey())) {
                        serve(question.getKey(), question.getValue());
                    }
                }
                asked.clear();
                bench.driver.passSeconds(3);
                follow();
            }
            assertThat(opening).isEmpty();
            assertThat(bench.driver.deadline()).as(profile.toString()).isEqualTo(Instant.MAX);
        }
    }
}

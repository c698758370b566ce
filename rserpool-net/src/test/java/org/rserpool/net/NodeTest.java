package org.rserpool.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rserpool.net.testing.TestNode.message;
import static org.rserpool.net.testing.TestNode.soon;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rserpool.core.Action;
import org.rserpool.core.Answer;
import org.rserpool.core.Event;
import org.rserpool.core.Event.LinkDown.Reason;
import org.rserpool.core.Link;
import org.rserpool.core.Machine;
import org.rserpool.core.Notice;
import org.rserpool.core.Request;
import org.rserpool.core.Ticket;
import org.rserpool.net.memory.MemoryNetwork;
import org.rserpool.net.testing.TestMachine;
import org.rserpool.net.testing.TestNode;
import org.rserpool.net.transport.Counter;
import org.rserpool.net.transport.Limits;
import org.rserpool.net.transport.Listener;
import org.rserpool.net.transport.NetNotice;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportUse;
import org.rserpool.wire.message.Protocol;

@Timeout(60)
class NodeTest {

    private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1");

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : opened.reversed()) {
            closeable.close();
        }
    }

    private static NodeConfig config() {
        return NodeConfig.named("test").withTransports(Transports.TCP);
    }

    private static NodeConfig listening() {
        return config().withListeners(
                        new Listener(Protocol.ASAP, new TransportAddress.Tcp(0, LOOPBACK)));
    }

    private TestNode start(NodeConfig config, TestMachine machine) {
        var node = TestNode.start(config, machine);
        opened.add(node);
        return node;
    }

    private Node start(Machine machine, NodeListener listener) throws IOException {
        return start(config(), machine, listener);
    }

    private Node start(NodeConfig config, Machine machine, NodeListener listener)
            throws IOException {
        var node = Node.start(config, _ -> machine, listener);
        opened.add(node);
        return node;
    }

    /** Answers each number with itself. */
    private static final class Counting implements Machine {

        private final CountDownLatch begin;

        /** Answers at once. */
        Counting() {
            this(new CountDownLatch(0));
        }

        /** Answers when it may begin. */
        Counting(CountDownLatch begin) {
            this.begin = begin;
        }

        record Question(int value) implements Request {}

        record Same(int value) implements Answer {}

        @Override
        public List<Action> handle(Event event, Instant now) {
            awaitUninterruptibly(begin);
            return event instanceof Event.Asked(var ticket, Question(var value))
                    ? List.of(new Action.Reply(ticket, new Same(value)))
                    : List.of();
        }

        @Override
        public Instant deadline() {
            return Instant.MAX;
        }
    }

    /** Answers nothing. */
    private static final class Silent implements Machine {

        @Override
        public List<Action> handle(Event event, Instant now) {
            return List.of();
        }

        @Override
        public Instant deadline() {
            return Instant.MAX;
        }
    }

    private record Any() implements Request {}

    // ---- starting ----

    @Test
    void theFirstEventIsStarted() {
        var node = start(listening(), new TestMachine());
        node.run(_ -> {});
        assertThat(node.machine().told()).containsExactly(new Event.Started());
    }

    @Test
    void theMachineIsMadeKnowingTheRealPorts() throws IOException {
        var known = new AtomicReference<Optional<Bound>>(Optional.empty());
        var thread = new AtomicReference<>("");
        try (var node =
                Node.start(
                        listening(),
                        bound -> {
                            known.set(Optional.of(bound));
                            thread.set(Thread.currentThread().getName());
                            return new Silent();
                        },
                        _ -> {})) {
            assertThat(known.get()).contains(node.bound());
            assertThat(node.bound().listeners().getFirst().address().port()).isPositive();
            assertThat(thread.get()).isEqualTo("test-loop");
        }
    }

    @Test
    void aListenerWithoutTransportKeepsTheNodeFromStarting() {
        var sctp = new TransportAddress.Sctp(0, TransportUse.DATA_ONLY, List.of(LOOPBACK));
        var config = config().withListeners(new Listener(Protocol.ASAP, sctp));
        assertThatThrownBy(() -> Node.start(config, _ -> new Silent(), _ -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("nothing listens at sctp:127.0.0.1:0: the node has only TCP");
    }

    @Test
    void aMachineThatCannotBeMadeKeepsTheNodeFromStarting() {
        var failure = new IllegalArgumentException("no machine");
        assertThatThrownBy(() ->
                        Node.start(
                                config(),
                                _ -> {
                                    throw failure;
                                },
                                _ -> {}))
                .isSameAs(failure);
    }

    // ---- requests ----

    @Test
    void everybodyGetsTheAnswerToHisOwnQuestion() throws Exception {
        var node = start(new Counting(), _ -> {});
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var all =
                    IntStream.range(0, 50)
                            .mapToObj(caller ->
                                    callers.submit(() -> {
                                        for (int i = 0; i < 400; i++) {
                                            int value = caller * 1_000 + i;
                                            var answer =
                                                    node.ask(new Counting.Question(value)).get();
                                            assertThat(answer).isEqualTo(new Counting.Same(value));
                                        }
                                        return caller;
                                    }))
                            .toList();
            for (var one : all) {
                assertThat(one.get()).isNotNegative();
            }
        }
        assertThat(node.count(Counter.REQUESTS)).isEqualTo(20_000);
    }

    @Test
    void whatHangsOnAnAnswerMayBlockAndTheNodeGoesOn() throws Exception {
        var hung = new CountDownLatch(1);
        var node = start(new Counting(hung), _ -> {});
        var release = new CountDownLatch(1);
        var thread = new CompletableFuture<Thread>();
        var blocked =
                node.ask(new Counting.Question(1))
                        .thenApply(answer -> {
                            thread.complete(Thread.currentThread());
                            awaitUninterruptibly(release);
                            return answer;
                        });
        hung.countDown();
        assertThat(thread.get().getName()).isNotEqualTo("test-loop");
        assertThat(node.ask(new Counting.Question(2)).get()).isEqualTo(new Counting.Same(2));
        assertThat(blocked).isNotDone();
        release.countDown();
        assertThat(blocked.get()).isEqualTo(new Counting.Same(1));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void requestsBeyondTheLimitAreRefused() throws Exception {
        var config = config().withLimits(Limits.DEFAULTS.withMaxPendingRequests(3));
        var node = start(config, new Silent(), _ -> {});
        var first = IntStream.range(0, 3).mapToObj(_ -> node.ask(new Any())).toList();
        assertThatThrownBy(() -> node.ask(new Any()).join())
                .hasCause(new NodeException.Busy("test", 3))
                .isInstanceOf(CompletionException.class);
        assertThat(first).noneMatch(CompletableFuture::isDone);
        assertThat(node.count(Counter.REQUESTS_REFUSED)).isEqualTo(1);
    }

    @Test
    void answeredRequestsMakeRoomForOthers() throws Exception {
        var config = config().withLimits(Limits.DEFAULTS.withMaxPendingRequests(1));
        var node = start(config, new Counting(), _ -> {});
        for (int i = 0; i < 100; i++) {
            int value = i;
            soon().ignoreExceptions()
                    .until(() ->
                            node.ask(new Counting.Question(value))
                                    .get()
                                    .equals(new Counting.Same(value)));
        }
    }

    @Test
    void whatIsStillPendingFailsWhenTheNodeStops() throws Exception {
        var node = start(new Silent(), _ -> {});
        var pending = node.ask(new Any());
        node.close();
        assertThatThrownBy(pending::get).hasCauseInstanceOf(NodeException.Stopped.class);
        assertThatThrownBy(() -> node.ask(new Any()).get())
                .hasCauseInstanceOf(NodeException.Stopped.class);
        assertThat(node.stopped()).isCompleted();
    }

    // ---- time ----

    @Test
    void deadlinesAreMetOnTimeAndNeverEarly() {
        var asked = new LinkedBlockingQueue<Instant>();
        var told = new LinkedBlockingQueue<Instant>();
        var machine =
                new TestMachine((event, turn) -> {
                    if (event instanceof Event.TimeReached) {
                        told.add(turn.now());
                        if (told.size() < 20) {
                            asked.add(turn.now().plusMillis(7));
                            turn.wakeAt(turn.now().plusMillis(7));
                        } else {
                            turn.wakeAt(Instant.MAX);
                        }
                    }
                });
        var node = start(config(), machine);
        node.run(turn -> {
            asked.add(turn.now().plusMillis(7));
            turn.wakeAt(turn.now().plusMillis(7));
        });
        soon().until(() -> told.size() == 20);
        var due = List.copyOf(asked);
        var reached = List.copyOf(told);
        var lateness = new ArrayList<Duration>();
        for (int i = 0; i < 20; i++) {
            assertThat(reached.get(i)).isAfterOrEqualTo(due.get(i));
            lateness.add(Duration.between(due.get(i), reached.get(i)));
        }
        // The median, because a busy machine may be late now and then.
        lateness.sort(Duration::compareTo);
        assertThat(lateness.get(10)).isLessThan(Duration.ofMillis(10));
        assertThat(node.node().count(Counter.TURNS)).isLessThan(100);
    }

    @Test
    void timeNeverGoesBackAndBeginsAtTheEpoch() {
        var times = new LinkedBlockingQueue<Instant>();
        var node = start(config(), new TestMachine());
        for (int i = 0; i < 100; i++) {
            node.run(turn -> times.add(turn.now()));
        }
        assertThat(List.copyOf(times)).isSorted();
        assertThat(times.peek()).isBetween(Instant.EPOCH, Instant.EPOCH.plusSeconds(60));
    }

    @Test
    void anAnswerThatLiesInTheSocketComesBeforeTheTimeoutThatItPrevents() throws Exception {
        var busy = new CountDownLatch(1);
        var written = new CountDownLatch(1);
        var machine = new TestMachine();
        var node = start(listening(), machine);
        var address = node.address();
        try (var socket = new Socket(LOOPBACK.toInetAddress(), address.port())) {
            var link = node.accepted(1);
            var held =
                    node.node()
                            .ask(
                                    new TestMachine.Do(turn -> {
                                        turn.wakeAt(turn.now().plusMillis(1));
                                        busy.countDown();
                                        awaitUninterruptibly(written);
                                        spin(Duration.ofMillis(5));
                                    }));
            busy.await();
            socket.getOutputStream().write(encoded());
            written.countDown();
            held.get();
            soon().until(() -> !node.machine().told(Event.TimeReached.class).isEmpty());
            var events = node.machine().told();
            assertThat(node.arrived(link)).containsExactly(message(1));
            assertThat(events.indexOf(new Event.Arrived(link, message(1))))
                    .isLessThan(events.indexOf(new Event.TimeReached()));
            node.run(turn -> turn.wakeAt(Instant.MAX));
        }
    }

    private static byte[] encoded() {
        return new org.rserpool.wire.codec.Wire(org.rserpool.wire.codec.Dialect.EXTENDED)
                .encode(message(1))
                .toArray();
    }

    /** Keeps the thread busy until the time has passed. */
    private static void spin(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aMachineThatIsAlwaysDueStillHearsRequestsAndMessages() {
        var machine = new TestMachine((_, turn) -> turn.wakeAt(Instant.MIN));
        var node = start(listening(), machine);
        for (int i = 0; i < 100; i++) {
            node.run(_ -> {});
        }
        assertThat(node.machine().told(Event.TimeReached.class)).isNotEmpty();
    }

    // ---- links ----

    @Test
    void anAddressThatNoTransportSpeaksIsUnreachable() {
        var node = start(config(), new TestMachine());
        var sctp = new TransportAddress.Sctp(1, TransportUse.DATA_ONLY, List.of(LOOPBACK));
        var link = node.open(sctp);
        soon().until(() -> node.down(link).isPresent());
        assertThat(node.down(link)).contains(Reason.UNREACHABLE);
    }

    @Test
    void aMachineThatOpensAgainAtEachFailureKeepsNobodyWaiting() {
        var next = new AtomicInteger(3);
        var target = new TransportAddress.Udp(1, LOOPBACK);
        var machine =
                new TestMachine((event, turn) -> {
                    if (event instanceof Event.LinkDown) {
                        var link = new Link(next.getAndAdd(2));
                        turn.out().open(link, Protocol.ASAP, target);
                    }
                });
        var node = start(config(), machine);
        node.run(turn -> turn.out().open(new Link(1), Protocol.ASAP, target));
        for (int i = 0; i < 100; i++) {
            node.run(_ -> {});
        }
        soon().until(() -> next.get() > 100);
    }

    @Test
    void whatIsSentInAnswerToAnImmediateFailureLeavesAtOnce() {
        var peer = start(listening(), new TestMachine());
        var link = new AtomicReference<Link>();
        var machine =
                new TestMachine((event, turn) -> {
                    if (event instanceof Event.LinkDown) {
                        turn.out().send(link.get(), message(1));
                    }
                });
        var node = start(config(), machine);
        link.set(node.connect(peer.address()));

        node.open(new TransportAddress.Sctp(1, TransportUse.DATA_ONLY, List.of(LOOPBACK)));

        // Nothing else wakes the loop.
        soon().until(() -> peer.arrived(new Link(2)).equals(List.of(message(1))));
    }

    @Test
    void whatIsSentOverNoLinkIsDropped() {
        var node = start(config(), new TestMachine());
        node.run(turn -> turn.out().send(new Link(7), message(1)));
        node.run(turn -> turn.out().close(new Link(7)));
        node.run(turn -> turn.out().announce(message(1)));
        assertThat(node.node().stopped()).isNotDone();
    }

    // ---- failing ----

    private record Break() implements Request {}

    private static final class Fragile implements Machine {

        @Override
        public List<Action> handle(Event event, Instant now) {
            if (event instanceof Event.Asked(_, Break _)) {
                throw new IllegalStateException("checksum of PR-00000001 is wrong");
            }
            return List.of();
        }

        @Override
        public Instant deadline() {
            return Instant.MAX;
        }
    }

    @Test
    void aMachineThatThrowsStopsItsNodeAndAllAreTold() throws Exception {
        var ends = new LinkedBlockingQueue<Optional<Throwable>>();
        var node = start(listening(), new Fragile(), ending(ends));
        int port = node.bound().listeners().getFirst().address().port();
        try (var socket = new Socket(LOOPBACK.toInetAddress(), port)) {
            soon().until(() -> node.count(Counter.LINKS_ACCEPTED) == 1);
            var waiting = node.ask(new Any());
            var breaking = node.ask(new Break());

            assertThatThrownBy(breaking::get)
                    .cause()
                    .isInstanceOf(NodeException.Stopped.class)
                    .hasMessage("node test has failed")
                    .hasRootCauseMessage("checksum of PR-00000001 is wrong");
            assertThatThrownBy(waiting::get).hasCauseInstanceOf(NodeException.Stopped.class);
            assertThatThrownBy(() -> node.ask(new Any()).get())
                    .hasCauseInstanceOf(NodeException.Stopped.class);
            assertThat(ends.poll(20, TimeUnit.SECONDS))
                    .get()
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> node.stopped().get())
                    .hasCauseInstanceOf(IllegalStateException.class);
            // The links are gone, and the port is free.
            assertThatThrownBy(() -> socket.getInputStream().readAllBytes())
                    .hasMessageContaining("reset");
        }
        assertThatThrownBy(() -> new Socket(LOOPBACK.toInetAddress(), port).close())
                .hasMessageContaining("refused");
    }

    private static NodeListener ending(LinkedBlockingQueue<Optional<Throwable>> ends) {
        return new NodeListener() {
            @Override
            public void told(Notice notice) {}

            @Override
            public void stopped(Optional<Throwable> failure) {
                ends.add(failure);
            }
        };
    }

    @Test
    void anActionThatMayNotBeStopsTheNode() throws Exception {
        for (Action bad :
                List.of(
                        new Action.Reply(new Ticket(99), new Counting.Same(1)),
                        new Action.Open(
                                new Link(2),
                                Protocol.ASAP,
                                new TransportAddress.Tcp(1, LOOPBACK)))) {
            var node = start(new Answering(bad), _ -> {});
            assertThatThrownBy(() -> node.ask(new Any()).get())
                    .hasCauseInstanceOf(NodeException.Stopped.class);
            assertThatThrownBy(() -> node.stopped().get())
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    private record Answering(Action action) implements Machine {

        @Override
        public List<Action> handle(Event event, Instant now) {
            return event instanceof Event.Asked ? List.of(action) : List.of();
        }

        @Override
        public Instant deadline() {
            return Instant.MAX;
        }
    }

    // ---- notices ----

    private record Said(int number) implements Notice {

        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "said " + number;
        }
    }

    @Test
    void noticesComeInOrderAndTheEndComesLast() throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        var node =
                Node.start(
                        config(),
                        _ -> new TestMachine(),
                        new NodeListener() {
                            @Override
                            public void told(Notice notice) {
                                heard.add(notice.text());
                            }

                            @Override
                            public void stopped(Optional<Throwable> failure) {
                                heard.add("stopped " + failure);
                            }
                        });
        for (int i = 0; i < 100; i++) {
            int number = i;
            node.ask(new TestMachine.Do(turn -> turn.out().tell(new Said(number)))).get();
        }
        node.close();
        soon().until(() -> heard.size() == 101);
        assertThat(heard.stream().limit(100))
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(i -> "said " + i).toList());
        assertThat(heard.stream().skip(100)).containsExactly("stopped Optional.empty");
    }

    @Test
    void aSlowListenerBlocksNobodyAndLearnsWhatItMissed() {
        var release = new CountDownLatch(1);
        var heard = new LinkedBlockingQueue<Notice>();
        var limits = Limits.DEFAULTS.withMaxPendingNotices(10);
        try (var node =
                Node.start(
                        config().withLimits(limits),
                        _ -> new TestMachine(),
                        notice -> {
                            awaitUninterruptibly(release);
                            heard.add(notice);
                        })) {
            for (int i = 0; i < 1_000; i++) {
                int number = i;
                node.ask(new TestMachine.Do(turn -> turn.out().tell(new Said(number)))).join();
            }
            release.countDown();
            soon().until(() -> heard.stream().anyMatch(NetNotice.NoticesDropped.class::isInstance));
            long dropped = node.count(Counter.NOTICES_DROPPED);
            assertThat(dropped).isBetween(980L, 990L);
            assertThat(heard).contains(new NetNotice.NoticesDropped(dropped));
            soon().until(() -> heard.size() == 1_000 - dropped + 1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aListenerThatFailsIsCalledAgain() throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        var node =
                start(
                        new TestMachine(),
                        notice -> {
                            heard.add(notice.text());
                            throw new IllegalArgumentException("the listener of this test fails");
                        });
        node.ask(new TestMachine.Do(turn -> turn.out().tell(new Said(1)))).get();
        node.ask(new TestMachine.Do(turn -> turn.out().tell(new Said(2)))).get();
        soon().until(() -> heard.size() == 2);
    }

    // ---- closing ----

    @Test
    void closingANodeDeliversWhatItsMachineHadSent() {
        var network = new MemoryNetwork();
        for (var transport : List.of(Transports.TCP, network.at(IpAddress.parse("10.0.0.1")))) {
            var receiver =
                    TestNode.start(
                            NodeConfig.named("receiver")
                                    .withTransports(transport)
                                    .withListeners(
                                            new Listener(
                                                    Protocol.ASAP,
                                                    new TransportAddress.Tcp(
                                                            0,
                                                            transport.name().equals("TCP")
                                                                    ? LOOPBACK
                                                                    : IpAddress.parse(
                                                                            "10.0.0.1")))));
            opened.add(receiver);
            var sender = TestNode.start(NodeConfig.named("sender").withTransports(transport));
            var link = sender.connect(receiver.address());
            var done =
                    sender.node()
                            .ask(
                                    new TestMachine.Do(turn -> {
                                        for (int i = 0; i < 5_000; i++) {
                                            turn.out().send(link, message(i));
                                        }
                                    }));
            done.join();
            sender.close();
            var accepted = receiver.accepted(1);
            soon().until(() -> receiver.down(accepted).isPresent());
            assertThat(receiver.down(accepted)).contains(Reason.CLOSED);
            assertThat(receiver.arrived(accepted)).hasSize(5_000);
        }
    }

    @Test
    void aNodeCanBeClosedInTheMiddleOfTraffic() throws Exception {
        for (int round = 0; round < 10; round++) {
            var server = start(listening(), TestNode.echo());
            var client =
                    TestNode.start(
                            config(),
                            new TestMachine((event, turn) -> {
                                if (event instanceof Event.Arrived(var link, var message)) {
                                    turn.out().send(link, message);
                                }
                            }));
            opened.add(client);
            for (int i = 0; i < 20; i++) {
                var link = client.connect(server.address());
                client.send(link, message(i), message(i + 1));
            }
            soon().until(() -> server.node().count(Counter.MESSAGES_RECEIVED) > 100);
            server.close();
            assertThat(server.node().stopped()).isCompleted();
            soon().until(() -> client.machine().told(Event.LinkDown.class).size() == 20);
            client.close();
        }
    }

    @Test
    void closingTwiceOrFromTheListenerIsFine() throws Exception {
        var node = new AtomicReference<Optional<Node>>(Optional.empty());
        var closed = new CountDownLatch(1);
        node.set(
                Optional.of(
                        start(
                                new TestMachine(),
                                _ -> {
                                    node.get().orElseThrow().close();
                                    closed.countDown();
                                })));
        node.get()
                .orElseThrow()
                .ask(new TestMachine.Do(turn -> turn.out().tell(new Said(1))))
                .get();
        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        node.get().orElseThrow().close();
    }

    @Test
    void noThreadIsLeftOfANode() throws Exception {
        var config = listening().withName("gone");
        var node = Node.start(config, _ -> new Silent(), _ -> {});
        assertThat(threads()).contains("gone-loop", "gone-notices");
        node.close();
        soon().until(() -> threads().stream().noneMatch(name -> name.startsWith("gone-")));
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }

    // ---- what this machine has ----

    @Test
    void theSurveyNamesEveryTransportAndSaysInOneLineWhatIsMissing() {
        var survey = Transports.survey();
        assertThat(survey)
                .extracting(availability -> availability.kind().name())
                .containsExactly("TCP", "SCTP", "multicast");
        for (var availability : survey) {
            assertThat(Transports.available().contains(availability.kind()))
                    .isEqualTo(availability.unavailable().isEmpty());
            availability.unavailable().ifPresent(why -> assertThat(why).hasLineCount(1));
            assertThat(availability.restrictions()).allMatch(line -> line.lines().count() == 1);
        }
    }
}

package org.rserpool.net.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.awaitility.core.ConditionFactory;
import org.rserpool.core.Action.Close.Manner;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.Notice;
import org.rserpool.net.Node;
import org.rserpool.net.NodeConfig;
import org.rserpool.net.NodeListener;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/** A node with a {@link TestMachine}, and what a test does with it. */
public final class TestNode implements AutoCloseable {

    private final TestMachine machine;
    private final Node node;
    private final Queue<Notice> notices = new ConcurrentLinkedQueue<>();
    private final Queue<Optional<Throwable>> ends = new ConcurrentLinkedQueue<>();
    private final AtomicLong lastOpened = new AtomicLong(-1);

    private TestNode(NodeConfig config, TestMachine machine) throws IOException {
        this.machine = machine;
        this.node =
                Node.start(
                        config,
                        _ -> machine,
                        new NodeListener() {
                            @Override
                            public void told(Notice notice) {
                                notices.add(notice);
                            }

                            @Override
                            public void stopped(Optional<Throwable> failure) {
                                ends.add(failure);
                            }
                        });
    }

    /** Starts a node whose machine only listens. */
    public static TestNode start(NodeConfig config) {
        return start(config, new TestMachine());
    }

    /** Starts a node. */
    public static TestNode start(NodeConfig config, TestMachine machine) {
        try {
            return new TestNode(config, machine);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a machine that sends every message back. */
    public static TestMachine echo() {
        return new TestMachine((event, turn) -> {
            if (event instanceof Event.Arrived(var link, var message)) {
                turn.out().send(link, message);
            }
        });
    }

    /** Returns a condition that is waited for, for a while. */
    public static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(2)).atMost(Duration.ofSeconds(20));
    }

    /** Returns a message that is told from others by its number. */
    public static Message message(int number) {
        return new AsapMessage.HandleResolution(PoolHandle.of("pool-%08d".formatted(number)));
    }

    /** Returns a message of so many octets of cookie, all different from the next one's. */
    public static Message large(int octets, int seed) {
        var cookie = new byte[octets];
        for (int i = 0; i < octets; i++) {
            cookie[i] = (byte) (i * 31 + seed);
        }
        return new AsapMessage.Cookie(Bytes.of(cookie));
    }

    public Node node() {
        return node;
    }

    public TestMachine machine() {
        return machine;
    }

    public List<Notice> notices() {
        return List.copyOf(notices);
    }

    public List<Optional<Throwable>> ends() {
        return List.copyOf(ends);
    }

    /** Returns where the node's only listener is reached, the first of its addresses. */
    public TransportAddress address() {
        return node.bound().listeners().getFirst().reachable().getFirst();
    }

    /** Has something done by the loop thread and waits until it is done. */
    public void run(Consumer<TestMachine.Turn> what) {
        node.ask(new TestMachine.Do(what)).join();
    }

    /** Opens a link, and does not wait for it. */
    public Link open(TransportAddress remote) {
        var link = new Link(lastOpened.addAndGet(2));
        run(turn -> turn.out().open(link, Protocol.ASAP, remote));
        return link;
    }

    /** Opens a link and waits until it is up. */
    public Link connect(TransportAddress remote) {
        var link = open(remote);
        soon().until(() -> up(link).isPresent() || down(link).isPresent());
        if (up(link).isEmpty()) {
            throw new IllegalStateException(
                    "%s is %s, notices: %s".formatted(link, down(link), notices()));
        }
        return link;
    }

    public void send(Link link, Message... messages) {
        run(turn -> {
            for (Message message : messages) {
                turn.out().send(link, message);
            }
        });
    }

    public void close(Link link, Manner manner) {
        run(turn -> {
            switch (manner) {
                case GRACEFUL -> turn.out().close(link);
                case ABORT -> turn.out().abort(link);
            }
        });
    }

    /** Returns the first news that a link is up. */
    public Optional<Event.LinkUp> up(Link link) {
        return machine.told(Event.LinkUp.class).stream()
                .filter(up -> up.link().equals(link))
                .findFirst();
    }

    public Optional<Event.LinkDown.Reason> down(Link link) {
        return machine.told(Event.LinkDown.class).stream()
                .filter(down -> down.link().equals(link))
                .map(Event.LinkDown::reason)
                .findFirst();
    }

    /** Returns the messages that came over a link. */
    public List<Message> arrived(Link link) {
        return machine.told(Event.Arrived.class).stream()
                .filter(arrived -> arrived.link().equals(link))
                .map(Event.Arrived::message)
                .toList();
    }

    /** Waits for the link that is accepted as number {@code count}, counted from 1. */
    public Link accepted(int count) {
        var link = new Link(2L * count);
        soon().until(() -> up(link).isPresent());
        return link;
    }

    @Override
    public void close() {
        node.close();
    }
}

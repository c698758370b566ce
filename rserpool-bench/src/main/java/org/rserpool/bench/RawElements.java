package org.rserpool.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToIntFunction;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.AsapMessage;

/**
 * Many elements on one thread, each with a connection and an IP address of its own: 127.1.0.0 and
 * following. They register once, and from then on acknowledge keep-alives, on their connection and
 * on those that are opened to their ASAP transport, where they also accept a new home. They do
 * nothing else: they neither look for another registrar nor register again.
 */
final class RawElements implements AutoCloseable {

    private static final int LIFE_SECONDS = 100_000;
    private static final int MAX_UNANSWERED = 64;
    private static final int FIRST_HOST = 127 << 24 | 1 << 16;

    private static final int REGISTRATION_RESPONSE = 0x03;
    private static final int DEREGISTRATION_RESPONSE = 0x04;
    private static final int KEEP_ALIVE = 0x07;
    private static final int NEW_HOME = 0x01;

    private final Workload workload;
    private final List<Integer> ports;
    private final Selector selector = Selector.open();
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final ByteBuffer in = ByteBuffer.allocate(0x20000);
    private final ByteBuffer[] acks;
    private final int[] homes;
    private final Thread thread;
    private int opened;
    private int answered;
    private int adopted;
    private long adoptedAt;
    private long messages;
    private int refused;
    private int removed;
    private int lost;
    private int strange;
    private Optional<Throwable> failure = Optional.empty();

    private final AtomicBoolean closing = new AtomicBoolean();

    /** Drawn anew by the elements' own thread once per turn. */
    private final AtomicReference<Picture> picture =
            new AtomicReference<>(new Picture(0, 0, 0, 0, 0, 0, 0, 0, Optional.empty()));

    /**
     * What has happened so far.
     *
     * @param registered elements that were registered
     * @param refused elements that were not
     * @param adopted elements that have acknowledged a new home
     * @param adoptedAt when the last of them did, by {@link System#nanoTime}
     * @param messages that came or went
     * @param removed elements that were told to be none any more
     * @param lost connections that registrars have closed
     * @param strange messages that nobody expected
     * @param failure what has ended the thread
     */
    record Picture(
            int registered,
            int refused,
            int adopted,
            long adoptedAt,
            long messages,
            int removed,
            int lost,
            int strange,
            Optional<Throwable> failure) {}

    /** A connection of an element, opened by either side. */
    private static final class Connection {
        final int element;
        byte[] rest = {};

        Connection(int element) {
            this.element = element;
        }
    }

    /**
     * Begins to register elements.
     *
     * @param ports where registrars serve ASAP; the elements take turns
     */
    RawElements(Workload.Shape shape, List<Integer> ports) throws IOException {
        this.workload = new Workload(MeasuredPolicy.RR, shape);
        this.ports = List.copyOf(ports);
        int count = shape.elements();
        homes = new int[count];
        acks = new ByteBuffer[count];
        for (int j = 0; j < count; j++) {
            var id = new ElementId(Workload.identifier(j));
            acks[j] =
                    Requests.octets(new AsapMessage.EndpointKeepAliveAck(workload.handleOf(j), id));
        }
        server.bind(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0), 4096);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        thread = Thread.ofPlatform().name("raw-elements").daemon().start(this::run);
    }

    /** Waits until all are registered. */
    void awaitRegistered() throws IOException, InterruptedException {
        await(acks.length, Picture::registered);
    }

    /** Waits until all have acknowledged a new home; returns when the last one did. */
    long awaitAdopted() throws IOException, InterruptedException {
        await(acks.length, Picture::adopted);
        return picture().adoptedAt;
    }

    private void await(int count, ToIntFunction<Picture> what)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + 120_000_000_000L;
        while (what.applyAsInt(picture()) < count) {
            if (System.nanoTime() - end > 0 || picture().refused > 0) {
                throw new IOException("not all of %d: %s".formatted(count, picture()));
            }
            Thread.sleep(10);
        }
    }

    /** Returns what has happened so far, if nothing has gone wrong here. */
    Picture picture() throws IOException {
        var now = picture.get();
        if (now.failure.isPresent()) {
            throw new IOException("the load has failed", now.failure.get());
        }
        return now;
    }

    private void run() {
        try {
            while (!closing.get()) {
                while (opened < acks.length && opened - answered < MAX_UNANSWERED) {
                    open(opened++);
                }
                selector.select(this::turn, 100);
                show();
            }
        } catch (IOException | UncheckedIOException e) {
            failure = Optional.of(e);
            show();
        }
    }

    private void show() {
        picture.set(
                new Picture(
                        answered - refused,
                        refused,
                        adopted,
                        adoptedAt,
                        messages,
                        removed,
                        lost,
                        strange,
                        failure));
    }

    private static InetAddress host(int element) throws IOException {
        return InetAddress.getByAddress(
                ByteBuffer.allocate(4).putInt(FIRST_HOST + element).array());
    }

    private void open(int element) throws IOException {
        var channel = SocketChannel.open();
        channel.bind(new InetSocketAddress(host(element), 0));
        channel.connect(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), ports.get(element % ports.size())));
        enter(channel, element);
        write(channel, Requests.octets(registration(element)));
    }

    private void enter(SocketChannel channel, int element) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new Connection(element));
    }

    private AsapMessage.Registration registration(int element) throws IOException {
        var host = new IpAddress.V4(FIRST_HOST + element);
        var info =
                new PoolElementInfo(
                        new ElementId(Workload.identifier(element)),
                        RegistrationLife.ofSeconds(LIFE_SECONDS),
                        new TransportAddress.Tcp(1024 + element % 60_000, host),
                        PolicyInfo.ROUND_ROBIN);
        return new AsapMessage.Registration(
                workload.handleOf(element),
                info.withAsapTransport(
                        new TransportAddress.Tcp(server.socket().getLocalPort(), host)));
    }

    private void write(SocketChannel channel, ByteBuffer octets) throws IOException {
        var left = octets.duplicate();
        while (left.hasRemaining()) {
            channel.write(left);
        }
        messages++;
    }

    private void turn(SelectionKey key) {
        try {
            if (key.channel() instanceof ServerSocketChannel accepting) {
                accept(accepting);
            } else {
                read((SocketChannel) key.channel(), (Connection) key.attachment());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whoever is called knows by its address who is meant. */
    private void accept(ServerSocketChannel accepting) throws IOException {
        for (var channel = accepting.accept(); channel != null; channel = accepting.accept()) {
            var local = (InetSocketAddress) channel.getLocalAddress();
            int host = ByteBuffer.wrap(local.getAddress().getAddress()).getInt();
            enter(channel, host - FIRST_HOST);
        }
    }

    private void read(SocketChannel channel, Connection connection) throws IOException {
        in.clear().put(connection.rest);
        int octets = -1;
        try {
            octets = channel.read(in);
            in.flip();
            while (octets >= 0 && isComplete()) {
                int end = in.position() + padded();
                act(channel, connection.element);
                in.position(end);
            }
        } catch (IOException reset) {
            octets = -1;
        }
        if (octets < 0) {
            lost++;
            channel.close();
            return;
        }
        connection.rest = new byte[in.remaining()];
        in.get(connection.rest);
    }

    private boolean isComplete() {
        return in.remaining() >= 4 && in.remaining() >= padded();
    }

    private int padded() {
        return (in.getShort(in.position() + 2) & 0xffff) + 3 & ~3;
    }

    /** Does what the message at the position of the buffer asks for. */
    private void act(SocketChannel channel, int element) throws IOException {
        int type = in.get(in.position());
        int flags = in.get(in.position() + 1);
        messages++;
        switch (type) {
            case KEEP_ALIVE -> {
                write(channel, acks[element]);
                if ((flags & NEW_HOME) != 0) {
                    adopt(element, in.getInt(in.position() + 4));
                }
            }
            case REGISTRATION_RESPONSE -> {
                answered++;
                refused += flags & 1;
            }
            case DEREGISTRATION_RESPONSE -> removed++;
            default -> strange++;
        }
    }

    private void adopt(int element, int registrar) {
        if (homes[element] == 0) {
            adopted++;
        }
        if (homes[element] != registrar) {
            homes[element] = registrar;
            adoptedAt = System.nanoTime();
        }
    }

    /** Leaves without farewell. */
    @Override
    public void close() throws IOException {
        closing.set(true);
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
        server.close();
    }
}

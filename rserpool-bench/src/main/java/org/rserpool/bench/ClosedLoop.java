package org.rserpool.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.LongPredicate;
import org.HdrHistogram.Histogram;

/**
 * The load: a number of connections with one request outstanding on each. It sends octets that were
 * prepared and looks only at the length, type and flags of what comes back.
 */
final class ClosedLoop implements AutoCloseable {

    private static final long MAX_LATENCY = 60_000_000_000L;

    private final Selector selector = Selector.open();
    private final List<Connection> connections = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(0x20000);

    /** Which answers are right. */
    interface Expectation {
        /**
         * Judges an answer.
         *
         * @param head type and flags
         * @param length of the whole message, in octets
         */
        boolean isMet(int head, int length);
    }

    /** What one run showed. */
    record Run(long answers, long errors, double seconds, Histogram nanoseconds) {

        double rate() {
            return answers / seconds;
        }
    }

    private static final class Connection {
        final SocketChannel channel;
        final ByteBuffer header = ByteBuffer.allocate(4);
        int length;
        int left;
        long sentAt;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }
    }

    ClosedLoop(int port, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            var channel =
                    SocketChannel.open(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            var connection = new Connection(channel);
            channel.register(selector, SelectionKey.OP_READ, connection);
            connections.add(connection);
        }
    }

    /** Sends each of {@code count} requests once, as fast as answers come. */
    Run pass(int count, IntFunction<ByteBuffer> request, Expectation expected) throws IOException {
        return run(request, expected, count, _ -> false);
    }

    /** Sends requests for some time. */
    Run timed(long nanoseconds, IntFunction<ByteBuffer> request, Expectation expected)
            throws IOException {
        long end = System.nanoTime() + nanoseconds;
        return run(request, expected, Integer.MAX_VALUE, now -> now - end >= 0);
    }

    /** Sends requests until something else is over. */
    Run until(BooleanSupplier isOver, IntFunction<ByteBuffer> request, Expectation expected)
            throws IOException {
        return run(request, expected, Integer.MAX_VALUE, _ -> isOver.getAsBoolean());
    }

    private Run run(
            IntFunction<ByteBuffer> request, Expectation expected, int count, LongPredicate isOver)
            throws IOException {
        var latencies = new Histogram(MAX_LATENCY, 3);
        long start = System.nanoTime();
        int sent = 0;
        long answers = 0;
        long errors = 0;
        for (Connection connection : connections) {
            if (sent < count) {
                send(connection, request.apply(sent++));
            }
        }
        while (answers < sent) {
            selector.select();
            long now = System.nanoTime();
            for (SelectionKey key : selector.selectedKeys()) {
                var connection = (Connection) key.attachment();
                int head = answer(connection);
                if (head >= 0) {
                    latencies.recordValue(Math.min(now - connection.sentAt, MAX_LATENCY));
                    answers++;
                    errors += expected.isMet(head, connection.length) ? 0 : 1;
                    if (sent < count && !isOver.test(now)) {
                        send(connection, request.apply(sent++));
                    }
                }
            }
            selector.selectedKeys().clear();
        }
        return new Run(answers, errors, (System.nanoTime() - start) / 1e9, latencies);
    }

    private static void send(Connection connection, ByteBuffer request) throws IOException {
        connection.sentAt = System.nanoTime();
        var octets = request.duplicate();
        while (octets.hasRemaining()) {
            connection.channel.write(octets);
        }
    }

    /** Reads on; returns type and flags of an answer that is complete, else -1. */
    private int answer(Connection connection) throws IOException {
        int complete = -1;
        in.clear();
        if (connection.channel.read(in) < 0) {
            throw new IOException("the server has closed a connection");
        }
        in.flip();
        while (in.hasRemaining()) {
            if (connection.left == 0) {
                while (connection.header.hasRemaining() && in.hasRemaining()) {
                    connection.header.put(in.get());
                }
                if (connection.header.hasRemaining()) {
                    break;
                }
                connection.length = connection.header.getShort(2) & 0xffff;
                connection.left = (connection.length + 3 & ~3) - 4;
            }
            int taken = Math.min(connection.left, in.remaining());
            in.position(in.position() + taken);
            connection.left -= taken;
            if (connection.left == 0) {
                complete = connection.header.getShort(0) & 0xffff;
                connection.header.clear();
            }
        }
        return complete;
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : connections) {
            connection.channel.close();
        }
        selector.close();
    }
}

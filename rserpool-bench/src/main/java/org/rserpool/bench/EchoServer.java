package org.rserpool.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * E0: answers each request of a fixed size with a response of a fixed size, without looking at it.
 * The ceiling of what a registrar can reach on the same transport.
 */
final class EchoServer {

    private EchoServer() {}

    /** How much of the next request a connection has sent. */
    private static final class Progress {
        int received;
    }

    /**
     * Serves until it is killed.
     *
     * @param args octets of a request and of a response
     */
    public static void main(String[] args) throws IOException {
        int request = Integer.parseInt(args[0]);
        int response = Integer.parseInt(args[1]);
        var selector = Selector.open();
        var server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        System.out.println("ready tcp:127.0.0.1:" + server.socket().getLocalPort());
        var in = ByteBuffer.allocateDirect(0x10000);
        var out = ByteBuffer.allocateDirect(response);
        out.putShort(0, (short) 0x0600).putShort(2, (short) response); // the length must be found
        while (true) {
            selector.select(key -> turn(key, selector, request, in, out));
        }
    }

    private static void turn(
            SelectionKey key, Selector selector, int request, ByteBuffer in, ByteBuffer out) {
        try {
            if (key.channel() instanceof ServerSocketChannel server) {
                var accepted = server.accept();
                accepted.configureBlocking(false);
                accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
                accepted.register(selector, SelectionKey.OP_READ, new Progress());
            } else {
                echo(key, request, in, out);
            }
        } catch (IOException e) {
            key.cancel();
        }
    }

    private static void echo(SelectionKey key, int request, ByteBuffer in, ByteBuffer out)
            throws IOException {
        var channel = (SocketChannel) key.channel();
        var progress = (Progress) key.attachment();
        int read = channel.read(in.clear());
        if (read < 0) {
            channel.close();
            return;
        }
        progress.received += read;
        while (progress.received >= request) {
            progress.received -= request;
            out.clear();
            while (out.hasRemaining()) {
                channel.write(out);
            }
        }
    }
}

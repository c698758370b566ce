package org.rserpool.cli.service;

import com.sun.nio.sctp.SctpChannel;
import com.sun.nio.sctp.SctpStandardSocketOptions;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Arrays;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;

/** A dialogue over SCTP, where a line is a message. */
final class SctpDialogue implements Dialogue {

    private static final System.Logger LOGGER = System.getLogger(SctpDialogue.class.getName());

    private final SctpChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final SctpMessages messages = new SctpMessages();

    private SctpDialogue(SctpChannel channel, Selector selector) throws IOException {
        this.channel = channel;
        this.selector = selector;
        this.key = channel.register(selector, 0);
    }

    static SctpDialogue open(TransportAddress.Sctp element, Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        var last = new IOException("there is no address to connect to");
        // A connection is made to one address; which of them is alive is found out by trying.
        var hosts = element.addresses();
        for (int i = 0; i < hosts.size(); i++) {
            var share = Duration.ofNanos((end - System.nanoTime()) / (hosts.size() - i));
            try {
                return open(hosts.get(i), element.port(), share);
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    private static SctpDialogue open(IpAddress host, int port, Duration patience)
            throws IOException {
        try {
            var channel = SctpChannel.open();
            var selector = Selector.open();
            channel.configureBlocking(false);
            var dialogue = new SctpDialogue(channel, selector);
            try {
                dialogue.connect(new InetSocketAddress(host.toInetAddress(), port), patience);
                return dialogue;
            } catch (IOException e) {
                dialogue.close();
                throw e;
            }
        } catch (UnsupportedOperationException e) {
            throw new IOException("this machine has no SCTP: " + e.getMessage(), e);
        }
    }

    private void connect(InetSocketAddress address, Duration patience) throws IOException {
        channel.setOption(SctpStandardSocketOptions.SCTP_NODELAY, true);
        if (!channel.connect(address)) {
            await(SelectionKey.OP_CONNECT, System.nanoTime() + patience.toNanos());
            channel.finishConnect();
        }
    }

    @Override
    public byte[] ask(byte[] line, Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        // With the end of the line, since a message cannot be empty.
        var whole = Arrays.copyOf(line, line.length + 1);
        whole[line.length] = '\n';
        while (!messages.send(channel, ByteBuffer.wrap(whole), 0)) {
            await(SelectionKey.OP_WRITE, end);
        }
        while (true) {
            var info = messages.receive(channel);
            if (info.isEmpty()) {
                await(SelectionKey.OP_READ, end);
            } else if (info.get().bytes() < 0) {
                throw new EOFException("the element has closed the association");
            } else {
                var answer = messages.complete(info.get());
                if (answer.isPresent()) {
                    return withoutEnd(answer.get());
                }
            }
        }
    }

    private static byte[] withoutEnd(ByteBuffer message) {
        int length = message.remaining();
        boolean ended = length > 0 && message.get(message.limit() - 1) == '\n';
        var octets = new byte[ended ? length - 1 : length];
        message.get(octets);
        return octets;
    }

    private void await(int operation, long end) throws IOException {
        long millis = (end - System.nanoTime()) / 1_000_000;
        key.interestOps(operation);
        if (millis <= 0 || selector.select(_ -> {}, millis) == 0) {
            throw new SocketTimeoutException("nothing came back in time");
        }
    }

    @Override
    public void close() {
        try (selector) {
            channel.close();
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "not closed properly", e);
        }
    }
}

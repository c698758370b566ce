package org.rserpool.net.internal;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.time.Instant;
import org.rserpool.net.transport.Counter;
import org.rserpool.net.transport.Host;
import org.rserpool.net.transport.NetNotice;
import org.rserpool.net.transport.Ready;

/**
 * Accepts the links of one port.
 *
 * <p>It pauses, rather than be called in vain, while there are as many links as may be, and for a
 * moment when the operating system refuses, for example because the process has no file descriptor
 * left. Those who want in wait in the operating system's queue.
 */
public final class Acceptor implements Ready {

    /** How many may wait in the operating system's queue. */
    public static final int BACKLOG = 1024;

    private static final int MAX_PER_TURN = 64;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration BETWEEN_NOTICES = Duration.ofSeconds(10);

    private final Host host;
    private final SelectableChannel channel;
    private final Source source;
    private final SelectionKey key;

    private boolean full;
    private Instant resume = Instant.MAX;
    private Instant nextNotice = Instant.MIN;

    /** Where links come from. */
    @FunctionalInterface
    public interface Source {

        /**
         * Accepts the next link, which was admitted, or lets the host know that it leaves again.
         *
         * @return false if none was waiting
         * @throws IOException if the operating system refuses
         */
        boolean accept() throws IOException;
    }

    /**
     * Begins to accept.
     *
     * @param channel non-blocking and listening; owned by the acceptor from here on
     */
    public Acceptor(Host host, SelectableChannel channel, Source source) throws IOException {
        this.host = host;
        this.channel = channel;
        this.source = source;
        this.key = host.register(channel, SelectionKey.OP_ACCEPT, this);
    }

    @Override
    public void ready(SelectionKey ready) {
        for (int i = 0; i < MAX_PER_TURN; i++) {
            if (!host.admit()) {
                full = true;
                pause("there are as many links as may be");
                return;
            }
            try {
                if (!source.accept()) {
                    host.leave();
                    return;
                }
            } catch (IOException e) {
                host.leave();
                resume = host.now().plus(PAUSE);
                pause(String.valueOf(e.getMessage()));
                return;
            }
        }
    }

    private void pause(String why) {
        key.interestOps(0);
        host.count(Counter.ACCEPT_PAUSES);
        if (!nextNotice.isAfter(host.now())) {
            nextNotice = host.now().plus(BETWEEN_NOTICES);
            host.tell(new NetNotice.AcceptPaused(why));
        }
    }

    /** Goes on if there is room again, or if the pause is over. */
    public void turn(Instant now) {
        if (full && !host.isFull()) {
            full = false;
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
        if (!resume.isAfter(now)) {
            resume = Instant.MAX;
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    /** Returns when to try again. */
    public Instant deadline() {
        return full && !host.isFull() ? Instant.MIN : resume;
    }

    /** Accepts no more and closes the channel. */
    public void close() {
        Quietly.close(channel);
    }
}

package org.rserpool.net.udp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.rserpool.core.Link;
import org.rserpool.net.transport.Connection;
import org.rserpool.net.transport.Host;
import org.rserpool.net.transport.Listener;
import org.rserpool.net.transport.MulticastGroup;
import org.rserpool.net.transport.Transport;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/**
 * The multicast of one node.
 *
 * <p>Interfaces that come up while the node runs are found within half a minute.
 */
final class MulticastTransport implements Transport {

    private static final Duration BETWEEN_SCANS = Duration.ofSeconds(30);

    private final Host host;
    private final Budget budget;
    private final List<GroupChannel> groups = new ArrayList<>();
    private final byte[] readBuffer = new byte[Wire.MAX_SIZE];
    private final byte[] writeBuffer = new byte[Wire.MAX_SIZE];
    private Instant nextScan = Instant.MAX;

    MulticastTransport(Host host) {
        this.host = host;
        this.budget = new Budget(host.limits().maxDatagramsPerSecond());
    }

    @Override
    public boolean speaks(TransportAddress address) {
        return false;
    }

    @Override
    public TransportAddress listen(Listener listener) {
        throw new IllegalArgumentException("no links run over multicast: " + listener);
    }

    @Override
    public Connection open(Link link, Protocol protocol, TransportAddress remote) {
        throw new IllegalArgumentException("no links run over multicast: " + remote);
    }

    @Override
    public boolean join(MulticastGroup group) throws IOException {
        var channel = new GroupChannel(host, group, budget, readBuffer);
        groups.add(channel);
        channel.scan();
        nextScan = host.now().plus(BETWEEN_SCANS);
        return true;
    }

    @Override
    public void announce(Message message) {
        int length = -1;
        for (GroupChannel group : groups) {
            if (group.protocol() == message.protocol()) {
                if (length < 0) {
                    length = host.wire().encode(message, writeBuffer, 0);
                }
                group.send(ByteBuffer.wrap(writeBuffer, 0, length));
            }
        }
    }

    @Override
    public void turn(Instant now) {
        if (!nextScan.isAfter(now)) {
            nextScan = now.plus(BETWEEN_SCANS);
            groups.forEach(GroupChannel::scan);
        }
        groups.forEach(group -> group.turn(now));
    }

    @Override
    public Instant deadline() {
        var earliest = nextScan;
        for (GroupChannel group : groups) {
            if (group.deadline().isBefore(earliest)) {
                earliest = group.deadline();
            }
        }
        return earliest;
    }

    @Override
    public void refuse() {
        close();
    }

    @Override
    public boolean isQuiet() {
        return true;
    }

    @Override
    public void close() {
        groups.forEach(GroupChannel::close);
        groups.clear();
        nextScan = Instant.MAX;
    }
}

package org.rserpool.net.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.net.testing.TestNode.soon;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Event.LinkDown.Reason;
import org.rserpool.core.Link;
import org.rserpool.net.testing.Shell;
import org.rserpool.net.testing.Skip;
import org.rserpool.net.transport.Connection;
import org.rserpool.net.transport.Counter;
import org.rserpool.net.transport.Host;
import org.rserpool.net.transport.Limits;
import org.rserpool.net.transport.MulticastGroup;
import org.rserpool.net.transport.NetNotice;
import org.rserpool.net.transport.Ready;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.codec.Dialect;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.Protocol;

/** Interfaces that come and go, in a network of its own that {@link NamespaceTest} gives it. */
@Tag("multicast")
class GroupChannelTest {

    private static final String GROUP = "239.195.17.31";

    private static void plug() {
        Shell.run("ip link add three type veth peer name farThree");
        // No address that depends on the hardware's, so that it is the same one each time.
        Shell.run("ip link set three addrgenmode none");
        Shell.run("ip address add 10.31.3.1/24 dev three");
        Shell.run("ip link set three up");
        Shell.run("ip link set farThree up");
        // The kernel notices a little later that the far end is up, too.
        soon().until(() -> NetworkInterface.getByName("three").isUp());
    }

    private static void unplug() {
        Shell.run("ip link delete three");
    }

    /** Returns whether this machine wants what is sent to the group on the interface. */
    private static boolean isMember() {
        return Shell.run("ip maddress show dev three").contains(GROUP);
    }

    private static GroupChannel channel(Idle host) throws IOException {
        var group = new MulticastGroup(Protocol.ASAP, IpAddress.parse(GROUP), 3863);
        return new GroupChannel(
                host, group.withNetworkInterface("three"), new Budget(100), new byte[100]);
    }

    @Test
    void anInterfaceThatIsMadeAnewIsJoinedAnewWithinAScanOrTwo() throws IOException {
        if (System.getenv(MulticastTest.IN_NAMESPACE) == null) {
            Skip.because("this test needs interfaces of its own, which NamespaceTest gives it");
        }
        plug();
        try (var host = new Idle()) {
            var channel = channel(host);
            channel.scan();
            assertThat(isMember()).isTrue();

            unplug();
            plug();
            assertThat(isMember()).isFalse();
            channel.scan(); // which did not see that it was gone
            assertThat(isMember()).isTrue();

            unplug();
            channel.scan();
            plug();
            channel.scan();
            assertThat(isMember()).isTrue();
            channel.close();
        } finally {
            unplug();
        }
    }

    @Test
    void aFurtherAddressOfAnInterfaceIsNoReasonToJoinIt() throws IOException {
        if (System.getenv(MulticastTest.IN_NAMESPACE) == null) {
            Skip.because("this test needs interfaces of its own, which NamespaceTest gives it");
        }
        plug();
        try (var host = new Idle()) {
            var channel = channel(host);
            channel.scan();

            Shell.run("ip address add 10.31.4.1/24 dev three");
            channel.scan();

            assertThat(isMember()).isTrue();
            assertThat(host.told).isEmpty();
            channel.close();
        } finally {
            unplug();
        }
    }

    /** A node that nothing happens to. */
    private static final class Idle implements Host, AutoCloseable {

        private final Selector selector = Selector.open();
        private final List<NetNotice> told = new ArrayList<>();

        Idle() throws IOException {}

        @Override
        public Limits limits() {
            return Limits.DEFAULTS;
        }

        @Override
        public Wire wire() {
            return new Wire(Dialect.EXTENDED);
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public SelectionKey register(SelectableChannel channel, int operations, Ready ready)
                throws IOException {
            return channel.register(selector, operations, ready);
        }

        @Override
        public void wakeUp() {}

        @Override
        public boolean admit() {
            return false;
        }

        @Override
        public boolean isFull() {
            return true;
        }

        @Override
        public void leave() {}

        @Override
        public Link accepted(Connection connection) {
            return new Link(2);
        }

        @Override
        public void up(
                Link link, Protocol protocol, TransportAddress local, TransportAddress remote) {}

        @Override
        public void arrived(Link link, Protocol protocol, byte[] octets, int from, int to) {}

        @Override
        public void overheard(
                TransportAddress.Udp origin, Protocol protocol, byte[] octets, int from, int to) {}

        @Override
        public void down(Link link, Reason reason) {}

        @Override
        public void tell(NetNotice notice) {
            told.add(notice);
        }

        @Override
        public void count(Counter counter) {}

        @Override
        public void close() throws IOException {
            selector.close();
        }
    }
}

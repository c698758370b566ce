package org.rserpool.net.sctp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.net.testing.TestNode.echo;
import static org.rserpool.net.testing.TestNode.message;
import static org.rserpool.net.testing.TestNode.soon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rserpool.core.Event;
import org.rserpool.core.Event.LinkDown.Reason;
import org.rserpool.net.NodeConfig;
import org.rserpool.net.Transports;
import org.rserpool.net.testing.PeerProcess;
import org.rserpool.net.testing.Shell;
import org.rserpool.net.testing.Skip;
import org.rserpool.net.testing.TestNode;
import org.rserpool.net.transport.Listener;
import org.rserpool.net.transport.Listener.Style;
import org.rserpool.net.transport.NetNotice;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportUse;
import org.rserpool.wire.message.Protocol;

/** Two hosts with two paths between them; needs a guest, whose network it changes. */
@Tag("sctp")
class SctpPathsTest {

    private static final List<String> SETTINGS =
            List.of(
                    "net.sctp.rto_min=100",
                    "net.sctp.rto_initial=200",
                    "net.sctp.rto_max=400",
                    "net.sctp.hb_interval=300",
                    "net.sctp.path_max_retrans=1",
                    "net.sctp.association_max_retrans=4");

    private final List<AutoCloseable> opened = new ArrayList<>();
    private int hosts;

    @BeforeAll
    static void needGuest() {
        Transports.KERNEL_SCTP.unavailable().ifPresent(Skip::because);
        if (!Shell.isGuest()) {
            Skip.because("this test changes the network, which it does in a guest only");
        }
        SETTINGS.forEach(setting -> Shell.run("sysctl -q -w " + setting));
        for (int path = 1; path <= 2; path++) {
            Shell.run("ip link add path%d type bridge forward_delay 0".formatted(path));
            Shell.run("ip address add 10.21.%d.1/24 dev path%d".formatted(path, path));
            Shell.run("ip link set path%d up".formatted(path));
        }
    }

    @AfterAll
    static void removePaths() {
        if (Shell.isGuest()) {
            Shell.run("ip link delete path1");
            Shell.run("ip link delete path2");
        }
    }

    @BeforeEach
    void makePeerHost() {
        newPeerHost();
        mend(1);
        mend(2);
    }

    /** Makes the other host, at the addresses that the one before it had, but not connected. */
    private void newPeerHost() {
        hosts++;
        Shell.run("ip netns add " + host());
        for (int path = 1; path <= 2; path++) {
            Shell.run(
                    "ip link add cable%d type veth peer name eth%d netns %s"
                            .formatted(path, path, host()));
            Shell.run("ip link set cable%d master path%d".formatted(path, path));
            Shell.run("ip -n %s address add 10.21.%d.2/24 dev eth%d".formatted(host(), path, path));
            Shell.run("ip -n %s link set eth%d up".formatted(host(), path));
        }
        Shell.run("ip -n %s link set lo up".formatted(host()));
        SETTINGS.forEach(setting ->
                Shell.run("ip netns exec %s sysctl -q -w %s".formatted(host(), setting)));
    }

    private String host() {
        return "peer" + hosts;
    }

    private static void cut(int path) {
        Shell.run("ip link set cable%d down".formatted(path));
    }

    private static void mend(int path) {
        Shell.run("ip link set cable%d up".formatted(path));
    }

    /** What a crash does: the host is gone without a word. */
    private void removePeerHost() {
        for (int path = 1; path <= 2; path++) {
            Shell.run("ip link delete cable%d".formatted(path));
        }
        Shell.run("ip netns delete " + host());
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : opened.reversed()) {
            closeable.close();
        }
        removePeerHost();
    }

    private TestNode here(Style style) {
        var address = sctp(0, "10.21.1.1", "10.21.2.1");
        var node =
                TestNode.start(
                        NodeConfig.named("here")
                                .withTransports(Transports.KERNEL_SCTP)
                                .withListeners(new Listener(Protocol.ASAP, address, style)),
                        echo());
        opened.add(node);
        return node;
    }

    private PeerProcess there(String... arguments) {
        var peer = PeerProcess.start(List.of("ip", "netns", "exec", host()), arguments);
        opened.add(peer);
        return peer;
    }

    private static TransportAddress sctp(int port, String... hosts) {
        return new TransportAddress.Sctp(
                port,
                TransportUse.DATA_ONLY,
                List.of(hosts).stream().map(IpAddress::parse).toList());
    }

    @ParameterizedTest
    @EnumSource
    @Requirement("REQ-011")
    void aLinkSurvivesTheLossOfOnePathAndLosesNothing(Style style) {
        var peer = there("ACCEPT", "0", "10.21.1.2,10.21.2.2");
        var node =
                TestNode.start(
                        NodeConfig.named("here")
                                .withTransports(Transports.KERNEL_SCTP)
                                .withListeners(
                                        new Listener(
                                                Protocol.ASAP,
                                                sctp(0, "10.21.1.1", "10.21.2.1"),
                                                style)));
        opened.add(node);
        var link = node.connect(sctp(peer.port(), "10.21.1.2", "10.21.2.2"));
        var up = node.up(link).orElseThrow();
        assertThat(up.local().addresses()).hasSize(2);
        assertThat(up.remote()).isEqualTo(sctp(peer.port(), "10.21.1.2", "10.21.2.2"));

        cut(1);
        var messages = IntStream.range(0, 100).mapToObj(TestNode::message).toList();
        messages.forEach(message -> node.send(link, message));

        soon().until(() -> node.arrived(link).size() == 100);
        assertThat(node.arrived(link)).isEqualTo(messages);
        assertThat(node.down(link)).isEmpty();
        soon().until(() ->
                node.notices()
                        .contains(
                                new NetNotice.PathChanged(
                                        link, IpAddress.parse("10.21.1.2"), false)));
        mend(1);
        soon().until(() ->
                node.notices()
                        .contains(
                                new NetNotice.PathChanged(
                                        link, IpAddress.parse("10.21.1.2"), true)));
        assertThat(node.machine().told(Event.LinkUp.class)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aPeerThatIsReachedAtItsSecondAddressOnlyIsFound(Style style) {
        var peer = there("ACCEPT", "0", "10.21.1.2,10.21.2.2");
        cut(1);
        var node = here(style);
        var link = node.connect(sctp(peer.port(), "10.21.1.2", "10.21.2.2"));
        assertThat(node.up(link).orElseThrow().remote().addresses()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void aHostThatVanishesIsLostWhenItsTimeIsOver(Style style) {
        var node = here(style);
        there(
                "ACCEPT_AND_OPEN",
                "0",
                "10.21.1.2,10.21.2.2",
                "open",
                Integer.toString(node.address().port()),
                "10.21.1.1,10.21.2.1");
        var link = node.accepted(1);
        cut(1);
        cut(2);
        soon().atMost(Duration.ofSeconds(60)).until(() -> node.down(link).isPresent());
        assertThat(node.down(link)).contains(Reason.LOST);
    }

    @ParameterizedTest
    @EnumSource
    void aHostThatStartsAnewIsAnotherLink(Style style) {
        // Or the association would be lost before the host is back.
        Shell.run("sysctl -q -w net.sctp.association_max_retrans=1000");
        var node = here(style);
        Shell.run("sysctl -q -w net.sctp.association_max_retrans=4");
        String[] arguments = {
            "ACCEPT_AND_OPEN",
            "7001",
            "10.21.1.2,10.21.2.2",
            "open",
            Integer.toString(node.address().port()),
            "10.21.1.1,10.21.2.1"
        };
        var before = there(arguments);
        var link = node.accepted(1);
        removePeerHost();
        before.kill();
        // The cables are not in yet: a host that is back before its process would refuse what it
        // knows nothing of.
        newPeerHost();
        there(arguments);
        assertThat(node.down(link)).isEmpty();
        mend(1);
        mend(2);

        var next = node.accepted(2);
        assertThat(node.down(link)).contains(Reason.LOST);
        node.send(next, message(1));
        soon().until(() -> node.arrived(next).contains(message(1)));
        var events = node.machine().told();
        assertThat(events.indexOf(new Event.LinkDown(link, Reason.LOST)))
                .isLessThan(events.indexOf(node.up(next).orElseThrow()));
    }

    @ParameterizedTest
    @EnumSource
    void aPortIsFreeForTheNextProcessWhateverIsLeftOfTheLast(Style style) {
        var node = here(Style.ACCEPT);
        var first = there(style.toString(), "7002", "10.21.1.2,10.21.2.2");
        var link = node.connect(sctp(7002, "10.21.1.2", "10.21.2.2"));
        cut(1);
        cut(2);
        first.kill(); // Its kernel waits in vain for the end of the association.
        assertThat(Shell.run("ip netns exec %s cat /proc/net/sctp/assocs".formatted(host())))
                .contains("10.21.1.1");

        var second = there(style.toString(), "7002", "10.21.1.2,10.21.2.2");

        assertThat(second.port()).isEqualTo(7002);
        soon().atMost(Duration.ofSeconds(60)).until(() -> node.down(link).isPresent());
    }

    @Test
    void anAddressThatIsAddedToARunningAssociationIsTold() {
        Shell.run("sysctl -q -w net.sctp.addip_noauth_enable=1");
        Shell.run("sysctl -q -w net.sctp.addip_enable=1");
        Shell.run("sysctl -q -w net.sctp.default_auto_asconf=1");
        for (var setting : List.of("addip_noauth_enable", "addip_enable", "default_auto_asconf")) {
            Shell.run("ip netns exec %s sysctl -q -w net.sctp.%s=1".formatted(host(), setting));
        }
        try {
            var node = here(Style.ACCEPT);
            // Bound to the wildcard, the peer's kernel tells of addresses that come later.
            there(
                    "ACCEPT_AND_OPEN",
                    "0",
                    "::",
                    "open",
                    Integer.toString(node.address().port()),
                    "10.21.1.1,10.21.2.1");
            var link = node.accepted(1);
            var before = node.up(link).orElseThrow().remote().addresses();
            var added = IpAddress.parse("10.21.1.3");
            assertThat(before).isNotEmpty().doesNotContain(added);

            Shell.run("ip -n %s address add 10.21.1.3/24 dev eth1".formatted(host()));

            soon().until(() -> node.machine().told(Event.LinkUp.class).size() > 1);
            var after = node.machine().told(Event.LinkUp.class).getLast();
            assertThat(after.link()).isEqualTo(link);
            assertThat(after.remote().addresses()).contains(added);
        } finally {
            Shell.run("sysctl -q -w net.sctp.default_auto_asconf=0");
            Shell.run("sysctl -q -w net.sctp.addip_enable=0");
        }
    }
}

package org.rserpool.net.tcp;

import static org.rserpool.net.testing.TestNode.message;
import static org.rserpool.net.testing.TestNode.soon;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rserpool.core.Link;
import org.rserpool.net.NodeConfig;
import org.rserpool.net.Transports;
import org.rserpool.net.testing.TestNode;
import org.rserpool.net.transport.Counter;
import org.rserpool.net.transport.Listener;
import org.rserpool.net.transport.NetNotice;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.Protocol;

/** A process that runs out of file descriptors, and a node in it that lives through that. */
final class FewDescriptors {

    private FewDescriptors() {}

    /** Prints {@code good} if all went as it should. */
    public static void main(String... arguments) throws Exception {
        loadClasses();
        var listener =
                new Listener(
                        Protocol.ASAP, new TransportAddress.Tcp(0, IpAddress.parse("127.0.0.1")));
        var config =
                NodeConfig.named("server").withTransports(Transports.TCP).withListeners(listener);
        try (var server = TestNode.start(config, TestNode.echo())) {
            System.out.println(server.open(server.address()));
            System.out.println(server.accepted(1));

            var clients = exhaust(server);
            soon().until(() -> server.node().count(Counter.ACCEPT_PAUSES) >= 2);
            long turns = server.node().count(Counter.TURNS);
            soon().until(() -> server.node().count(Counter.ACCEPT_PAUSES) >= 5);
            long spent = server.node().count(Counter.TURNS) - turns;
            // Some three pauses later there were a few turns, not as many as the loop can do.
            System.out.println(spent < 30 ? "no spinning" : "spinning: " + spent);

            for (SocketChannel client : clients) {
                client.close();
            }
            var link = new Link(1);
            server.send(link, message(1));
            soon().until(() -> !server.arrived(link).isEmpty());
            try (var late = SocketChannel.open(target(server))) {
                long accepted = server.node().count(Counter.LINKS_ACCEPTED);
                System.out.println(late.getRemoteAddress() + " after " + accepted);
                soon().until(() -> server.node().count(Counter.LINKS_ACCEPTED) >= clients.size());
            }
            System.out.println(
                    server.notices().stream().anyMatch(NetNotice.AcceptPaused.class::isInstance)
                            ? "good"
                            : "nobody was told");
        }
    }

    /** Loads our classes, which lie in files of their own, while there are descriptors. */
    private static void loadClasses() throws Exception {
        for (String entry : System.getProperty("java.class.path").split(":", -1)) {
            var root = Path.of(entry);
            if (Files.isDirectory(root)) {
                List<Path> files;
                try (var walk = Files.walk(root.resolve("org"))) {
                    files = walk.filter(file -> file.toString().endsWith(".class")).toList();
                }
                for (Path file : files) {
                    var name = root.relativize(file).toString().replace('/', '.');
                    if (!name.endsWith("-info.class")) {
                        Class.forName(name.substring(0, name.length() - ".class".length()));
                    }
                }
            }
        }
    }

    private static InetSocketAddress target(TestNode server) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.address().port());
    }

    /** Takes all descriptors, with at least one connection left to be accepted. */
    private static List<SocketChannel> exhaust(TestNode server) throws IOException {
        var clients = new ArrayList<SocketChannel>();
        var target = target(server);
        try (var reserve = new FileInputStream("/dev/null")) {
            System.out.println(reserve.available());
            while (true) {
                clients.add(SocketChannel.open(target));
            }
        } catch (IOException e) {
            // Nothing waits to be accepted now, or it waits already: one more does in any case.
            clients.add(SocketChannel.open(target));
        }
        return clients;
    }
}

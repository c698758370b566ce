package org.rserpool.net.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.net.NodeConfig;
import org.rserpool.net.Transports;
import org.rserpool.net.transport.Listener;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportUse;
import org.rserpool.wire.message.Protocol;

/** A node in a process of its own, which sends back what it gets and can be killed. */
public final class PeerProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;
    private final int port;

    private PeerProcess(Process process) throws IOException {
        this.process = process;
        this.output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.port = Integer.parseInt(awaitLine("listening "));
    }

    /**
     * Starts a process.
     *
     * @param prefix the command that starts it, such as one that enters a network namespace
     * @param arguments as {@link #main} wants them
     */
    public static PeerProcess start(List<String> prefix, String... arguments) {
        var command = new ArrayList<>(prefix);
        command.addAll(
                List.of(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PeerProcess.class.getName()));
        command.addAll(List.of(arguments));
        try {
            return new PeerProcess(
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the port at which the process listens. */
    public int port() {
        return port;
    }

    /** Waits for a line of output that begins with {@code start} and returns the rest of it. */
    public String awaitLine(String start) throws IOException {
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(start)) {
                return line.substring(start.length());
            }
        }
        throw new IOException("the process ended without the line " + start);
    }

    /** Kills the process, which can do nothing about it. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    /**
     * Runs the node: {@code STYLE PORT ADDRESS,... [open PORT ADDRESS,...]}. It prints {@code
     * listening PORT} and, for each link, {@code up LINK} and {@code down LINK REASON}.
     */
    public static void main(String... arguments) throws Exception {
        var listener =
                new Listener(
                        Protocol.ASAP,
                        address(arguments[1], arguments[2]),
                        Listener.Style.valueOf(arguments[0]));
        var machine =
                new TestMachine((event, turn) -> {
                    switch (event) {
                        case Event.Arrived(var link, var message) -> turn.out().send(link, message);
                        case Event.LinkUp(var link, _, _, _) -> System.out.println("up " + link);
                        case Event.LinkDown(var link, var reason) ->
                                System.out.println("down " + link + " " + reason);
                        default -> {}
                    }
                });
        var config =
                NodeConfig.named("peer")
                        .withTransports(Transports.TCP, Transports.KERNEL_SCTP)
                        .withListeners(listener);
        try (var node = TestNode.start(config, machine)) {
            System.out.println("listening " + node.address().port());
            if (arguments.length > 3) {
                var remote = address(arguments[4], arguments[5]);
                node.run(turn -> turn.out().open(new Link(1), Protocol.ASAP, remote));
            }
            node.node().stopped().join();
        }
    }

    private static TransportAddress address(String port, String addresses) {
        var hosts = List.of(addresses.split(",")).stream().map(IpAddress::parse).toList();
        return new TransportAddress.Sctp(Integer.parseInt(port), TransportUse.DATA_ONLY, hosts);
    }
}

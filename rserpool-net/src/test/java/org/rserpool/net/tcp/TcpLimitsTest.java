package org.rserpool.net.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.net.testing.TestNode.soon;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.Machine;
import org.rserpool.net.Node;
import org.rserpool.net.NodeConfig;
import org.rserpool.net.Transports;
import org.rserpool.net.testing.Skip;
import org.rserpool.net.transport.Counter;
import org.rserpool.net.transport.Listener;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.Protocol;

class TcpLimitsTest {

    private static final int CONNECTIONS = 10_000;

    private static List<String> java(String main, String... arguments) {
        var command =
                new ArrayList<>(
                        List.of(
                                System.getProperty("java.home") + "/bin/java",
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                main));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String shell(String script, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    /** A machine that takes no room of its own. */
    private static final class Nothing implements Machine {

        @Override
        public List<Action> handle(Event event, Instant now) {
            return List.of();
        }

        @Override
        public Instant deadline() {
            return Instant.MAX;
        }
    }

    @Test
    void tenThousandConnectionsThatSayNothingCostNextToNothing() throws Exception {
        var limit = shell("ulimit -Hn").strip();
        if (!limit.equals("unlimited") && Long.parseLong(limit) < CONNECTIONS + 500) {
            Skip.because("only " + limit + " file descriptors are allowed");
        }
        var listener =
                new Listener(
                        Protocol.ASAP, new TransportAddress.Tcp(0, IpAddress.parse("127.0.0.1")));
        var config =
                NodeConfig.named("silence").withTransports(Transports.TCP).withListeners(listener);
        try (var node = Node.start(config, _ -> new Nothing(), _ -> {})) {
            var port = node.bound().listeners().getFirst().address().port();
            long before = heap();
            var clients =
                    new ProcessBuilder(
                                    java(
                                            SilentClients.class.getName(),
                                            Integer.toString(port),
                                            Integer.toString(CONNECTIONS)))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            try (var output =
                    new BufferedReader(
                            new InputStreamReader(
                                    clients.getInputStream(), StandardCharsets.UTF_8))) {
                assertThat(output.readLine()).isEqualTo("connected");
                soon().until(() -> node.count(Counter.LINKS_ACCEPTED) == CONNECTIONS);
                long each = (heap() - before) / CONNECTIONS;
                System.out.println("a silent connection costs " + each + " octets of heap");
                assertThat(each).isLessThan(2_500);
            } finally {
                clients.destroyForcibly().waitFor();
            }
            soon().until(() -> node.count(Counter.LINKS_LOST) == CONNECTIONS);
        }
    }

    private static long heap() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void aNodeWithoutDescriptorsWaitsWithoutSpinningAndGoesOn() throws Exception {
        var output =
                shell(
                        "ulimit -n 150 && exec \"$@\"",
                        java(FewDescriptors.class.getName()).toArray(String[]::new));
        assertThat(output).contains("no spinning").contains("good");
    }
}

package org.rserpool.net.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rserpool.net.testing.Skip;
import org.rserpool.net.testing.TaggedTests;

class NamespaceTest {

    private static final String NETWORK =
            """
            ip link set lo up &&
            ip link add one type veth peer name farOne &&
            ip link add two type veth peer name farTwo &&
            ip address add 10.31.1.1/24 dev one &&
            ip address add 10.31.2.1/24 dev two &&
            ip address add fd31:1::1/64 dev one nodad &&
            ip address add fd31:2::1/64 dev two nodad &&
            ip link set one up && ip link set two up &&
            ip link set farOne up && ip link set farTwo up
            """;

    @Test
    void multicastWorksInANamespaceWithSeveralInterfaces() throws Exception {
        var trial = run("true");
        if (trial.status != 0) {
            Skip.because("no network namespace can be made here: " + trial.output);
        }
        var result =
                run(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TaggedTests.class.getName(),
                        "multicast");
        assertThat(result.status).as(result.output).isZero();
    }

    private record Result(int status, String output) {}

    /** Runs a command in the namespace; as it stands, whatever blanks are in its words. */
    private static Result run(String... command) throws Exception {
        var words = new ArrayList<>(List.of("unshare", "--net", "sh", "-c"));
        words.add(NETWORK.strip() + " && exec \"$@\"");
        words.add("sh");
        words.addAll(List.of(command));
        var builder = new ProcessBuilder(words);
        builder.environment().put(MulticastTest.IN_NAMESPACE, "yes");
        try {
            var process = builder.redirectErrorStream(true).start();
            var output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            return new Result(-1, e.toString());
        }
    }
}

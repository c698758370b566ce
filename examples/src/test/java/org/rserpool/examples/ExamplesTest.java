package org.rserpool.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The examples do what they say, as processes. */
class ExamplesTest {

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    private List<String> run(Class<?> example, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(example.getName());
        command.addAll(List.of(arguments));
        var process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        processes.add(process);
        var lines = new CopyOnWriteArrayList<String>();
        Thread.ofVirtual().start(() -> process.inputReader().lines().forEach(lines::add));
        return lines;
    }

    private static String awaitLine(List<String> lines, String text) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> lines.stream().anyMatch(line -> line.contains(text)));
        return lines.stream().filter(line -> line.contains(text)).findFirst().orElseThrow();
    }

    @Test
    void aServerJoinsAUserFindsItAnObserverSeesIt() throws IOException {
        var registrar = awaitLine(run(OwnRegistrar.class), "serving at ").substring(11);
        var observer = run(PoolObserver.class, registrar, "greetings");
        awaitLine(observer, "greetings has 0 elements");

        run(GreetingServer.class, registrar);
        var dead = processes.getLast();
        awaitLine(observer, "greetings has 1 elements");
        awaitLine(run(GreetingUser.class, registrar), "hello from element 0x");

        run(GreetingServer.class, registrar);
        awaitLine(observer, "greetings has 2 elements");
        dead.destroyForcibly();
        assertThat(awaitLine(run(GreetingUser.class, registrar), "hello from element 0x"))
                .isNotNull();
    }
}

package org.rserpool.cli;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Three registrars that are each other's peers, and elements that know all of them: processes. */
final class Trio implements AutoCloseable {

    static final int SIZE = 3;

    /**
     * Below the ports that the system gives to connections: one of these could otherwise take the
     * port of a registrar that is down.
     */
    private static final int FIRST_PORT = 12_000;

    private static final int LAST_PORT = 32_000;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<String> asap = new ArrayList<>();
    private final List<String> enrp = new ArrayList<>();
    private final List<Launched> registrars = new ArrayList<>();
    private final List<Launched> elements = new ArrayList<>();
    private final Set<String> ids = new TreeSet<>();

    /** Starts all registrars at the same time and waits until they serve. */
    Trio() throws IOException {
        int port = FIRST_PORT + (int) (ProcessHandle.current().pid() * 97 % 16_000);
        for (int i = 0; i < SIZE; i++) {
            port = free(port);
            asap.add("tcp:127.0.0.1:" + port);
            port = free(port + 1);
            enrp.add("tcp:127.0.0.1:" + port);
            port++;
        }
        for (int i = 0; i < SIZE; i++) {
            registrars.add(launch(i));
        }
        IntStream.range(0, SIZE).forEach(this::awaitServing);
    }

    /** Returns the first port from this one on that nobody listens at. */
    private static int free(int from) throws IOException {
        for (int port = from; port < LAST_PORT; port++) {
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no port from %d to %d is free".formatted(from, LAST_PORT));
    }

    private static boolean isFree(int port) {
        try (var probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException _) {
            return false;
        }
    }

    private Launched launch(int number) throws IOException {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "registrar",
                                "--asap",
                                asap.get(number),
                                "--enrp",
                                enrp.get(number)));
        enrp.forEach(peer -> arguments.addAll(List.of("--peer", peer)));
        return Launched.start(arguments.toArray(String[]::new));
    }

    Launched registrar(int number) {
        return registrars.get(number);
    }

    /** Returns where registrars serve elements and users. */
    List<String> asap() {
        return asap;
    }

    /** Returns where registrars serve each other. */
    List<String> enrp() {
        return enrp;
    }

    /** Starts a registrar again, at the same place, with a new identifier. */
    void restart(int number) throws IOException {
        registrars.set(number, launch(number)).close();
    }

    /** Waits until a registrar says that it serves, and returns its identifier. */
    String awaitServing(int number) {
        return Typed.value(registrar(number).awaitLine("ready id=", 1), "id");
    }

    /** Starts an element that turns to this registrar first. */
    void join(int number, String id) throws IOException {
        var arguments = new ArrayList<>(List.of("element", "web", "--id", id));
        for (int i = 0; i < SIZE; i++) {
            arguments.addAll(List.of("--registrar", asap.get((number + i) % SIZE)));
        }
        var element = Launched.start(arguments.toArray(String[]::new));
        elements.add(element);
        ids.add(Typed.value(element.awaitLine("registered ", 1), "id"));
    }

    /**
     * Waits until all of these registrars hold the same handlespace, with all elements in it, and
     * all of them at home with one of these registrars.
     */
    void awaitSettled(Collection<Integer> living, Duration within) {
        var homes = new TreeSet<String>();
        living.forEach(number -> homes.add(awaitServing(number)));
        await().atMost(within)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertSettled(living, homes));
    }

    private void assertSettled(Collection<Integer> living, Set<String> homes) {
        var dumps = new TreeSet<String>();
        for (int number : living) {
            var dump = dump(number);
            dumps.add(dump.get("pools").toString() + dump.get("checksums"));
            var found = new TreeSet<>(dump.get("pools").findValuesAsString("id"));
            if (!found.equals(ids)) {
                throw new AssertionError(
                        "%s has %s, not %s".formatted(enrp.get(number), found, ids));
            }
            var strangers = new TreeSet<>(dump.get("pools").findValuesAsString("home"));
            strangers.removeAll(homes);
            if (!strangers.isEmpty()) {
                throw new AssertionError(
                        "%s knows elements of %s; there are registrars %s"
                                .formatted(enrp.get(number), strangers, homes));
            }
        }
        if (dumps.size() != 1) {
            throw new AssertionError("the registrars differ: " + String.join("\n", dumps));
        }
    }

    private JsonNode dump(int number) {
        var typed = Typed.run("dump", enrp.get(number), "--timeout", "2s", "--json");
        if (typed.code() != 0) {
            throw new AssertionError(typed.err());
        }
        return JSON.readTree(typed.out());
    }

    /** Returns what registrars and elements have complained of. */
    String complaints() {
        var all = new StringBuilder();
        for (Launched process : registrars) {
            all.append("\nregistrar ").append(process.lines()).append('\n');
            all.append(String.join("\n", process.complaints()));
        }
        for (Launched process : elements) {
            all.append("\nelement ").append(process.lines()).append('\n');
            all.append(String.join("\n", process.complaints()));
        }
        return all.toString();
    }

    @Override
    public void close() {
        elements.forEach(Launched::close);
        registrars.forEach(Launched::close);
    }
}

package org.rserpool.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;

/**
 * Registrars that are each other's peers, in processes of their own, over TCP on loopback. Each
 * keeps its two ports when it is started again.
 */
final class LocalScope implements AutoCloseable {

    /** Below those that the system gives to whoever connects, which can be many here. */
    private static final int FIRST_PORT = 21_000;

    private static final int LAST_PORT = 31_000;

    private final Path launcher;
    private final List<String> options;
    private final List<Place> places;
    private final List<Optional<ServerProcess>> running = new ArrayList<>();

    /** Where a registrar serves. */
    private record Place(int asap, int enrp) {}

    /**
     * Finds ports; starts nobody.
     *
     * @param options what all registrars are told beside their addresses
     */
    LocalScope(Path launcher, int registrars, List<String> options) throws IOException {
        this.launcher = launcher;
        this.options = options;
        var ports = freePorts(2 * registrars);
        var found = new ArrayList<Place>();
        for (int i = 0; i < registrars; i++) {
            found.add(new Place(ports.get(2 * i), ports.get(2 * i + 1)));
            running.add(Optional.empty());
        }
        places = List.copyOf(found);
    }

    private static List<Integer> freePorts(int count) throws IOException {
        var free = new ArrayList<Integer>();
        int offset = (int) (ProcessHandle.current().pid() * 31 % (LAST_PORT - FIRST_PORT - 1_000));
        for (int port = FIRST_PORT + offset; port < LAST_PORT; port++) {
            if (isFree(port)) {
                free.add(port);
                if (free.size() == count) {
                    return free;
                }
            }
        }
        throw new IOException("no %d free ports up to %d".formatted(count, LAST_PORT));
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    int size() {
        return places.size();
    }

    /** Starts all, one after the other. */
    void startAll() throws IOException {
        for (int i = 0; i < size(); i++) {
            start(i);
        }
    }

    /** Starts a registrar, and waits until it says that it serves. */
    void start(int registrar) throws IOException {
        running.set(
                registrar,
                Optional.of(
                        ServerProcess.start(command(registrar), line -> line.startsWith("ready"))));
    }

    private List<String> command(int registrar) {
        var place = places.get(registrar);
        var addresses =
                Stream.of(
                        launcher.toString(),
                        "registrar",
                        "-q",
                        "--asap",
                        tcp(place.asap),
                        "--enrp",
                        tcp(place.enrp));
        var peers =
                places.stream()
                        .filter(other -> !other.equals(place))
                        .flatMap(other -> Stream.of("--peer", tcp(other.enrp)));
        return Stream.of(addresses, peers, options.stream()).flatMap(words -> words).toList();
    }

    private static String tcp(int port) {
        return "tcp:127.0.0.1:" + port;
    }

    boolean runs(int registrar) {
        return running.get(registrar).isPresent();
    }

    ServerProcess process(int registrar) {
        return running.get(registrar)
                .orElseThrow(() -> new IllegalStateException(registrar + " does not run"));
    }

    RegistrarId id(int registrar) {
        return RegistrarId.parse(process(registrar).said("id"));
    }

    int asapPort(int registrar) {
        return places.get(registrar).asap;
    }

    /** Returns where a registrar serves ASAP, as it is written. */
    String asap(int registrar) {
        return tcp(asapPort(registrar));
    }

    TransportAddress enrp(int registrar) {
        return new TransportAddress.Tcp(places.get(registrar).enrp, IpAddress.parse("127.0.0.1"));
    }

    /** Ends a registrar by SIGKILL; returns at once. */
    void kill(int registrar) {
        process(registrar).kill();
    }

    /** Waits until a registrar that was killed has ended. */
    void awaitEnd(int registrar) {
        process(registrar).awaitEnd();
        running.set(registrar, Optional.empty());
    }

    @Override
    public void close() {
        running.forEach(process -> process.ifPresent(ServerProcess::kill));
        running.forEach(process -> process.ifPresent(ServerProcess::awaitEnd));
    }
}

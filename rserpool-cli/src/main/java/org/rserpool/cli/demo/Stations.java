package org.rserpool.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rserpool.cli.terminal.Colour;
import org.rserpool.cli.terminal.Table;
import org.rserpool.core.profile.Profile;
import org.rserpool.core.registrar.RegistrarNotice;
import org.rserpool.net.TransportAddresses;
import org.rserpool.server.Registrar;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;

/**
 * The registrars, which are each other's peers. The first one belongs to this process, lives as
 * long, and says what becomes of elements and of the others; these are processes.
 */
final class Stations implements AutoCloseable {

    /** How many there are. */
    static final int ALL = 3;

    private static final System.Logger LOGGER = System.getLogger(Stations.class.getName());

    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private final Profile profile;
    private final Chronicle chronicle;
    private final Tally tally;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final List<Station> stations = new CopyOnWriteArrayList<>();

    Stations(Registrar first, Profile profile, Chronicle chronicle, Tally tally) {
        this.profile = profile;
        this.chronicle = chronicle;
        this.tally = tally;
        var place = new Station.Place(first.asap().getFirst(), first.enrp().getFirst());
        stations.add(new Station(first.id(), place));
    }

    /** Starts the others. */
    void start() throws IOException {
        for (int number = 2; number <= ALL; number++) {
            stations.add(launch(number, "tcp:127.0.0.1:0", "tcp:127.0.0.1:0"));
        }
    }

    private Station launch(int number, String asap, String enrp) throws IOException {
        var arguments =
                new ArrayList<>(
                        List.of("registrar", "--asap", asap, "--enrp", enrp, "--until-eof", "-qq"));
        arguments.addAll(List.of("--profile", profile.toString()));
        for (Station.Place peer : Station.places(stations)) {
            arguments.addAll(List.of("--peer", peer.enrp().toString()));
        }
        var process =
                new ProcessBuilder(Launch.registrar(arguments)).redirectErrorStream(true).start();
        var station = new Station(process);
        Thread.ofVirtual()
                .name("registrar-" + number)
                .start(() -> listen(number, station, process));
        return station;
    }

    private void listen(int number, Station station, Process process) {
        try (var out = new BufferedReader(process.inputReader())) {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("ready ")) {
                    var id = RegistrarId.parse(Table.value(line, "id"));
                    station.serves(
                            id, new Station.Place(address(line, "asap"), address(line, "enrp")));
                    chronicle.add(Colour.GREEN, "registrar %s serves".formatted(id));
                } else {
                    chronicle.add(Colour.YELLOW, "registrar %d says: %s".formatted(number, line));
                }
            }
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "a registrar is heard no more", e);
        }
    }

    private static TransportAddress address(String line, String name) {
        return TransportAddresses.parse(Table.value(line, name)).getFirst();
    }

    /** Returns all registrars that are or were, one for each place. */
    List<Station.Status> statuses() {
        return stations.stream().map(Station::status).toList();
    }

    /** Returns whether all of them serve. */
    boolean allServe() {
        return statuses().stream().allMatch(status -> status.phase() == Station.Phase.SERVING);
    }

    /** Returns where elements and users are served, beginning with one of them. */
    List<TransportAddress> from(int index) {
        var turned = new ArrayList<TransportAddress>();
        for (int i = 0; i < stations.size(); i++) {
            stations.get((index + i) % stations.size())
                    .place()
                    .ifPresent(place -> turned.add(place.asap()));
        }
        return turned;
    }

    void kill(int number) {
        var station = stations.get(number - 1);
        var name = station.status().id().map(RegistrarId::toString).orElse("that starts");
        chronicle.add(
                Colour.MAGENTA,
                "registrar %s is killed (process %d)".formatted(name, station.pid()));
        tally.registrarKilled();
        station.kill();
    }

    /** Starts a registrar that was killed again, where it was; it takes another identifier. */
    void restart(int number) throws IOException {
        var place = stations.get(number - 1).place();
        if (place.isPresent()) {
            chronicle.add(Colour.MAGENTA, "registrar %d is started again".formatted(number));
            var asap = place.get().asap().toString();
            stations.set(number - 1, launch(number, asap, place.get().enrp().toString()));
        }
    }

    /** Hears the first registrar. */
    void heard(RegistrarNotice notice) {
        if (closing.get()) {
            return;
        }
        switch (notice) {
            case RegistrarNotice.PeerLost _ -> chronicle.add(Colour.RED, notice.text());
            case RegistrarNotice.HomeChanged(_, var id, _, var to) -> {
                tally.homeChanged();
                chronicle.add(Colour.YELLOW, "%s has the home registrar %s now".formatted(id, to));
            }
            default -> {} // about nothing that is shown of registrars
        }
    }

    @Override
    public void close() {
        closing.set(true);
        try {
            for (Station station : stations) {
                station.end(FAREWELL);
            }
        } catch (InterruptedException e) {
            // They end by themselves when this process does.
            Thread.currentThread().interrupt();
        }
    }
}

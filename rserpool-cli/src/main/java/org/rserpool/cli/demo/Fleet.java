package org.rserpool.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.rserpool.cli.terminal.Colour;
import org.rserpool.cli.terminal.Times;
import org.rserpool.core.profile.Profile;
import org.rserpool.core.registrar.RegistrarNotice;
import org.rserpool.core.registrar.RegistrarNotice.ElementAdded;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.TransportAddress;

/** The elements, each a process; and what the registrar says of them. */
final class Fleet implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(Fleet.class.getName());

    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private final PoolHandle pool;
    private final Profile profile;
    private final Stations registrars;
    private final Chronicle chronicle;
    private final Map<ElementId, Member> members = new ConcurrentSkipListMap<>();

    Fleet(PoolHandle pool, Profile profile, Stations registrars, Chronicle chronicle) {
        this.pool = pool;
        this.profile = profile;
        this.registrars = registrars;
        this.chronicle = chronicle;
    }

    /** Returns all elements that there ever were, in the order in which they were added. */
    List<Member.Status> statuses() {
        return members.values().stream().map(Member::status).toList();
    }

    /** Returns whether all of them serve. */
    boolean allServe() {
        return statuses().stream().allMatch(member -> member.phase() == Member.Phase.SERVING);
    }

    /** Starts the process of one more element; it joins by itself. */
    void add(int number) throws IOException {
        var id = new ElementId(number);
        var arguments = new ArrayList<>(List.of("element", pool.toString()));
        for (TransportAddress registrar : registrars.from(first(number))) {
            arguments.addAll(List.of("--registrar", registrar.toString()));
        }
        arguments.addAll(List.of("--id", id.toString(), "--profile", profile.toString()));
        arguments.addAll(List.of("--drain", "2s", "--until-eof", "-qq"));
        var process =
                new ProcessBuilder(Launch.element(arguments)).redirectErrorStream(true).start();
        members.put(id, new Member(id, process));
        Thread.ofVirtual().name("element-" + number).start(() -> listen(id, process));
    }

    /** Returns the index of the registrar that an element is to turn to first: two have each. */
    private static int first(int number) {
        return (number - 1) / 2 % Stations.ALL;
    }

    /** What it says is known from the registrar; what it complains of is not. */
    private void listen(ElementId id, Process process) {
        try (var out = new BufferedReader(process.inputReader())) {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                if (!line.startsWith("registered ")) {
                    chronicle.add(Colour.YELLOW, "%s says: %s".formatted(id, line));
                }
            }
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "an element is heard no more", e);
        }
    }

    void kill(int number) {
        act(number, "killed", Member::kill);
    }

    void drain(int number) {
        act(number, "told to leave", Member::drain);
    }

    void freeze(int number) throws IOException {
        act(number, "frozen", _ -> {});
        member(number).freeze();
    }

    void thaw(int number) throws IOException {
        act(number, "running again", _ -> {});
        member(number).thaw();
    }

    private void act(int number, String what, java.util.function.Consumer<Member> act) {
        var member = member(number);
        chronicle.add(
                Colour.MAGENTA,
                "%s is %s (process %d)".formatted(new ElementId(number), what, member.pid()));
        act.accept(member);
    }

    private Member member(int number) {
        return Optional.ofNullable(members.get(new ElementId(number))).orElseThrow();
    }

    /** Hears the registrar. */
    void heard(RegistrarNotice notice) {
        switch (notice) {
            case ElementAdded(_, var element) -> onAdded(element.id());
            case ElementRemoved(_, var id, var reason) -> onRemoved(id, reason.toString());
            default -> {} // about no element's being there
        }
    }

    private void onAdded(ElementId id) {
        Optional.ofNullable(members.get(id))
                .ifPresent(member ->
                        chronicle.add(
                                Colour.GREEN,
                                "%s has joined, after %s"
                                        .formatted(id, Times.shortly(member.joined()))));
    }

    private void onRemoved(ElementId id, String reason) {
        Optional.ofNullable(members.get(id))
                .ifPresent(member ->
                        chronicle.add(
                                Colour.RED,
                                "%s is out after %s: %s"
                                        .formatted(
                                                id,
                                                Times.shortly(member.removed(reason)),
                                                reason)));
    }

    @Override
    public void close() {
        try {
            for (Member member : members.values()) {
                member.end(FAREWELL);
            }
        } catch (InterruptedException e) {
            // They end by themselves when this process does.
            Thread.currentThread().interrupt();
        }
    }
}

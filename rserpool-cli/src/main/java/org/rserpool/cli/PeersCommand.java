package org.rserpool.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.rserpool.cli.terminal.Json;
import org.rserpool.cli.terminal.Shell;
import org.rserpool.cli.terminal.Table;
import org.rserpool.client.PoolException;
import org.rserpool.core.Answer;
import org.rserpool.core.inspect.PeerListReader;
import org.rserpool.core.inspect.PeerListReaderConfig;
import org.rserpool.core.inspect.PeerTable;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

/** Shows which registrars of a scope know which. */
@Command(
        name = "peers",
        description = "Asks a registrar whom it knows, then those the same, and so on.",
        footer = {
            "",
            "A registrar answers, or is starting (it does not serve yet), silent or unreachable. It"
                    + " sees those in its list, and misses those that answer and are not in it.",
            "With --json one object: asked, registrars; each of these has id, address, state,"
                    + " checksum (of its elements; absent if it does not tell), sees, misses."
        })
final class PeersCommand implements Callable<Integer> {

    private final Shell shell;

    @Parameters(paramLabel = "ENRP-ADDRESS", description = "Where the registrar serves ENRP.")
    Addresses registrar = new Addresses(List.of());

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long each registrar may take to answer; 5s otherwise.")
    Duration timeout = Duration.ofSeconds(5);

    @Option(names = "--json", description = "Print an object.")
    boolean json;

    @Mixin Common common = new Common();

    @Spec CommandSpec spec = CommandSpec.create();

    PeersCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        common.log(System.Logger.Level.ERROR);
        Scope.requireTime(spec, "--timeout", timeout);
        Scope.requirePorts(spec, "ENRP-ADDRESS", registrar.all());
        var table = inquiry().ask(registrar.all(), timeout);
        if (json) {
            shell.say(Json.object(object -> write(object, table)));
        } else {
            print(table);
        }
        return ExitCode.DONE;
    }

    private Inquiry<PeerTable> inquiry() {
        return new Inquiry<>(
                "peers",
                common.profile().dialect(),
                (patience, random) ->
                        new PeerListReader(
                                PeerListReaderConfig.DEFAULTS.withNoResponse(patience), random),
                PeerListReader.Read::new,
                PeersCommand::read);
    }

    private static PeerTable read(TransportAddress address, Answer answer) {
        return switch (answer) {
            case PeerTable table -> table;
            case PeerListReader.Unreadable(var why) ->
                    throw new PoolException.NoRegistrar(
                            "%s does not tell its peers: %s".formatted(address, why));
            default -> throw new IllegalStateException("an answer to something else");
        };
    }

    private static String state(PeerTable.Registrar registrar) {
        return registrar.standing().name().toLowerCase(Locale.ROOT);
    }

    /** Writes the properties of a scope into an object. */
    static void write(JsonGenerator object, PeerTable table) {
        object.writeStringProperty("asked", table.asked().toString());
        object.writeArrayPropertyStart("registrars");
        for (PeerTable.Registrar registrar : table.registrars()) {
            object.writeStartObject();
            object.writeStringProperty("id", registrar.id().toString());
            object.writeStringProperty("address", registrar.address().toString());
            object.writeStringProperty("state", state(registrar));
            registrar
                    .checksum()
                    .ifPresent(sum -> object.writeStringProperty("checksum", sum.toString()));
            write(object, "sees", registrar.peers());
            write(object, "misses", table.missedBy(registrar));
            object.writeEndObject();
        }
        object.writeEndArray();
    }

    private static void write(JsonGenerator object, String name, List<RegistrarId> ids) {
        object.writeArrayPropertyStart(name);
        ids.forEach(id -> object.writeString(id.toString()));
        object.writeEndArray();
    }

    private void print(PeerTable table) {
        var rows = new Table("registrar", "address", "state", "checksum", "sees", "misses");
        for (PeerTable.Registrar registrar : table.registrars()) {
            rows.add(
                    registrar.id(),
                    registrar.address(),
                    state(registrar),
                    registrar.checksum().map(Object::toString).orElse("-"),
                    list(registrar.peers()),
                    list(table.missedBy(registrar)));
        }
        rows.lines(shell.looks()).forEach(shell::say);
    }

    private static String list(List<RegistrarId> ids) {
        return ids.isEmpty()
                ? "-"
                : ids.stream().map(RegistrarId::toString).collect(Collectors.joining(","));
    }
}

package org.rserpool.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.rserpool.cli.terminal.Json;
import org.rserpool.cli.terminal.Shell;
import org.rserpool.cli.terminal.Table;
import org.rserpool.client.PoolException;
import org.rserpool.core.Answer;
import org.rserpool.core.inspect.HandleTable;
import org.rserpool.core.inspect.HandleTableReader;
import org.rserpool.core.inspect.HandleTableReaderConfig;
import org.rserpool.wire.TransportAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

/** Shows the handlespace of a registrar. */
@Command(
        name = "dump",
        description = "Reads all pools of a registrar, as another registrar would.",
        footer = {
            "",
            "Those that know the same elements with the same home registrars print the same.",
            "With --json one object: registrar (the one that was asked), pools (each as resolve"
                    + " prints it), checksums (of the elements of each registrar)."
        })
final class DumpCommand implements Callable<Integer> {

    private final Shell shell;

    @Parameters(paramLabel = "ENRP-ADDRESS", description = "Where the registrar serves ENRP.")
    Addresses registrar = new Addresses(List.of());

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long the registrar may take to answer; 5s otherwise.")
    Duration timeout = Duration.ofSeconds(5);

    @Option(names = "--json", description = "Print an object.")
    boolean json;

    @Mixin Common common = new Common();

    @Spec CommandSpec spec = CommandSpec.create();

    DumpCommand(Shell shell) {
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

    private Inquiry<HandleTable> inquiry() {
        return new Inquiry<>(
                "dump",
                common.profile().dialect(),
                (patience, random) -> new HandleTableReader(readerConfig(patience), random),
                HandleTableReader.Read::new,
                DumpCommand::read);
    }

    private static HandleTable read(TransportAddress address, Answer answer) {
        return switch (answer) {
            case HandleTable table -> table;
            case HandleTableReader.Unreadable(var why) ->
                    throw new PoolException.NoRegistrar(
                            "%s was not read: %s".formatted(address, why));
            default -> throw new IllegalStateException("an answer to something else");
        };
    }

    private HandleTableReaderConfig readerConfig(Duration patience) {
        var defaults = HandleTableReaderConfig.DEFAULTS;
        return new HandleTableReaderConfig(
                common.profile().dialect(),
                patience,
                defaults.acquaintance(),
                defaults.afterReject(),
                defaults.maxRejects(),
                defaults.maxElements());
    }

    private static void write(JsonGenerator object, HandleTable table) {
        object.writeStringProperty("registrar", table.registrar().toString());
        object.writeArrayPropertyStart("pools");
        for (HandleTable.Pool pool : pools(table)) {
            object.writeStartObject();
            var rows = pool.elements().stream().map(Row::of).toList();
            Row.write(object, pool.handle(), policy(pool), rows);
            object.writeEndObject();
        }
        object.writeEndArray();
        object.writeObjectPropertyStart("checksums");
        for (HandleTable.Owner owner : table.owners()) {
            object.writeStringProperty(owner.id().toString(), owner.checksum().toString());
        }
        object.writeEndObject();
    }

    /** Registrars list them in orders of their own; here two that know the same look the same. */
    private static List<HandleTable.Pool> pools(HandleTable table) {
        return table.pools().stream()
                .sorted(Comparator.comparing(HandleTable.Pool::handle))
                .toList();
    }

    /** A pool has the policy of its elements, which all have the same. */
    private static String policy(HandleTable.Pool pool) {
        return Row.policyName(pool.elements().getFirst().policy());
    }

    private void print(HandleTable table) {
        var elements = new Table("pool", "id", "addresses", "policy", "home");
        for (HandleTable.Pool pool : pools(table)) {
            pool.elements().stream()
                    .map(Row::of)
                    .forEach(row ->
                            elements.add(
                                    pool.handle(),
                                    row.id(),
                                    row.address(),
                                    row.policy(),
                                    row.home()));
        }
        elements.lines(shell.looks()).forEach(shell::say);
        if (shell.looks().terminal()) {
            shell.say("");
        }
        var owners = new Table("registrar", "elements", "checksum");
        table.owners().forEach(o -> owners.add(o.id(), o.elements(), o.checksum()));
        owners.lines(shell.looks()).forEach(shell::say);
    }
}

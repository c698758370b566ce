package org.rserpool.cli;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.rserpool.cli.terminal.Json;
import org.rserpool.cli.terminal.Shell;
import org.rserpool.cli.terminal.Table;
import org.rserpool.client.PoolException;
import org.rserpool.core.inspect.HandleTable;
import org.rserpool.core.inspect.HandleTableReader;
import org.rserpool.core.inspect.HandleTableReaderConfig;
import org.rserpool.net.Node;
import org.rserpool.net.NodeConfig;
import org.rserpool.net.Transports;
import org.rserpool.net.transport.Limits;
import org.rserpool.net.transport.TransportKind;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportProtocol;
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
            "With --json one object: registrar, pools (each as resolve prints it), checksums (of the"
                    + " elements of each registrar)."
        })
final class DumpCommand implements Callable<Integer> {

    private static final System.Logger LOGGER = System.getLogger(DumpCommand.class.getName());

    /** What the reader gives up by itself before. */
    private static final Duration GRACE = Duration.ofMillis(500);

    /** The last addresses get that many nanoseconds even where the others have used up all. */
    private static final long MIN_SHARE = 1_000_000;

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
        var table = read(registrar.all());
        if (json) {
            shell.say(Json.object(object -> write(object, table)));
        } else {
            print(table);
        }
        return ExitCode.DONE;
    }

    /** Tries the addresses of a host one after the other, each for its share of what is left. */
    private HandleTable read(List<TransportAddress> addresses)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        var failures = new ArrayList<String>();
        for (int i = 0; i < addresses.size(); i++) {
            long share = (end - System.nanoTime()) / (addresses.size() - i);
            try {
                return read(addresses.get(i), Duration.ofNanos(Math.max(share, MIN_SHARE)));
            } catch (PoolException.NoRegistrar e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        }
        throw new PoolException.NoRegistrar(String.join("; ", failures));
    }

    private HandleTable read(TransportAddress address, Duration patience)
            throws IOException, InterruptedException {
        var reader = readerConfig(patience);
        var config =
                new NodeConfig(
                        "dump",
                        reader.dialect(),
                        List.of(transport(address)),
                        List.of(),
                        List.of(),
                        Limits.DEFAULTS.withConnectTimeout(patience));
        var random = new SplittableRandom(new SecureRandom().nextLong());
        try (var node =
                Node.start(
                        config,
                        _ -> new HandleTableReader(reader, random),
                        notice -> LOGGER.log(System.Logger.Level.DEBUG, notice::text))) {
            var answer = node.ask(new HandleTableReader.Read(address));
            return switch (answer.get(patience.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS)) {
                case HandleTable table -> table;
                case HandleTableReader.Unreadable(var why) ->
                        throw new PoolException.NoRegistrar(
                                "%s was not read: %s".formatted(address, why));
                default -> throw new IllegalStateException("an answer to something else");
            };
        } catch (TimeoutException e) {
            throw new PoolException.NoRegistrar(
                    "%s did not send all within %d ms".formatted(address, patience.toMillis()));
        } catch (ExecutionException e) {
            throw new IOException("the reader has failed: " + e.getCause(), e);
        }
    }

    private static TransportKind transport(TransportAddress address) {
        if (address.protocol() != TransportProtocol.SCTP) {
            return Transports.TCP;
        }
        Transports.KERNEL_SCTP
                .unavailable()
                .ifPresent(why -> {
                    throw new PoolException.NoRegistrar(
                            "%s cannot be reached: %s".formatted(address, why));
                });
        return Transports.KERNEL_SCTP;
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
        for (HandleTable.Pool pool : table.pools()) {
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

    /** A pool has the policy of its elements, which all have the same. */
    private static String policy(HandleTable.Pool pool) {
        return Row.policyName(pool.elements().getFirst().policy());
    }

    private void print(HandleTable table) {
        var elements = new Table("pool", "id", "addresses", "policy", "home");
        for (HandleTable.Pool pool : table.pools()) {
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

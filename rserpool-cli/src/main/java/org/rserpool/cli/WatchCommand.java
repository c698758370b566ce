package org.rserpool.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.rserpool.cli.terminal.Colour;
import org.rserpool.cli.terminal.Json;
import org.rserpool.cli.terminal.Shell;
import org.rserpool.cli.terminal.Table;
import org.rserpool.cli.terminal.Times;
import org.rserpool.client.PoolException;
import org.rserpool.client.PoolState;
import org.rserpool.client.Registrars;
import org.rserpool.client.ResolvedElement;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PoolHandle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells of the changes of a pool. */
@Command(
        name = "watch",
        description = "Prints a line for each element of a pool, and then for each change.",
        footer = {
            "",
            "With --json an object per line: time (RFC 3339), event (element-added, element-changed,"
                    + " element-removed), pool, element, home, policy, addresses."
        })
final class WatchCommand implements Callable<Integer> {

    private static final System.Logger LOGGER = System.getLogger(WatchCommand.class.getName());

    private final Shell shell;

    @Parameters(paramLabel = "POOL", description = "The pool; there may be none yet.")
    PoolHandle pool = PoolHandle.of("-");

    @Option(names = "--json", description = "Print an object per line.")
    boolean json;

    @Mixin Scope scope = new Scope();
    @Mixin Common common = new Common();

    /** What was shown; used by one thread at a time, the one that tells of changes. */
    private Map<ElementId, Row> shown = Map.of();

    WatchCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        common.log(System.Logger.Level.WARNING);
        try (var registrars = scope.registrars(common.profile())) {
            expectAnswer(registrars);
            shell.stop().heed();
            try (var _ = registrars.resolver().watch(pool, this::show)) {
                shell.stop().await();
            }
        }
        return ExitCode.DONE;
    }

    /** A watch waits for a registrar as long as it takes; this program does not. */
    private void expectAnswer(Registrars registrars) {
        try {
            var _ = registrars.resolver().resolve(pool);
        } catch (PoolException.UnknownPool e) {
            LOGGER.log(System.Logger.Level.INFO, "{0} yet", e.getMessage());
        }
    }

    private void show(PoolState state) {
        var present = new LinkedHashMap<ElementId, Row>();
        for (ResolvedElement element : state.elements()) {
            present.put(element.id(), Row.of(element));
        }
        shown.values().stream()
                .filter(row -> !present.containsKey(row.id()))
                .forEach(row -> show("element-removed", row, Colour.RED));
        for (Row row : present.values()) {
            if (!shown.containsKey(row.id())) {
                show("element-added", row, Colour.GREEN);
            } else if (!row.equals(shown.get(row.id()))) {
                show("element-changed", row, Colour.YELLOW);
            }
        }
        shown = present;
        if (shell.isUnheard()) {
            shell.stop().ask();
        }
    }

    private void show(String event, Row row, Colour colour) {
        var time = Times.now();
        if (json) {
            shell.say(
                    Json.object(object -> {
                        object.writeStringProperty("time", time);
                        object.writeStringProperty("event", event);
                        object.writeStringProperty("pool", pool.toString());
                        object.writeStringProperty("element", row.id().toString());
                        row.write(object);
                    }));
            return;
        }
        shell.say(
                "%s %s %s element=%s home=%s policy=%s addresses=%s"
                        .formatted(
                                Colour.DIM.paint(time, shell.looks()),
                                colour.paint(event, shell.looks()),
                                Table.assignment("pool", pool.toString()),
                                row.id(),
                                row.home(),
                                row.policy(),
                                row.address()));
    }
}

package org.rserpool.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.rserpool.cli.terminal.Json;
import org.rserpool.cli.terminal.Shell;
import org.rserpool.cli.terminal.Table;
import org.rserpool.client.Resolution;
import org.rserpool.core.endpoint.EndpointRequest;
import org.rserpool.wire.PoolHandle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks a registrar for the elements of a pool. */
@Command(
        name = "resolve",
        description = "Lists the elements of a pool, in the order in which they are to be used.",
        footer = {
            "",
            "With --json one object: pool, policy (its name), elements; each of these has id, home"
                    + " (its registrar), policy (with its values), addresses."
        })
final class ResolveCommand implements Callable<Integer> {

    private final Shell shell;

    @Parameters(paramLabel = "POOL", description = "The pool.")
    PoolHandle pool = PoolHandle.of("-");

    @Option(names = "-n", paramLabel = "COUNT", description = "How many elements at the most.")
    long count = EndpointRequest.ALL;

    @Option(names = "--json", description = "Print an object.")
    boolean json;

    @Mixin Scope scope = new Scope();
    @Mixin Common common = new Common();

    @Spec CommandSpec spec = CommandSpec.create();

    ResolveCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        common.log(System.Logger.Level.ERROR);
        if (count < 1 || count > EndpointRequest.ALL) {
            throw new ParameterException(
                    spec.commandLine(), "-n is a number from 1 on, not " + count);
        }
        try (var registrars = scope.registrars(common.profile())) {
            print(registrars.resolver().resolve(pool, count, Duration.ZERO));
        }
        return ExitCode.DONE;
    }

    private void print(Resolution resolution) {
        var elements = resolution.elements().stream().map(Row::of).toList();
        var policy = Row.policyName(resolution.policy());
        if (json) {
            shell.say(Json.object(object -> Row.write(object, pool, policy, elements)));
            return;
        }
        var table = new Table("id", "addresses", "policy", "home");
        elements.forEach(row -> table.add(row.id(), row.address(), row.policy(), row.home()));
        table.lines(shell.looks()).forEach(shell::say);
    }
}

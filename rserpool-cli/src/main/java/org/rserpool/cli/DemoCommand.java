package org.rserpool.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.rserpool.cli.demo.Demo;
import org.rserpool.cli.demo.DemoConfig;
import org.rserpool.cli.demo.Summary;
import org.rserpool.cli.terminal.Colour;
import org.rserpool.cli.terminal.Json;
import org.rserpool.cli.terminal.Looks;
import org.rserpool.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows what the project is for. */
@Command(
        name = "demo",
        description = {
            "Runs three registrars, one of which is killed and started again, elements that are"
                    + " killed, frozen, drained and added, and users whose requests are all answered"
                    + " nevertheless."
        },
        footer = {
            "",
            "With --json one object: sent, answered, failedOver, lost, failoverMedianMillis,"
                    + " failoverWorstMillis, registrarsKilled, homeChanges."
        })
final class DemoCommand implements Callable<Integer> {

    private final Shell shell;

    @Option(names = "--duration", paramLabel = "TIME", description = "How long; 1m otherwise.")
    Duration duration = Duration.ofMinutes(1);

    @Option(
            names = "--rate",
            paramLabel = "NUMBER",
            description = "Requests per second of all users; 200 otherwise.")
    int rate = 200;

    @Option(names = "--users", paramLabel = "NUMBER", description = "Users; 4 otherwise.")
    int users = 4;

    @Option(names = "--json", description = "Print only the summary, as an object.")
    boolean json;

    @Mixin Common common = new Common();

    @Spec CommandSpec spec = CommandSpec.create();

    DemoCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        common.log(System.Logger.Level.ERROR);
        Consumer<String> progress = json ? shell::complain : shell::say;
        var around =
                json
                        ? new Shell(shell.in(), shell.out(), shell.err(), Looks.PLAIN, shell.stop())
                        : shell;
        var summary = new Demo(around, config(), common.profile(), progress).run();
        if (json) {
            shell.say(Json.object(summary::write));
        } else {
            conclude(summary);
        }
        return summary.isGreen() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private DemoConfig config() {
        try {
            return new DemoConfig(duration, rate, users);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void conclude(Summary summary) {
        if (!shell.looks().terminal()) {
            shell.say("summary " + summary.line());
            return;
        }
        boolean green = summary.isGreen();
        shell.say(
                (green ? Colour.GREEN : Colour.RED)
                        .paint(
                                green ? "No request was lost." : "Requests were lost.",
                                shell.looks()));
        shell.say(summary.words());
    }
}

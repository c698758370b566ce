package org.rserpool.cli;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.rserpool.cli.terminal.Colour;
import org.rserpool.cli.terminal.Json;
import org.rserpool.cli.terminal.Shell;
import org.rserpool.sim.run.Options;
import org.rserpool.sim.run.Result;
import org.rserpool.sim.run.Simulation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

/** Tries the protocol machines out in worlds of virtual time. */
@Command(
        name = "simulate",
        description = {
            "Runs seeded worlds in which messages are lost, networks cut and processes killed and"
                    + " stopped, and checks what comes of it. A world that fails names the command"
                    + " that repeats it."
        },
        footer = {
            "",
            "With --json an object for each world: seed, good, failures, repeat, virtualMillis,"
                    + " events, messages."
        })
final class SimulateCommand implements Callable<Integer> {

    private final Shell shell;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "The first seed; any otherwise.")
    Optional<Long> seed = Optional.empty();

    @Option(
            names = "--seeds",
            paramLabel = "COUNT",
            description = "How many worlds, one seed after the other; 1 otherwise.")
    long seeds = 1;

    @Option(
            names = "--registrars",
            paramLabel = "COUNT",
            description = "Registrars in each world, 1 to 9; drawn from the seed otherwise.")
    Optional<Integer> registrars = Optional.empty();

    @Option(names = "--trace", description = "Print all that happens.")
    boolean trace;

    @Option(names = "--json", description = "Print an object for each world.")
    boolean json;

    @Mixin Common common = new Common();

    @Spec CommandSpec spec = CommandSpec.create();

    SimulateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        common.log(System.Logger.Level.WARNING);
        if (seeds < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--seeds is a number from 1 on, not " + seeds);
        }
        if (trace && json) {
            throw new ParameterException(
                    spec.commandLine(), "--trace is text, which does not go with --json");
        }
        var options = options();
        long first = seed.orElseGet(() -> Math.abs((long) new SecureRandom().nextInt()));
        boolean good = true;
        for (long i = 0; i < seeds; i++) {
            var result = Simulation.run(first + i, options);
            print(result);
            good &= result.isGood();
        }
        return good ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Options options() {
        try {
            var options = Options.DEFAULTS;
            if (registrars.isPresent()) {
                options = options.withRegistrars(registrars.get());
            }
            if (common.profile.isPresent()) {
                options = options.withProfile(common.profile.get());
            }
            return trace ? options.withTrace(shell::say) : options;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void print(Result result) {
        if (json) {
            shell.say(Json.object(object -> write(object, result)));
            return;
        }
        var colour = result.isGood() ? Colour.GREEN : Colour.RED;
        result.toString().lines().forEach(line -> shell.say(colour.paint(line, shell.looks())));
        if (seeds == 1) {
            result.statistics().lines().forEach(line -> shell.say("  " + line));
        }
    }

    private static void write(JsonGenerator object, Result result) {
        object.writeNumberProperty("seed", result.seed());
        object.writeBooleanProperty("good", result.isGood());
        object.writeArrayPropertyStart("failures");
        result.failures().forEach(failure -> object.writeString(failure.toString()));
        object.writeEndArray();
        object.writeStringProperty("repeat", result.command());
        object.writeNumberProperty("virtualMillis", result.statistics().time().toMillis());
        object.writeNumberProperty("events", result.statistics().events());
        object.writeNumberProperty("messages", result.statistics().messages());
    }
}

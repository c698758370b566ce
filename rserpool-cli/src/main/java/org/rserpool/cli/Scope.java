package org.rserpool.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.rserpool.client.Registrars;
import org.rserpool.client.ScopeConfig;
import org.rserpool.core.profile.Profile;
import org.rserpool.server.Groups;
import org.rserpool.wire.TransportAddress;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of all commands that turn to a registrar. */
final class Scope {

    @Option(
            names = "--registrar",
            paramLabel = "ADDRESS",
            description = {
                "A registrar; may be repeated. Without it, those that announce themselves."
            })
    List<Addresses> registrars = List.of();

    @Option(
            names = "--announce",
            paramLabel = "GROUP:PORT|off",
            description =
                    "Where registrars announce themselves; the groups of the profile otherwise.")
    Optional<AnnounceGroups> announce = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long a registrar may take to answer; 5s otherwise.")
    Duration timeout = Duration.ofSeconds(5);

    @Spec(Spec.Target.MIXEE)
    CommandSpec spec = CommandSpec.create();

    /** Returns the way into the scope. */
    Registrars registrars(Profile profile) {
        return Registrars.of(config(profile));
    }

    /** Returns how the program takes part in the scope. */
    ScopeConfig config(Profile profile) {
        requireTime(spec, "--timeout", timeout);
        requirePorts(spec, "--registrar", Addresses.all(registrars));
        var groups =
                announce.map(AnnounceGroups::all)
                        .orElseGet(() -> registrars.isEmpty() ? Groups.of(profile) : List.of());
        if (registrars.isEmpty() && groups.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no --registrar, and with --announce off none can be heard of");
        }
        return ScopeConfig.of(profile)
                .withRegistrars(Addresses.all(registrars))
                .withGroups(groups)
                .withTimeout(timeout);
    }

    /** Refuses what is no time to wait for something. */
    static void requireTime(CommandSpec spec, String option, Duration time) {
        if (!time.isPositive()) {
            throw new ParameterException(spec.commandLine(), option + " must be more than 0");
        }
    }

    /** Refuses where nobody can be reached. */
    static void requirePorts(CommandSpec spec, String option, List<TransportAddress> addresses) {
        for (TransportAddress address : addresses) {
            if (address.port() == 0) {
                throw new ParameterException(
                        spec.commandLine(),
                        "%s needs a port, %s has none".formatted(option, address));
            }
        }
    }
}

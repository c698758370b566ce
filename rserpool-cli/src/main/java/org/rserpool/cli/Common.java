package org.rserpool.cli;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import org.rserpool.cli.log.OneLineLogs;
import org.rserpool.core.profile.Profile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options of all commands. */
@Command(versionProvider = Version.class, synopsisHeading = "Usage: ", sortOptions = false)
final class Common {

    private static final List<Level> LEVELS =
            List.of(Level.ERROR, Level.WARNING, Level.INFO, Level.DEBUG, Level.TRACE);

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            description = "Timers and rules: rfc, fast (default) or rsplib.")
    Optional<Profile> profile = Optional.empty();

    @Option(
            names = {"-v", "--verbose"},
            description = "Tell more on standard error; twice for all.")
    boolean[] verbose = {};

    @Option(
            names = {"-q", "--quiet"},
            description = "Tell less on standard error; twice for errors only.")
    boolean[] quiet = {};

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    boolean version;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this.")
    boolean help;

    Profile profile() {
        return profile.orElse(Profile.FAST);
    }

    /** Sets what is logged: what the command does by default, and what was wished. */
    void log(Level byDefault) {
        int wanted = LEVELS.indexOf(byDefault) + verbose.length - quiet.length;
        OneLineLogs.level(LEVELS.get(Math.clamp(wanted, 0, LEVELS.size() - 1)));
    }
}

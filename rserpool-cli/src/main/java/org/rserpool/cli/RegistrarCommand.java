package org.rserpool.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.rserpool.cli.terminal.Shell;
import org.rserpool.net.Transports;
import org.rserpool.server.PeerAddress;
import org.rserpool.server.Registrar;
import org.rserpool.server.RegistrarSettings;
import org.rserpool.server.SettingsFile;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a registrar. */
@Command(
        name = "registrar",
        description = "Runs a registrar until it is told to stop; prints a line when it serves.",
        footer = {
            "",
            "With --events json, after that line an object per line: time (RFC 3339), event"
                    + " (element-added, element-changed, element-removed), pool, element, reason"
                    + " (registered, re-registered, deregistered, connection-lost,"
                    + " keep-alive-timeout, unreachable, expired, withdrawn, conflict).",
            "Where the lines are read too slowly, some are lost (links.max-pending-notices), and"
                    + " there is an object with time, event (events-lost), count (of changes and of"
                    + " all else that would have been told, near to this line)."
        })
final class RegistrarCommand implements Callable<Integer> {

    private static final System.Logger LOGGER = System.getLogger(RegistrarCommand.class.getName());

    private final Shell shell;

    @Option(
            names = "--asap",
            paramLabel = "ADDRESS",
            description = "Where elements and users are served; may be repeated.")
    List<Addresses> asap = List.of();

    @Option(
            names = "--enrp",
            paramLabel = "ADDRESS",
            description = {
                "Where its peers are served, and others may read the handlespace; may be repeated."
            })
    List<Addresses> enrp = List.of();

    @Option(
            names = "--peer",
            paramLabel = "ADDRESS",
            description = {
                "Where another registrar serves ENRP, or several behind one name do; may be"
                        + " repeated, and may be its own. Names are looked up again and again."
            })
    List<PeerAddress> peers = List.of();

    @Option(names = "--id", paramLabel = "HEX", description = "Its identifier; any otherwise.")
    Optional<RegistrarId> id = Optional.empty();

    @Option(
            names = "--announce",
            paramLabel = "GROUP:PORT|off",
            description = {
                "Where it makes itself known; otherwise in the groups of the profile, but nowhere if"
                        + " it serves this machine only."
            })
    Optional<AnnounceGroups> announce = Optional.empty();

    @Option(
            names = "--enrp-announce",
            paramLabel = "GROUP:PORT|off",
            description = {
                "Where registrars find each other; otherwise in 239.0.0.51:9901, but nowhere if"
                        + " --enrp is on this machine only."
            })
    Optional<PeerGroups> peerGroups = Optional.empty();

    @Option(
            names = "--advertise",
            paramLabel = "HOST",
            description = "The host that it names as its own, as behind NAT; may be repeated.")
    List<IpAddress> advertised = List.of();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings, a key = value per line; options override them.")
    Optional<Path> config = Optional.empty();

    @Option(names = "--print-config", description = "Print all settings as such a file, and end.")
    boolean printConfig;

    @Option(
            names = "--events",
            paramLabel = "FORMAT",
            description = "Print the changes of the handlespace; the format is json.")
    Optional<EventFormat> events = Optional.empty();

    @Option(names = "--until-eof", hidden = true, description = "Stop when standard input ends.")
    boolean untilEof;

    @Mixin Common common = new Common();

    @Spec CommandSpec spec = CommandSpec.create();

    RegistrarCommand(Shell shell) {
        this.shell = shell;
    }

    /** How changes are printed. */
    enum EventFormat {
        /** An object per line. */
        json
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        common.log(System.Logger.Level.INFO);
        var settings = settings();
        if (printConfig) {
            SettingsFile.write(settings).forEach(shell::say);
            return ExitCode.DONE;
        }
        if (settings.asap().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "where to serve is needed, as in --asap tcp:127.0.0.1:3863");
        }
        if (settings.enrp().isEmpty() && !settings.peers().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--peer needs an --enrp, where peers are answered, as in --enrp"
                            + " tcp:127.0.0.1:9901");
        }
        if (untilEof) {
            shell.stopAtEof();
        }
        var journal = new Journal(shell, events.isPresent());
        try (var registrar = Registrar.start(settings, journal)) {
            shell.stop().heed();
            shell.say(ready(registrar));
            journal.begin();
            tellTransports();
            var stopped = registrar.stopped().whenComplete((_, _) -> shell.stop().ask());
            shell.stop().await();
            return stopped.isCompletedExceptionally() ? ExitCode.FAILED : ExitCode.DONE;
        }
    }

    private RegistrarSettings settings() {
        var settings =
                config.map(file -> SettingsFile.read(file, common.profile))
                        .orElseGet(() -> RegistrarSettings.of(common.profile()));
        if (!asap.isEmpty()) {
            settings = settings.withAsap(Addresses.all(asap));
        }
        if (!enrp.isEmpty()) {
            settings = settings.withEnrp(Addresses.all(enrp));
        }
        if (!peers.isEmpty()) {
            settings = settings.withPeers(peers);
        }
        if (peerGroups.isPresent()) {
            settings = settings.withPeerGroups(peerGroups.get().all());
        }
        if (id.isPresent()) {
            settings = settings.withId(id.get());
        }
        if (announce.isPresent()) {
            settings = settings.withGroups(announce.get().all());
        }
        if (!advertised.isEmpty()) {
            settings = settings.withAdvertised(advertised);
        }
        if (settings.id().equals(Optional.of(RegistrarId.NONE))) {
            throw new ParameterException(
                    spec.commandLine(), "a registrar's identifier is not " + RegistrarId.NONE);
        }
        return settings;
    }

    private static String ready(Registrar registrar) {
        var line = new StringBuilder("ready id=").append(registrar.id());
        for (TransportAddress address : registrar.asap()) {
            line.append(" asap=").append(address);
        }
        for (TransportAddress address : registrar.enrp()) {
            line.append(" enrp=").append(address);
        }
        return line.toString();
    }

    private static void tellTransports() {
        for (var transport : Transports.survey()) {
            var name = transport.kind().name();
            transport
                    .unavailable()
                    .ifPresentOrElse(
                            why ->
                                    LOGGER.log(
                                            System.Logger.Level.INFO,
                                            "this machine has no {0}: {1}",
                                            name,
                                            why),
                            () -> tellAvailable(name, transport.restrictions()));
        }
    }

    private static void tellAvailable(String name, List<String> restrictions) {
        LOGGER.log(
                System.Logger.Level.INFO,
                "this machine has {0}{1}{2}",
                name,
                restrictions.isEmpty() ? "" : ", but ",
                String.join("; ", restrictions));
    }
}

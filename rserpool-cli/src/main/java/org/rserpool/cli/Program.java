package org.rserpool.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.rserpool.cli.service.StandardService;
import org.rserpool.cli.terminal.Shell;
import org.rserpool.cli.terminal.Times;
import org.rserpool.client.PoolException;
import org.rserpool.core.policy.Policies;
import org.rserpool.core.profile.Profile;
import org.rserpool.net.TransportAddresses;
import org.rserpool.server.Groups;
import org.rserpool.server.PeerAddress;
import org.rserpool.server.SettingsException;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.RegistrationLife;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program's sub-commands, and what becomes of failures. */
final class Program {

    private static final System.Logger LOGGER = System.getLogger(Program.class.getName());

    /** In the order in which they are listed. */
    private static final Map<String, Function<Shell, Object>> COMMANDS = commands();

    private Program() {}

    private static Map<String, Function<Shell, Object>> commands() {
        var commands = new LinkedHashMap<String, Function<Shell, Object>>();
        commands.put("registrar", RegistrarCommand::new);
        commands.put("element", ElementCommand::new);
        commands.put("resolve", ResolveCommand::new);
        commands.put("watch", WatchCommand::new);
        commands.put("report", ReportCommand::new);
        commands.put("send", SendCommand::new);
        commands.put("dump", DumpCommand::new);
        commands.put("peers", PeersCommand::new);
        commands.put("demo", DemoCommand::new);
        commands.put("simulate", SimulateCommand::new);
        commands.put("completion", CompletionCommand::new);
        return commands;
    }

    /** Runs the program and returns its exit code. */
    static int run(Shell shell, String... arguments) {
        return commandLine(shell, Optional.of(arguments)).execute(arguments);
    }

    /**
     * Returns the program as picocli sees it.
     *
     * @param arguments if given, only the sub-command that they name is made: to make all of them
     *     takes a while
     */
    static CommandLine commandLine(Shell shell, Optional<String[]> arguments) {
        var line = new CommandLine(new RootCommand(shell));
        var named =
                arguments
                        .filter(given -> given.length > 0)
                        .map(given -> given[0])
                        .filter(COMMANDS::containsKey);
        COMMANDS.forEach((name, command) -> {
            if (named.isEmpty() || named.get().equals(name)) {
                line.addSubcommand(name, command.apply(shell));
            }
        });
        register(line, shell);
        return line;
    }

    private static void register(CommandLine line, Shell shell) {
        line.registerConverter(
                Addresses.class, wrap(t -> new Addresses(TransportAddresses.parse(t))));
        line.registerConverter(
                AnnounceGroups.class, wrap(t -> new AnnounceGroups(Groups.parse(t))));
        line.registerConverter(PeerGroups.class, wrap(t -> new PeerGroups(Groups.parsePeers(t))));
        line.registerConverter(PeerAddress.class, wrap(PeerAddress::parse));
        line.registerConverter(Duration.class, wrap(Times::duration));
        line.registerConverter(ElementId.class, wrap(t -> ElementId.parse(hex(t))));
        line.registerConverter(IpAddress.class, wrap(IpAddress::parse));
        line.registerConverter(PolicyInfo.class, wrap(Policies.STANDARD::parse));
        line.registerConverter(PoolHandle.class, wrap(PoolHandle::of));
        line.registerConverter(Profile.class, wrap(Profile::parse));
        line.registerConverter(RegistrarId.class, wrap(t -> RegistrarId.parse(hex(t))));
        line.registerConverter(RegistrationLife.class, wrap(Program::life));
        line.registerConverter(StandardService.class, wrap(Program::service));
        line.setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8));
        line.setUsageHelpAutoWidth(shell.looks().terminal());
        line.setUsageHelpLongOptionsMaxWidth(28);
        line.setAbbreviatedOptionsAllowed(false);
        line.setParameterExceptionHandler((e, _) -> misused(shell, e));
        line.setExecutionExceptionHandler((e, command, _) -> failed(shell, command, e));
    }

    private static <T> ITypeConverter<T> wrap(Function<String, T> parser) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        };
    }

    private static String hex(String text) {
        return text.matches("[0-9a-fA-F]{1,8}") ? "0x" + text : text;
    }

    private static StandardService service(String text) {
        return List.of(StandardService.values()).stream()
                .filter(service -> service.toString().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "a service is echo, discard, daytime or chargen, not '%s'"
                                        .formatted(text)));
    }

    private static RegistrationLife life(String text) {
        return text.equals("infinite")
                ? RegistrationLife.INFINITE
                : RegistrationLife.of(Times.duration(text));
    }

    // ---- what becomes of failures ----

    private static int misused(Shell shell, ParameterException e) {
        var spec = e.getCommandLine().getCommandSpec();
        UnaryOperator<String> oneLine = text -> text.strip().replaceAll("\\s*\\R\\s*", "; ");
        var what = new StringBuilder(oneLine.apply(String.valueOf(e.getMessage())));
        if (e instanceof UnmatchedArgumentException unmatched) {
            var suggestions = unmatched.getSuggestions();
            if (!suggestions.isEmpty()) {
                what.append("; is it ").append(String.join(" or ", suggestions)).append('?');
            }
        }
        shell.complain(
                "%s: %s (%s --help tells what there is)"
                        .formatted(spec.qualifiedName(), what, spec.qualifiedName()));
        return ExitCode.USAGE;
    }

    private static int failed(Shell shell, CommandLine command, Exception e) {
        var name = command.getCommandSpec().qualifiedName();
        return switch (e) {
            case PoolException.UnknownPool _ -> tell(shell, name, e, ExitCode.UNKNOWN);
            case PoolException.NoRegistrar _ -> tell(shell, name, e, ExitCode.NO_REGISTRAR);
            case PoolException _ -> tell(shell, name, e, ExitCode.FAILED);
            case SettingsException _ -> tell(shell, name, e, ExitCode.USAGE);
            case UnknownElementException _ -> tell(shell, name, e, ExitCode.UNKNOWN);
            case IOException _ -> tell(shell, name, e, ExitCode.FAILED);
            case InterruptedException _ -> ExitCode.FAILED;
            default -> {
                // A mistake of the program: all that helps to find it.
                LOGGER.log(System.Logger.Level.DEBUG, "unexpected", e);
                yield tell(shell, name, e, ExitCode.FAILED);
            }
        };
    }

    private static int tell(Shell shell, String name, Exception e, int code) {
        boolean said =
                e instanceof PoolException
                        || e instanceof SettingsException
                        || e instanceof IOException
                        || e instanceof UnknownElementException;
        var what = said && e.getMessage() != null ? e.getMessage() : e.toString();
        what.lines().forEach(line -> shell.complain(name + ": " + line));
        return code;
    }
}

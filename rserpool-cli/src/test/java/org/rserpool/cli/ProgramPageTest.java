package org.rserpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rserpool.cli.demo.Summary;
import org.rserpool.cli.terminal.Json;
import org.rserpool.cli.terminal.Looks;
import org.rserpool.cli.terminal.Shell;
import org.rserpool.cli.terminal.Stop;
import org.rserpool.core.inspect.PeerTable;
import org.rserpool.core.policy.Policies;
import org.rserpool.core.profile.Profile;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What docs/program.md promises is what the program does: no more, no less. */
class ProgramPageTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String PAGE = page();

    private static final Set<String> COMMON =
            Set.of("--profile", "--verbose", "--quiet", "--version", "--help");

    private static final Set<String> SCOPE = Set.of("--registrar", "--announce", "--timeout");

    private static String page() {
        try {
            return Files.readString(Path.of("..", "docs", "program.md"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static CommandLine program() {
        var shell = new Shell(System.in, System.out, System.err, Looks.PLAIN, new Stop());
        return Program.commandLine(shell, Optional.empty());
    }

    /** Returns what stands under a heading, up to the next one of any level. */
    private static String section(String heading) {
        var found =
                Pattern.compile("(?ms)^#+ " + Pattern.quote(heading) + "$(.*?)(?=^#|\\z)")
                        .matcher(PAGE);
        assertThat(found.find()).as("the heading %s", heading).isTrue();
        return found.group(1);
    }

    private static Stream<MatchResult> matches(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results();
    }

    private static Set<String> groups(String pattern, String text) {
        return matches(pattern, text)
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    // ---- commands ----

    static Stream<String> commands() {
        return program().getSubcommands().keySet().stream();
    }

    @Test
    void itTellsOfAllCommandsAndOfNoOthers() {
        assertThat(groups("(?m)^### ([a-z]+)$", PAGE))
                .containsExactlyInAnyOrderElementsOf(commands().toList());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aSynopsisNamesAllOptionsAndNoOthers(String command) {
        var synopsis =
                matches("(?s)```\\n(rserpool .*?)```", section(command))
                        .map(match -> match.group(1))
                        .findFirst()
                        .orElseThrow();
        assertThat(synopsis).startsWith("rserpool " + command + " ");
        var named = groups("(?<![\\w-])(--?[a-z][a-z-]*)", synopsis);
        named.addAll(COMMON);
        if (synopsis.contains(" SCOPE")) {
            named.addAll(SCOPE);
        }

        var spec = Objects.requireNonNull(program().getSubcommands().get(command)).getCommandSpec();

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(
                        spec.options().stream()
                                .filter(option -> !option.hidden())
                                .map(OptionSpec::longestName)
                                .toList());
    }

    @Test
    void whatStandsOnceForAllCommandsNamesItsOptions() {
        assertThat(groups("(?<![\\w-])(--[a-z]+)", fence("[--profile rfc"))).isEqualTo(COMMON);
        assertThat(groups("(?<![\\w-])(--[a-z]+)", fence("[--registrar"))).isEqualTo(SCOPE);
    }

    private static String fence(String beginning) {
        return matches("(?s)```\\n(" + Pattern.quote(beginning) + ".*?)```", PAGE)
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void itTellsOfAllExitCodes() throws IllegalAccessException {
        var codes = new TreeSet<String>();
        for (Field field : ExitCode.class.getDeclaredFields()) {
            if (field.getType() == int.class) {
                codes.add(field.get(null).toString());
            }
        }
        assertThat(groups("(?m)^\\| (\\d+) \\|", section("Exit codes"))).isEqualTo(codes);
    }

    @Test
    void itNamesAllPolicies() {
        assertThat(groups("`([a-z-]+)`", section("Ways of writing")))
                .containsAll(Policies.STANDARD.all().stream().map(p -> p.name()).toList());
    }

    // ---- output ----

    @Test
    void itTellsOfAllEventsAndReasons() {
        var reasons =
                Stream.concat(
                                Stream.of("registered", "re-registered"),
                                Arrays.stream(ElementRemoved.Reason.values())
                                        .map(ElementRemoved.Reason::toString))
                        .toList();
        assertThat(groups("(?m)^\\| `element-[a-z]+` \\| `([a-z-]+)` \\|", PAGE))
                .containsExactlyInAnyOrderElementsOf(reasons);
    }

    @Test
    void theObjectsOfElementsAndPoolsHaveTheFieldsThatItShows() {
        try (var scene = new Scene("--events", "json", "--enrp", "tcp:127.0.0.1:0", "--id", "7");
                var watch = Typed.start("watch", "web", "--registrar", scene.asap(), "--json")) {
            scene.element("web", "--id", "1001");
            var enrp = Typed.value(scene.registrar().awaitLine("ready "), "enrp");

            assertShown("registrar", scene.registrar().awaitLine("{"));
            assertShown("watch", watch.awaitLine("{"));
            assertShown(
                    "resolve",
                    Typed.run("resolve", "web", "--registrar", scene.asap(), "--json").out());
            assertShown("dump", Typed.run("dump", enrp, "--json").out());
        }
    }

    @Test
    void theObjectsOfScopesHaveTheFieldsThatItShows() {
        var one = new RegistrarId(1);
        var other = new RegistrarId(2);
        var registrar =
                new PeerTable.Registrar(
                        one,
                        new TransportAddress.Tcp(9901, IpAddress.parse("127.0.0.1")),
                        PeerTable.Standing.ANSWERS,
                        Optional.of(PeChecksum.ofSum(0)),
                        List.of(new RegistrarId(3)));
        var missed =
                new PeerTable.Registrar(
                        other,
                        registrar.address(),
                        PeerTable.Standing.ANSWERS,
                        Optional.empty(),
                        List.of());
        var table = new PeerTable(one, List.of(registrar, missed));
        assertShown("peers", Json.object(object -> PeersCommand.write(object, table)));
        assertThat(groups("`([a-z]+)`", section("peers")))
                .containsAll(
                        Arrays.stream(PeerTable.Standing.values())
                                .map(standing -> standing.name().toLowerCase(Locale.ROOT))
                                .toList());
    }

    @Test
    void theObjectsOfSimulationsHaveTheFieldsThatItShows() {
        assertShown("simulate", Typed.run("simulate", "--seed", "1", "--json").out());
    }

    @Test
    void theObjectsOfDemonstrationsHaveTheFieldsThatItShows() {
        var time = Optional.of(Duration.ofMillis(5));
        assertShown("demo", Json.object(new Summary(1, 1, 1, 0, time, time, 1, 2)::write));
    }

    private static void assertShown(String command, String printed) {
        var shown =
                matches("(?s)```json\\n(.*?)\\n```", section(command))
                        .map(match -> match.group(1))
                        .findFirst()
                        .orElseThrow();
        assertThat(shape(JSON.readTree(shown))).isEqualTo(shape(JSON.readTree(printed)));
    }

    /** Returns the names and kinds of fields; identifiers as names count as one name. */
    private static String shape(JsonNode node) {
        if (node.isObject()) {
            return node.properties().stream()
                    .map(p ->
                            p.getKey().replaceAll("0x[0-9a-f]{8}", "ID")
                                    + ":"
                                    + shape(p.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (node.isArray()) {
            return node.isEmpty() ? "[]" : "[" + shape(node.get(0)) + "]";
        }
        return node.isNumber() ? "NUMBER" : node.getNodeType().toString();
    }

    // ---- configuration ----

    @ParameterizedTest
    @MethodSource("profiles")
    void itTellsOfAllKeysOfTheConfigurationWithTheirDefaultsAndOfNoOthers(Profile profile) {
        assertThat(documented(profile)).containsExactlyInAnyOrderElementsOf(printed(profile));
    }

    static Stream<Profile> profiles() {
        return Arrays.stream(Profile.values());
    }

    /** Returns the keys of all tables with the value in the column of a profile. */
    private static List<String> documented(Profile profile) {
        var columns = List.of("fast", "rfc", "rsplib");
        int column = 2 + columns.indexOf(profile.toString());
        assertThat(column).isGreaterThan(1);
        return matches(
                        "(?m)^\\| `([a-z.-]+)` \\| (\\S+) \\| (\\S+) \\| (\\S+) \\| [^|\\n]+ \\|$",
                        PAGE)
                .map(row -> row.group(1) + " = " + row.group(column))
                .toList();
    }

    /** Returns what the program prints; what has no default is printed only if it is set. */
    private static List<String> printed(Profile profile) {
        var typed =
                Typed.run(
                        "registrar",
                        "--print-config",
                        "--profile",
                        profile.toString(),
                        "--id",
                        "1",
                        "--announce",
                        "off",
                        "--enrp-announce",
                        "off");
        return typed.lines().stream()
                .map(line -> line.replaceFirst("^(id|(enrp-)?announce) = .*", "$1 = –"))
                .toList();
    }
}

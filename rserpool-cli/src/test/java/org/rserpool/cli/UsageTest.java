package org.rserpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rserpool.cli.terminal.Looks;
import org.rserpool.cli.terminal.Shell;
import org.rserpool.cli.terminal.Stop;

/** What the program says to whoever does not know it yet, and to whoever types something wrong. */
class UsageTest {

    static Stream<String> commands() {
        var shell = new Shell(System.in, System.out, System.err, Looks.PLAIN, new Stop());
        return Program.commandLine(shell, Optional.empty()).getSubcommands().keySet().stream();
    }

    @Test
    void thereAreTheCommandsThatAreWanted() {
        assertThat(commands())
                .contains(
                        "registrar",
                        "element",
                        "resolve",
                        "watch",
                        "report",
                        "send",
                        "dump",
                        "peers",
                        "demo",
                        "completion");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandTellsTheVersionAndItsOptions(String command) {
        var version = Typed.run(command, "--version");
        assertThat(version.code()).isZero();
        assertThat(version.out()).matches("rserpool [0-9]+\\.[0-9]+\\.[0-9]+\\S*\\R");
        assertThat(version.err()).isEmpty();

        var help = Typed.run(command, "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out())
                .startsWith("Usage: rserpool " + command)
                .contains("--profile", "--version", "--help", "--verbose", "--quiet");
    }

    @Test
    void theProgramItselfDoesSoToo() {
        assertThat(Typed.run("--version").out()).startsWith("rserpool ");
        assertThat(Typed.run("-h").out())
                .contains(commands().toList())
                .contains("Exit codes: 0 done, 1 failed, 2 wrong usage");
        assertThat(Typed.run("--profile", "rfc", "--version").code()).isZero();
    }

    @Test
    void withoutACommandItTellsWhatThereIsAndFails() {
        var typed = Typed.run();
        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err()).contains("Usage: rserpool").contains("resolve");
    }

    static Stream<List<String>> wrong() {
        return Stream.of(
                List.of("Unmatched", "frobnicate"),
                List.of("--colour", "--colour", "resolve", "web"),
                List.of("POOL", "resolve"),
                List.of("--frob", "resolve", "web", "--frob"),
                List.of("'mail'", "resolve", "web", "mail"),
                List.of("'--registrar'", "resolve", "web", "--registrar"),
                List.of("TRANSPORT:HOST", "resolve", "web", "--registrar", "127.0.0.1:3863"),
                List.of("tcp or sctp", "resolve", "web", "--registrar", "udp:127.0.0.1:3863"),
                List.of("0 to 65535", "resolve", "web", "--registrar", "tcp:127.0.0.1:70000"),
                List.of("unknown", "resolve", "web", "--registrar", "tcp:no.such.host.invalid:1"),
                List.of("500ms, 5s", "resolve", "web", "--timeout", "5"),
                List.of(
                        "--timeout",
                        "resolve",
                        "web",
                        "--registrar",
                        "tcp:127.0.0.1:1",
                        "--timeout",
                        "0s"),
                List.of(
                        "there is no profile 'slow'; known are rfc, fast, rsplib",
                        "resolve",
                        "web",
                        "--profile",
                        "slow"),
                List.of("-n", "resolve", "web", "--registrar", "tcp:127.0.0.1:1", "-n", "0"),
                List.of("-n", "resolve", "web", "-n", "two"),
                List.of("--registrar", "resolve", "web", "--announce", "off"),
                List.of("GROUP:PORT", "resolve", "web", "--announce", "3863"),
                List.of("0x", "report", "web", "frog"),
                List.of("ELEMENT", "report", "web"),
                List.of("--asap", "registrar"),
                List.of("0x00000000", "registrar", "--asap", "tcp:127.0.0.1:0", "--id", "0"),
                List.of("--events", "registrar", "--asap", "tcp:127.0.0.1:0", "--events", "xml"),
                List.of(
                        "--enrp",
                        "registrar",
                        "--asap",
                        "tcp:127.0.0.1:0",
                        "--peer",
                        "tcp:registrars:9901"),
                List.of("TRANSPORT:HOST", "registrar", "--peer", "registrars:9901"),
                List.of("1 to 65535", "registrar", "--peer", "tcp:registrars:0"),
                List.of("neither", "registrar", "--peer", "tcp:10.0.0.300:9901"),
                List.of("GROUP:PORT", "registrar", "--enrp-announce", "on"),
                List.of("no.conf", "registrar", "--config", "no.conf"),
                List.of("there is no policy 'best'", "element", "web", "--policy", "best"),
                List.of("not 'x'", "element", "web", "--policy", "priority:x"),
                List.of("echo", "element", "web", "--service", "quake"),
                List.of(
                        "at one address",
                        "element",
                        "web",
                        "--registrar",
                        "tcp:127.0.0.1:1",
                        "--listen",
                        "tcp:127.0.0.1,127.0.0.2:0"),
                List.of("positive", "element", "web", "--lifetime", "0s"),
                List.of(
                        "nowhere",
                        "element",
                        "web",
                        "--registrar",
                        "tcp:127.0.0.1:1",
                        "--advertise",
                        "224.0.0.1"),
                List.of(
                        "nowhere",
                        "element",
                        "web",
                        "--registrar",
                        "tcp:127.0.0.1:1",
                        "--listen",
                        "tcp:[fe80::1]:0"),
                List.of("needs a port", "resolve", "web", "--registrar", "tcp:127.0.0.1:0"),
                List.of("IP address", "element", "web", "--advertise", "example.org"),
                List.of("TRANSPORT:HOST", "dump", "localhost"),
                List.of("--timeout must be", "dump", "tcp:127.0.0.1:1", "--timeout", "0s"),
                List.of("needs a port", "dump", "tcp:127.0.0.1:0"),
                List.of("needs a port", "peers", "tcp:127.0.0.1:0"),
                List.of("--timeout must be", "peers", "tcp:127.0.0.1:1", "--timeout", "0s"),
                List.of(
                        "--reply-within must be",
                        "send",
                        "web",
                        "--registrar",
                        "tcp:127.0.0.1:1",
                        "--reply-within",
                        "0s"),
                List.of("bash", "completion", "fish"),
                List.of("1 to 1000", "demo", "--rate", "0"),
                List.of("1s", "demo", "--duration", "10ms"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatIsWrongIsToldInOneLineThatNamesIt(List<String> expectedAndArguments) {
        var expected = expectedAndArguments.getFirst();
        var arguments = expectedAndArguments.subList(1, expectedAndArguments.size());

        var typed = Typed.run(arguments.toArray(String[]::new));

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err().lines()).hasSize(1);
        assertThat(typed.err()).startsWith("rserpool").contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void completionIsForBothShells(String shell) {
        var typed = Typed.run("completion", shell);
        assertThat(typed.code()).isZero();
        assertThat(typed.out())
                .contains("rserpool", "--registrar", "resolve")
                .contains("complete -F")
                .doesNotContain("until-eof");
    }
}

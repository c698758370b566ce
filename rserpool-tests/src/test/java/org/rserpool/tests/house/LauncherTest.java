package org.rserpool.tests.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rserpool.tests.Project;

/** {@code ./rserpool} itself: the script that finds a JDK and becomes the program. */
class LauncherTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Path SCRIPT = Project.ROOT.resolve("rserpool");
    private static final Path APP = Project.ROOT.resolve("rserpool-cli/target/app");

    @TempDir private Path folder;

    private final List<Process> started = new ArrayList<>();

    /** To make the program is for {@code make}: a build within a build would fight for target/. */
    @BeforeEach
    void theProgramIsThere() {
        if (!Files.exists(APP.resolve("built"))) {
            skip("./rserpool is not built: make build makes it, and make test too");
        }
    }

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    private static void skip(String why) {
        System.out.println("SKIPPED: " + why);
        Assumptions.abort(why);
    }

    // ---- running it ----

    /** A run of the script, with what it says in files. */
    private record Run(Process process, Path out, Path err) {

        int code() throws InterruptedException {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("ends; it said %s", said(err))
                    .isTrue();
            return process.exitValue();
        }

        String line(String beginning) {
            return await().atMost(PATIENCE)
                    .until(() -> find(beginning), Optional::isPresent)
                    .orElseThrow();
        }

        private Optional<String> find(String beginning) {
            return said(out).stream().filter(line -> line.startsWith(beginning)).findFirst();
        }

        private static List<String> said(Path file) {
            // What is not a whole line yet comes later.
            var text = Project.text(file);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        }

        List<String> complaints() {
            return said(err);
        }

        List<String> lines() {
            return said(out);
        }
    }

    private Run start(Path script, Map<String, String> environment, String... arguments)
            throws IOException {
        var command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        var out = Files.createTempFile(folder, "out", "");
        var err = Files.createTempFile(folder, "err", "");
        var builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("RSERPOOL_BUILD", "never");
        builder.environment().putAll(environment);
        var process = builder.start();
        started.add(process);
        return new Run(process, out, err);
    }

    private Run start(String... arguments) throws IOException {
        return start(SCRIPT, Map.of(), arguments);
    }

    private static String value(String line, String name) {
        return Stream.of(line.split(" ", -1))
                .filter(word -> word.startsWith(name + "="))
                .map(word -> word.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    private static void assertVersion(Run run) throws InterruptedException {
        assertThat(run.code()).as("%s", run.complaints()).isZero();
        assertThat(run.complaints()).isEmpty();
        assertThat(run.lines()).hasSize(1);
        assertThat(run.lines().getFirst()).matches("rserpool [0-9]+\\.[0-9]+\\.[0-9]+\\S*");
    }

    // ---- what it is ----

    @Test
    void theProcessThatWasStartedIsTheProgramAndEndsWellWhenItIsToldTo() throws Exception {
        var registrar = start("registrar", "--asap", "tcp:127.0.0.1:0", "--announce", "off");

        assertThat(registrar.line("ready ")).startsWith("ready id=0x");

        assertThat(registrar.process.info().command().map(Path::of).map(Path::getFileName))
                .hasValue(Path.of("java"));
        assertThat(registrar.process.descendants()).isEmpty();
        registrar.process.destroy(); // SIGTERM
        assertThat(registrar.code()).isZero();
        assertThat(registrar.lines()).hasSize(1);
    }

    @Test
    void aRegistrarAnElementAndAUserFindEachOther() throws Exception {
        var registrar = start("registrar", "--asap", "tcp:127.0.0.1:0", "--announce", "off");
        var asap = value(registrar.line("ready "), "asap");
        var element = start("element", "web", "--registrar", asap);
        var listen = value(element.line("registered "), "listen");

        var user = start("resolve", "web", "--registrar", asap, "--json");

        assertThat(user.code()).isZero();
        assertThat(user.complaints()).isEmpty();
        assertThat(user.lines()).hasSize(1);
        assertThat(user.lines().getFirst())
                .startsWith("{\"pool\":\"web\",")
                .contains('"' + listen + '"');
        element.process.destroy();
        assertThat(element.code()).isZero();
    }

    @Test
    void itTellsTheVersion() throws Exception {
        assertVersion(start("--version"));
    }

    @Test
    void argumentsArriveAsTheyAre() throws Exception {
        var run = start("resolve", "web", "--frob", "a  b*");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.lines()).isEmpty();
        assertThat(run.complaints()).hasSize(1);
        assertThat(run.complaints().getFirst())
                .startsWith("rserpool resolve: ")
                .contains("'--frob', 'a  b*'");
    }

    // ---- where it lies ----

    @Test
    void aLinkToItDoesAsWell() throws Exception {
        var link = Files.createSymbolicLink(folder.resolve("pooling"), SCRIPT);
        var again = Files.createSymbolicLink(folder.resolve("again"), link.getFileName());
        assertVersion(start(again, Map.of(), "--version"));
    }

    /** Copies what runs, without the caches, to a folder with a blank; returns the script. */
    private Path copy() throws IOException {
        var root = folder.resolve("a copy");
        for (var name : List.of("rserpool", "tools/program.sh", "tools/find-jdk")) {
            copy(Project.ROOT.resolve(name), root.resolve(name));
        }
        try (var files = Files.list(APP.toRealPath())) {
            for (var file : files.filter(f -> !f.toString().endsWith(".aot")).toList()) {
                copy(file, root.resolve("rserpool-cli/target/app").resolve(file.getFileName()));
            }
        }
        return root.resolve("rserpool");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to);
    }

    @Test
    void theFolderMayBeElsewhereAndHaveABlankInItsName() throws Exception {
        assertVersion(start(copy(), Map.of(), "--version"));
    }

    @Test
    void withoutAProgramItSaysHowToMakeIt() throws Exception {
        var script = copy();
        Files.delete(script.resolveSibling("rserpool-cli/target/app/built"));

        var run = start(script, Map.of(), "--version");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines()).isEmpty();
        assertThat(run.complaints())
                .containsExactly(
                        "rserpool: the program is not built: run make build in "
                                + script.toRealPath().getParent());
    }

    // ---- which JDK it takes ----

    private static Path jdk17() throws IOException {
        var usual = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(usual)) {
            try (var homes = Files.list(usual)) {
                var home =
                        homes.filter(h -> Files.isExecutable(h.resolve("bin/java")))
                                .filter(h -> Files.exists(h.resolve("release")))
                                .filter(h ->
                                        Project.text(h.resolve("release"))
                                                .contains("JAVA_VERSION=\"17"))
                                .findFirst();
                if (home.isPresent()) {
                    return home.get();
                }
            }
        }
        skip("there is no JDK 17 in " + usual);
        throw new AssertionError("skipped");
    }

    @Test
    void anOldJavaOnPathIsOfNoMatter() throws Exception {
        var path = jdk17().resolve("bin") + ":/usr/bin:/bin";
        assertVersion(start(SCRIPT, Map.of("PATH", path), "--version"));
    }

    @Test
    void anOldJavaHomeIsPassedOver() throws Exception {
        var ours = Path.of(System.getProperty("java.home"), "bin");
        var environment = Map.of("JAVA_HOME", jdk17().toString(), "PATH", ours + ":/usr/bin:/bin");
        assertVersion(start(SCRIPT, environment, "--version"));
    }

    @Test
    void withoutAnyJdkItSaysSoInOneSentence() throws Exception {
        var script = copy();
        var app = script.resolveSibling("rserpool-cli/target/app");
        Files.writeString(app.resolve("built"), folder.resolve("gone") + "\n");
        // The usual folders are looked through wherever it runs: what is wanted must be nowhere.
        var find = script.resolveSibling("tools/find-jdk");
        Files.writeString(find, Project.text(find).replace("wanted=25\n", "wanted=999\n"));

        var run = start(script, Map.of(), "--version");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines()).isEmpty();
        assertThat(run.complaints()).hasSize(1);
        assertThat(run.complaints().getFirst())
                .startsWith("JDK 999 or newer is needed and was not found (JAVA_HOME, PATH, ")
                .endsWith("or set JAVA_HOME to it.");
    }
}

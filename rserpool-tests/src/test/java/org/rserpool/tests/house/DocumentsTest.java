package org.rserpool.tests.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rserpool.tests.Project;

/** The rules for what people read: links lead somewhere, commands work, nothing points outside. */
class DocumentsTest {

    private static final List<Path> MARKDOWN = Project.files(".md");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```");

    /** Commands of the documentation that no test runs, each with the reason. */
    private static final Path UNTESTED = Project.ROOT.resolve("docs/untested-commands.tsv");

    /**
     * What no file may contain: names of package registries, machine paths of a workplace, marks of
     * what is unfinished. Written in pieces, since this file is a file too.
     */
    private static final Pattern FORBIDDEN =
            Pattern.compile(
                    String.join(
                            "|",
                            "repo1?\\.maven\\." + "(org|apache)",
                            "central\\.sona" + "type",
                            "registry\\.npm" + "js",
                            "pypi\\." + "org",
                            "deb\\.deb" + "ian",
                            "(?<![\\w.$}\\])])/wo" + "rk/",
                            "(?<![\\w.$}\\])])/ro" + "ot/",
                            "(?<![\\w.$}\\])])/ho" + "me/",
                            "\\bTO" + "DO\\b",
                            "\\bFIX" + "ME\\b"));

    @Test
    void linksLeadSomewhere() {
        var broken = new ArrayList<String>();
        for (var file : MARKDOWN) {
            var links = LINK.matcher(withoutCode(Project.text(file)));
            while (links.find()) {
                var link = links.group(1);
                if (!link.matches("[a-z]+:.*") && !leads(file, link)) {
                    broken.add(Project.name(file) + ": " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean leads(Path file, String link) {
        var parts = link.split("#", 2);
        var target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
        return Files.exists(target)
                && target.startsWith(Project.ROOT)
                && (parts.length == 1 || anchors(target).contains(parts[1]));
    }

    private static Set<String> anchors(Path markdown) {
        return Project.text(markdown)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+\\s*", "").toLowerCase(Locale.ROOT))
                .map(line -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static String withoutCode(String markdown) {
        return FENCE.matcher(markdown).replaceAll("").replaceAll("`[^`\\n]*`", "");
    }

    @Test
    void everyDocumentIsReachedFromTheReadme() {
        var reached = new TreeSet<Path>();
        var waiting = new ArrayList<>(List.of(Project.ROOT.resolve("README.md")));
        while (!waiting.isEmpty()) {
            var file = waiting.removeLast();
            if (file.toString().endsWith(".md") && Files.exists(file) && reached.add(file)) {
                var links = LINK.matcher(withoutCode(Project.text(file)));
                while (links.find()) {
                    var target = links.group(1).split("#", 2)[0];
                    if (!target.isEmpty() && !target.matches("[a-z]+:.*")) {
                        waiting.add(file.resolveSibling(target).normalize());
                    }
                }
            }
        }
        var lost =
                MARKDOWN.stream()
                        .filter(file -> Project.name(file).startsWith("docs/"))
                        .filter(file -> !reached.contains(file))
                        .map(Project::name)
                        .toList();
        assertThat(lost).as("documents that no link leads to").isEmpty();
    }

    @Test
    void everyCommandIsTestedOrSaidNotToBe() {
        var shown = new TreeSet<String>();
        MARKDOWN.forEach(file -> shown.addAll(commands(Project.text(file))));
        var tests = tests();
        var listed = new TreeSet<String>();
        for (var line : Project.text(UNTESTED).lines().filter(l -> !l.startsWith("#")).toList()) {
            var cells = line.split("\t", -1);
            assertThat(cells).as("command, tab, reason: %s", line).hasSize(2);
            listed.add(cells[0]);
        }

        var untested = new TreeSet<>(shown);
        untested.removeIf(tests::contains);
        assertThat(untested)
                .as(
                        "commands of the documentation that neither stand in a test nor in %s",
                        UNTESTED)
                .isSubsetOf(listed);
        listed.removeAll(untested);
        assertThat(listed).as("lines of %s that can go", UNTESTED).isEmpty();
    }

    /** Returns what people type in the blocks that show a console. */
    private static List<String> commands(String markdown) {
        return FENCE.matcher(markdown)
                .results()
                .filter(block -> block.group(1).equals("console"))
                .flatMap(block -> block.group(2).lines())
                .filter(line -> line.startsWith("$ "))
                .map(line -> line.substring(2).replaceFirst("\\s+#.*", "").strip())
                .toList();
    }

    /** Returns all tests and scripts in one; a command counts as tested if it stands there. */
    private static String tests() {
        return Project.files().stream()
                .filter(file ->
                        Project.name(file).matches("(.*/src/test/.*|interop/.*|\\.ci/run)")
                                && !file.endsWith("DocumentsTest.java"))
                .filter(file -> !file.toString().matches(".*\\.(bin|pcap|gz|png)"))
                .map(DocumentsTest::textOrNothing)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void everyJavaExampleCompiles(@TempDir Path folder) {
        var examples = MARKDOWN.stream().flatMap(file -> JavaSnippet.in(file).stream()).toList();
        assertThat(examples).as("examples of the README").hasSizeGreaterThanOrEqualTo(2);
        assertThat(examples.stream().flatMap(example -> example.mistake(folder).stream()))
                .isEmpty();
    }

    @Test
    void aBrokenJavaExampleIsToldWithDocumentLineAndWhatIsWrong(@TempDir Path folder) {
        var broken = new JavaSnippet("A.md", 10, "serve(1);\nRegistrars.nowhere();\n");
        assertThat(broken.mistake(folder))
                .hasValueSatisfying(
                        told -> assertThat(told).startsWith("A.md:11: ").contains("nowhere"));
    }

    @Test
    void everyTestThatIsNamedIsThere() {
        var names =
                MARKDOWN.stream()
                        .flatMap(file -> matches("-Dtest=(\\w+)", Project.text(file)).stream())
                        .collect(Collectors.toSet());
        var tests =
                Project.files(".java").stream()
                        .map(file -> file.getFileName().toString().replace(".java", ""))
                        .collect(Collectors.toSet());
        assertThat(names).isNotEmpty().isSubsetOf(tests);
    }

    @Test
    void everyThreadIsInTheListOfThreads() {
        var made = new TreeSet<String>();
        for (var file : Project.files(".java")) {
            if (Project.name(file).matches("rserpool-[a-z]+/src/main/.*")) {
                var text = Project.text(file);
                made.addAll(
                        matches(
                                "Thread\\s*\\.of\\w+\\(\\)\\s*\\.name\\([^;\"]*\"([^\"]+)\"",
                                text));
                made.addAll(matches("new Mailbox<>\\(\"([^\"]+)\"", text));
            }
        }
        var listed =
                matches(
                        "(?m)^\\| `([^`]+)` \\| (?:platform|virtual)",
                        Project.text(Project.ROOT.resolve("docs/threads.md")));

        // What varies is a word in capitals there, and no part of the constant here.
        var constants =
                listed.stream()
                        .map(name -> name.replaceAll("\\b[A-Z]+\\b", ""))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(constants).isEqualTo(made);
    }

    @Test
    void everyExportedPackageIsInTheArchitecture() {
        var exported =
                Project.files("module-info.java").stream()
                        .flatMap(file -> matches("exports ([\\w.]+);", Project.text(file)).stream())
                        .toList();
        assertThat(exported).isNotEmpty();
        assertThat(
                        matches(
                                "(?m)^\\| `(org\\.rserpool[\\w.]*)` \\|",
                                Project.text(Project.ROOT.resolve("docs/architecture.md"))))
                .containsAll(exported);
    }

    @Test
    void everyDependencyIsArgued() {
        var poms =
                Project.files("pom.xml").stream()
                        .map(Project::text)
                        .map(pom ->
                                pom.replaceAll(
                                        "(?s)<dependencyManagement>.*</dependencyManagement>", ""))
                        .collect(Collectors.joining());
        var dependencies =
                matches(
                        "<dependency>\\s*<groupId>(?!org\\.rserpool)[\\w.-]+</groupId>"
                                + "\\s*<artifactId>([\\w.-]+)</artifactId>",
                        poms);
        assertThat(dependencies).contains("picocli");
        assertThat(Project.text(Project.ROOT.resolve("docs/adr/0004-dependencies.md")))
                .contains(dependencies);
    }

    /** Returns the first group of all matches. */
    private static List<String> matches(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();
    }

    @Test
    void noFileNamesRegistriesWorkplacesOrUnfinishedThings() {
        var offenders = new ArrayList<String>();
        for (var file : Project.files()) {
            var found = FORBIDDEN.matcher(textOrNothing(file));
            if (found.find()) {
                offenders.add(Project.name(file) + ": " + found.group());
            }
        }
        assertThat(offenders).isEmpty();
    }

    private static String textOrNothing(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException binary) {
            return "";
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void theLicenceIsThere() {
        assertThat(Project.text(Project.ROOT.resolve("LICENSE")))
                .contains("Apache License", "Version 2.0, January 2004");
        assertThat(Project.text(Project.ROOT.resolve("pom.xml")))
                .contains("<name>Apache-2.0</name>");
        assertThat(Project.text(Project.ROOT.resolve("README.md")))
                .contains("[Apache-2.0](LICENSE)");
    }

    @Test
    void scriptsCanBeRun() {
        var plain =
                Project.files().stream()
                        .filter(file -> textOrNothing(file).startsWith("#!"))
                        .filter(file -> !Files.isExecutable(file))
                        .map(Project::name)
                        .toList();
        assertThat(plain).as("scripts that are not executable").isEmpty();
    }

    @Test
    void everyMakeTargetHasItsLineOfHelp() {
        var makefile = Project.text(Project.ROOT.resolve("Makefile"));
        var targets = Pattern.compile("(?m)^([a-z]+):(.*)$").matcher(makefile).results().toList();
        assertThat(targets).isNotEmpty();
        assertThat(targets)
                .allSatisfy(
                        target -> assertThat(target.group(2)).as(target.group(1)).contains("## "));
        var phony = Pattern.compile("(?m)^\\.PHONY: (.*)$").matcher(makefile).results().toList();
        assertThat(phony).hasSize(1);
        assertThat(phony.getFirst().group(1).split(" "))
                .containsExactlyInAnyOrder(
                        targets.stream().map(target -> target.group(1)).toArray(String[]::new));
    }
}

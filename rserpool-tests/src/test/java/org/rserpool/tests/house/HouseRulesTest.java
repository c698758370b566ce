package org.rserpool.tests.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rserpool.tests.Project;

/** The rules for sources that the compiler does not know. */
class HouseRulesTest {

    private static final int MAX_FILE_LINES = 500;
    private static final int MAX_METHOD_LINES = 60;

    /** Message catalogues, which read like the tables of the RFCs. */
    private static final Set<String> CATALOGUES = Set.of("AsapMessage.java", "EnrpMessage.java");

    private static final List<Path> JAVA = Project.files(".java");

    /** Where order must be the same in every run. */
    private static final List<String> PURE =
            List.of("rserpool-wire/src/main", "rserpool-core/src/main", "rserpool-sim/src/main");

    private static final Pattern UNORDERED =
            Pattern.compile(
                    "new (HashMap|HashSet|IdentityHashMap)\\b"
                            + "|\\b(HashMap\\.newHashMap|HashSet\\.newHashSet)\\("
                            + "|\\b(Set|Map)\\.(of|copyOf|ofEntries)\\((?!\\))"
                            + "|\\btoSet\\(\\)|\\btoUnmodifiable(Set|Map)\\(");

    private static boolean test(Path file) {
        return Project.name(file).contains("src/test/");
    }

    private static List<Path> exported() {
        var files = new ArrayList<Path>();
        for (var module : Project.modules()) {
            var sources = module.resolve("src/main/java");
            var descriptor = sources.resolve("module-info.java");
            if (Files.exists(descriptor)) {
                var exports =
                        Pattern.compile("exports\\s+([\\w.]+)\\s*;")
                                .matcher(Project.text(descriptor));
                while (exports.find()) {
                    var folder = sources.resolve(exports.group(1).replace('.', '/'));
                    Project.files(folder).stream()
                            .filter(file -> folder.equals(file.getParent()))
                            .forEach(files::add);
                }
            }
        }
        return files;
    }

    @Test
    void filesAreShort() {
        var long_ =
                JAVA.stream()
                        .filter(Predicate.not(HouseRulesTest::test))
                        .filter(file -> !CATALOGUES.contains(file.getFileName().toString()))
                        .filter(file -> Project.text(file).lines().count() > MAX_FILE_LINES)
                        .map(Project::name)
                        .toList();
        assertThat(long_).as("files with more than %d lines", MAX_FILE_LINES).isEmpty();
    }

    @Test
    void methodsFitOnAScreen() {
        var sources =
                JavaSources.parse(
                        JAVA.stream().filter(Predicate.not(HouseRulesTest::test)).toList());
        assertThat(sources.methods).as("methods that were found").isNotEmpty();
        assertThat(sources.methods)
                .as("methods with more than %d lines", MAX_METHOD_LINES)
                .filteredOn(method -> method.lines() > MAX_METHOD_LINES)
                .isEmpty();
    }

    @Test
    void whatIsExportedIsExplained() {
        assertThat(JavaSources.parse(exported()).uncommented)
                .as("public things in exported packages without a comment")
                .isEmpty();
    }

    @Test
    void packagesSayWhyTheyExistAndWhatTheyMustNotKnow() {
        var silent =
                JAVA.stream()
                        .filter(Predicate.not(HouseRulesTest::test))
                        .filter(file -> Project.name(file).contains("src/main/java/org/"))
                        .map(Path::getParent)
                        .distinct()
                        .filter(folder -> sentences(folder.resolve("package-info.java")) < 2)
                        .map(Project::name)
                        .toList();
        assertThat(silent).as("packages without two sentences in package-info.java").isEmpty();
    }

    private static long sentences(Path packageInfo) {
        if (!Files.exists(packageInfo)) {
            return 0;
        }
        var text = Project.text(packageInfo);
        var comment = text.substring(0, Math.max(0, text.indexOf("*/"))).replaceAll("[*\\s]+", " ");
        return Pattern.compile("[.;:](\\s|$)").matcher(comment).results().count();
    }

    @Test
    void whatHasNoOrderIsNeverIterated() {
        var offenders = new ArrayList<String>();
        JAVA.stream()
                .filter(file -> PURE.stream().anyMatch(Project.name(file)::startsWith))
                .forEach(file ->
                        statements(file)
                                .filter(text -> UNORDERED.matcher(text).find())
                                .filter(text -> !text.contains("// never iterated"))
                                .forEach(text -> offenders.add(said(file, text))));
        assertThat(offenders)
                .as("unordered collections without the comment '// never iterated'")
                .isEmpty();
    }

    /** Splits a source at the ends of statements, each with the comment behind it. */
    private static Stream<String> statements(Path file) {
        return Pattern.compile("(?<=;)(?!\\s*//)|(?<=[{}])|(?<=// never iterated)\\R")
                .splitAsStream(withoutComments(Project.text(file)));
    }

    private static String withoutComments(String source) {
        return source.replaceAll("(?s)/\\*.*?\\*/", "")
                .replaceAll("(?m)^import .*$", "")
                .replaceAll("//(?! never iterated).*", "");
    }

    private static String said(Path file, String text) {
        return Project.name(file) + ": " + text.strip().replaceAll("\\s+", " ");
    }

    @Test
    void onlyTheEdgeHasLocks() {
        var offenders =
                JAVA.stream()
                        .filter(Predicate.not(HouseRulesTest::test))
                        .filter(file -> !Project.name(file).startsWith("rserpool-net/"))
                        .filter(file ->
                                Pattern.compile("\\b(synchronized|volatile)\\b")
                                        .matcher(code(file))
                                        .find())
                        .map(Project::name)
                        .toList();
        assertThat(offenders).as("files with synchronized or volatile").isEmpty();
    }

    /** A source without comments and without the texts in it. */
    private static String code(Path file) {
        return Project.text(file)
                .replaceAll("(?s)/\\*.*?\\*/", "")
                .replaceAll("(?s)\"\"\".*?\"\"\"", "\"\"")
                .replaceAll("\"(\\\\.|[^\"\\\\\\n])*\"", "\"\"")
                .replaceAll("//.*", "");
    }

    @Test
    void testsDoNotSleepAreNotSwitchedOffAndMockNothing() {
        var offenders =
                JAVA.stream()
                        .filter(HouseRulesTest::test)
                        .filter(file ->
                                Pattern.compile(
                                                "Thread\\.sleep|LockSupport\\.park|@Disabled\\b"
                                                        + "|org\\.mockito")
                                        .matcher(code(file))
                                        .find())
                        .map(Project::name)
                        .toList();
        assertThat(offenders).isEmpty();
    }

    @Test
    void nothingIsCaughtAndForgotten() {
        var offenders =
                JAVA.stream()
                        .filter(Predicate.not(HouseRulesTest::test))
                        .filter(file ->
                                Pattern.compile(
                                                "catch \\((Exception|Throwable|RuntimeException)"
                                                        + " _\\)|printStackTrace")
                                        .matcher(code(file))
                                        .find())
                        .map(Project::name)
                        .toList();
        assertThat(offenders).isEmpty();
    }

    @Test
    void sourcesComeWithoutAuthorsAndVersions() {
        var offenders =
                JAVA.stream()
                        .filter(file ->
                                Pattern.compile("(?m)^\\s*/?\\*.*@(author|since|version)\\b")
                                        .matcher(Project.text(file))
                                        .find())
                        .map(Project::name)
                        .toList();
        assertThat(offenders).as("what the commits say").isEmpty();
    }
}

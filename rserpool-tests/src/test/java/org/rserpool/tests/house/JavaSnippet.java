package org.rserpool.tests.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.rserpool.tests.Project;

/**
 * Statements that a document shows, to be compiled as an application's.
 *
 * @param document where they stand, relative to the project
 * @param line the first of them there, counted from 1
 * @param code the statements
 */
record JavaSnippet(String document, int line, String code) {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```");

    /** What the application itself brings, by the names that documents give it. */
    private static final String BEFORE =
            """
            import java.net.InetSocketAddress;
            import org.rserpool.client.*;
            import org.rserpool.core.profile.Profile;
            import org.rserpool.net.TransportAddresses;
            import org.rserpool.server.*;

            final class Snippet {
                static void serve(int port) {}

                static boolean talkTo(InetSocketAddress element) {
                    return true;
                }

                static void snippet() throws Exception {
            """;

    private static final String AFTER = "}\n}\n";

    /** Returns all that a document shows. */
    static List<JavaSnippet> in(Path document) {
        var text = Project.text(document);
        return BLOCK.matcher(text)
                .results()
                .map(block ->
                        new JavaSnippet(
                                Project.name(document),
                                1 + (int) text.substring(0, block.start(1)).lines().count(),
                                block.group(1)))
                .toList();
    }

    /**
     * Compiles it against the class path of the tests.
     *
     * @param folder where the result is left
     * @return the first mistake, with document and line; empty if there is none
     */
    Optional<String> mistake(Path folder) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var found = new DiagnosticCollector<JavaFileObject>();
        try (var files = compiler.getStandardFileManager(found, null, StandardCharsets.UTF_8)) {
            var options =
                    List.of(
                            "-proc:none",
                            "-d",
                            folder.toString(),
                            "-cp",
                            System.getProperty("java.class.path"));
            boolean good =
                    compiler.getTask(null, files, found, options, null, List.of(new Source()))
                            .call();
            return good
                    ? Optional.empty()
                    : found.getDiagnostics().stream()
                            .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                            .findFirst()
                            .map(this::told);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String told(Diagnostic<?> mistake) {
        long at = line + mistake.getLineNumber() - 1 - BEFORE.lines().count();
        return "%s:%d: %s".formatted(document, at, mistake.getMessage(Locale.ROOT));
    }

    private final class Source extends SimpleJavaFileObject {
        Source() {
            super(URI.create("string:///Snippet.java"), Kind.SOURCE);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return BEFORE + code + AFTER;
        }
    }
}

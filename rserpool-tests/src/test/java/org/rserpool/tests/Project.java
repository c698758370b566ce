package org.rserpool.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The checkout that the tests run in. */
public final class Project {

    /** The folder that holds everything. */
    public static final Path ROOT = root();

    /** What holds nothing of the project's own. */
    private static final Set<String> FOREIGN =
            Set.of("target", ".git", ".idea", ".settings", ".vscode", "node_modules");

    private Project() {}

    private static Path root() {
        for (var folder = Path.of("").toAbsolutePath();
                folder != null;
                folder = folder.getParent()) {
            if (Files.exists(folder.resolve("tools/find-jdk"))) {
                return folder;
            }
        }
        throw new IllegalStateException(
                "the tests must run inside the checkout, not in " + Path.of("").toAbsolutePath());
    }

    /** Returns the folders of the modules, ordered by name. */
    public static List<Path> modules() {
        try (var entries = Files.list(ROOT)) {
            return entries.filter(entry -> Files.exists(entry.resolve("pom.xml")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns all files of the project itself, ordered by name; nothing that a build makes. */
    public static List<Path> files() {
        return files(ROOT);
    }

    /** Returns all files below a folder, ordered by name; none if there is no such folder. */
    public static List<Path> files(Path folder) {
        var found = new ArrayList<Path>();
        if (!Files.exists(folder)) {
            return found;
        }
        try {
            Files.walkFileTree(
                    folder,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path dir, BasicFileAttributes attributes) {
                            return FOREIGN.contains(dir.getFileName().toString())
                                    ? FileVisitResult.SKIP_SUBTREE
                                    : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes of) {
                            if (of.isRegularFile()
                                    && !FOREIGN.contains(file.getFileName().toString())) {
                                found.add(file);
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        found.sort(null);
        return found;
    }

    /** Returns the files of the project whose names end so, ordered by name. */
    public static List<Path> files(String ending) {
        return files().stream().filter(file -> file.toString().endsWith(ending)).toList();
    }

    /** Returns what is in a file. */
    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Returns the name of a file as people say it: relative to the project's folder. */
    public static String name(Path file) {
        return ROOT.relativize(file).toString();
    }
}

package org.rserpool.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes figures, a tab-separated line each: section, policy, shape in two columns, operation,
 * median, minimum, maximum, unit, repetitions. What a figure needs to be one stands before it.
 */
final class Report {

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    /** Writes what the figures were measured on, and by which command. */
    void environment(List<String> command) throws IOException {
        comment("date: " + LocalDate.now(java.time.ZoneOffset.UTC));
        comment("commit: " + commit());
        comment("command: " + String.join(" ", command));
        comment(
                "java: %s %s"
                        .formatted(
                                System.getProperty("java.vm.name"),
                                System.getProperty("java.runtime.version")));
        comment("processor: %s, %d cores".formatted(processor(), cores()));
        comment("kernel: " + System.getProperty("os.version"));
        comment("load average: " + Files.readString(Path.of("/proc/loadavg")).strip());
        comment("section\tpolicy\tpools\tpes_per_pool\top\tmedian\tmin\tmax\tunit\trepetitions");
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static String processor() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 2))
                    .orElse("unknown");
        }
    }

    private static String commit() throws IOException {
        var git = new ProcessBuilder("git", "describe", "--always", "--dirty").start();
        var name = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return name.isEmpty() ? "unknown" : name;
    }

    /** Writes a line that is no figure. */
    void comment(String text) {
        out.println("# " + text);
        out.flush();
    }

    /** Writes a figure. */
    void line(
            String section,
            String policy,
            String shape,
            String operation,
            List<Double> values,
            String unit) {
        var sorted = values.stream().sorted().toList();
        var columns = shape.contains("x") ? shape.replace('x', '\t') : shape + "\t-";
        out.println(
                List.of(
                                section,
                                policy,
                                columns,
                                operation,
                                text(sorted.get(sorted.size() / 2)),
                                text(sorted.getFirst()),
                                text(sorted.getLast()),
                                unit,
                                Integer.toString(sorted.size()))
                        .stream()
                        .collect(Collectors.joining("\t")));
        out.flush();
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, value < 1_000 ? "%.1f" : "%.0f", value);
    }
}

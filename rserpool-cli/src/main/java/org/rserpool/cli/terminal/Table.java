package org.rserpool.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Rows of values under names: a table on a terminal, lines of {@code name=value} elsewhere, so that
 * other programs need not count columns. For one thread.
 */
public final class Table {

    private static final String GAP = "  ";

    private final List<String> names;
    private final List<List<String>> rows = new ArrayList<>();

    /** Makes a table without rows; names are lower case. */
    public Table(String... names) {
        this.names = List.of(names);
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if it has not as many values as there are names
     */
    public void add(Object... values) {
        if (values.length != names.size()) {
            throw new IllegalArgumentException(
                    "a row has %d values, not %d".formatted(names.size(), values.length));
        }
        rows.add(Arrays.stream(values).map(String::valueOf).toList());
    }

    /** Returns the lines to print. */
    public List<String> lines(Looks looks) {
        return looks.terminal() ? table(looks) : rows.stream().map(this::assignments).toList();
    }

    private String assignments(List<String> row) {
        var line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            line.append(i == 0 ? "" : " ").append(assignment(names.get(i), row.get(i)));
        }
        return line.toString();
    }

    /** Writes {@code name=value}, the value in quotes if it would not end at its first blank. */
    public static String assignment(String name, String value) {
        boolean bare = !value.isEmpty() && value.chars().noneMatch(c -> c == '"' || c <= ' ');
        return name
                + "="
                + (bare ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }

    /**
     * Returns the value of a name in a line of such assignments, as long as it is without quotes.
     *
     * @throws IllegalArgumentException if the name is not there
     */
    public static String value(String line, String name) {
        return Arrays.stream(line.split(" ", -1))
                .filter(word -> word.startsWith(name + "="))
                .map(word -> word.substring(name.length() + 1))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "there is no %s= in '%s'".formatted(name, line)));
    }

    private List<String> table(Looks looks) {
        var widths = new int[names.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = names.get(i).length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var lines = new ArrayList<String>();
        var heading = names.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList();
        lines.add(Colour.BOLD.paint(padded(heading, widths, Looks.PLAIN), looks));
        rows.forEach(row -> lines.add(padded(row, widths, looks)));
        return lines;
    }

    private static String padded(List<String> row, int[] widths, Looks looks) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            boolean last = i == widths.length - 1;
            var value = i == 0 ? Colour.CYAN.paint(row.get(i), looks) : row.get(i);
            line.append(value);
            if (!last) {
                line.append(" ".repeat(widths[i] - row.get(i).length())).append(GAP);
            }
        }
        return line.toString();
    }
}

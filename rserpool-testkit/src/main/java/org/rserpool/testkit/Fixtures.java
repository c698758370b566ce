package org.rserpool.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Reads test data that lie on the class path, in the forms that can be reviewed in a diff. */
public final class Fixtures {

    private Fixtures() {}

    /**
     * Returns the octets that a file of hexadecimal digits stands for. White space is skipped, and
     * so are comments from {@code #} to the end of the line.
     *
     * @param caller a class of the module whose test data are read
     * @param resource the file, from the root of the class path, for example {@code
     *     /golden/asap-cookie.hex}
     * @throws IllegalArgumentException if there is no such file, or something else in it
     */
    public static byte[] hex(Class<?> caller, String resource) {
        var digits = new StringBuilder();
        for (String line : lines(caller, resource)) {
            int comment = line.indexOf('#');
            digits.append(comment < 0 ? line : line.substring(0, comment));
        }
        try {
            return HexFormat.of().parseHex(digits.toString().replaceAll("\\s+", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(resource + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns the rows of a file of tab-separated values, without its first line, which names the
     * columns.
     *
     * @param caller a class of the module whose test data are read
     * @param resource the file, from the root of the class path
     * @throws IllegalArgumentException if there is no such file, or a row has another number of
     *     columns than the first line
     */
    public static List<List<String>> tsv(Class<?> caller, String resource) {
        var rows = lines(caller, resource).stream().map(line -> List.of(line.split("\t", -1)));
        var table = rows.toList();
        int columns = table.getFirst().size();
        for (int i = 1; i < table.size(); i++) {
            if (table.get(i).size() != columns) {
                throw new IllegalArgumentException(
                        "%s, line %d: %d columns were expected, there are %d"
                                .formatted(resource, i + 1, columns, table.get(i).size()));
            }
        }
        return table.subList(1, table.size());
    }

    private static List<String> lines(Class<?> caller, String resource) {
        try (var stream = caller.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalArgumentException("no " + resource + " is on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}

package org.rserpool.tests.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.rserpool.tests.Project;

/**
 * All requirements, in their order.
 *
 * @param all by number
 */
record Requirements(Map<String, Row> all) {

    /**
     * One requirement.
     *
     * @param id its number, as {@code ASAP-081}
     * @param level how binding it is
     * @param source document and section
     * @param text what is required, in our words
     */
    record Row(String id, String level, String source, String text) {

        /** Returns what stands before the number: the document's name. */
        String family() {
            return id.substring(0, id.indexOf('-'));
        }
    }

    static Requirements load() {
        return parse(Project.text(Project.ROOT.resolve("docs/requirements.tsv")));
    }

    static Requirements parse(String tsv) {
        var all = new LinkedHashMap<String, Row>();
        for (var cells : rows(tsv, 4)) {
            var row = new Row(cells[0], cells[1], cells[2], cells[3]);
            if (all.putIfAbsent(row.id(), row) != null) {
                throw new IllegalArgumentException("requirement " + row.id() + " stands twice");
            }
        }
        return new Requirements(all);
    }

    /** Returns the numbers that {@code one} or {@code first..last} stands for, in order. */
    List<String> range(String ids) {
        var ends = ids.split("\\.\\.", -1);
        var known = List.copyOf(all.keySet());
        var from = known.indexOf(ends[0]);
        var to = known.indexOf(ends[ends.length - 1]);
        if (from < 0 || to < from || ends.length > 2) {
            throw new IllegalArgumentException(
                    "expected a requirement or a range of them, found " + ids);
        }
        return known.subList(from, to + 1);
    }

    /** Returns the names of the documents, in order. */
    List<String> families() {
        return all.values().stream().map(Row::family).distinct().toList();
    }

    /** Returns the cells of a file with tabs between them, without its comments. */
    static List<String[]> rows(String tsv, int columns) {
        var rows = new ArrayList<String[]>();
        for (var line : tsv.lines().filter(text -> !text.startsWith("#")).toList()) {
            var cells = line.split("\t", -1);
            if (cells.length != columns || Stream.of(cells).anyMatch(String::isBlank)) {
                throw new IllegalArgumentException(
                        "expected %d cells with tabs between them, found: %s"
                                .formatted(columns, line));
            }
            rows.add(cells);
        }
        return rows;
    }
}

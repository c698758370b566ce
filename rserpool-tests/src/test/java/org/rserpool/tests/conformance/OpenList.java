package org.rserpool.tests.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The requirements that no test shows to be met, each with the reason.
 *
 * @param reasons by number
 * @param comment the lines above the list
 */
record OpenList(Map<String, Reason> reasons, String comment) {

    /**
     * Why a requirement is open.
     *
     * @param area one word for what is missing
     * @param text the reason in full
     */
    record Reason(String area, String text) {}

    static OpenList parse(String tsv, Requirements requirements) {
        var reasons = new LinkedHashMap<String, Reason>();
        for (var cells : Requirements.rows(tsv, 3)) {
            for (var id : requirements.range(cells[0])) {
                if (reasons.putIfAbsent(id, new Reason(cells[1], cells[2])) != null) {
                    throw new IllegalArgumentException("requirement " + id + " is open twice");
                }
            }
        }
        var comment =
                tsv.lines()
                        .filter(line -> line.startsWith("#"))
                        .map(line -> line + "\n")
                        .collect(Collectors.joining());
        return new OpenList(reasons, comment);
    }

    /** Returns the list without what is met. */
    OpenList without(Set<String> met) {
        var left = new LinkedHashMap<>(reasons);
        left.keySet().removeAll(met);
        return new OpenList(left, comment);
    }

    /** Returns the list as a file, neighbours with the same reason on one line. */
    String format(Requirements requirements) {
        var text = new StringBuilder(comment);
        var group = new ArrayList<Requirements.Row>();
        for (var row : requirements.all().values()) {
            if (!group.isEmpty() && !belongs(row, group.getLast())) {
                text.append(line(group));
                group.clear();
            }
            if (reasons.containsKey(row.id())) {
                group.add(row);
            }
        }
        return text.append(line(group)).toString();
    }

    private boolean belongs(Requirements.Row row, Requirements.Row group) {
        var reason = reasons.get(row.id());
        return reason != null
                && reason.equals(reasons.get(group.id()))
                && row.family().equals(group.family());
    }

    private String line(List<Requirements.Row> group) {
        if (group.isEmpty()) {
            return "";
        }
        var first = group.getFirst().id();
        var ids = group.size() == 1 ? first : first + ".." + group.getLast().id();
        var reason = reasons.get(first);
        return reason == null ? "" : "%s\t%s\t%s\n".formatted(ids, reason.area(), reason.text());
    }
}

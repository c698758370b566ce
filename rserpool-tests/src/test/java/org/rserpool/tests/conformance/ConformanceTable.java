package org.rserpool.tests.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The table in {@code docs/conformance.md}.
 *
 * @param requirements all there are
 * @param claims which test names which of them
 * @param open why the others are open
 */
record ConformanceTable(Requirements requirements, Claims claims, OpenList open) {

    private static final int MAX_TEXT = 110;
    private static final int MAX_TESTS = 3;

    private static final Map<String, String> DOCUMENTS =
            Map.of(
                    "ASAP", "ASAP (RFC 5352)",
                    "PAR", "Common parameters (RFC 5354)",
                    "POL", "Member selection policies (RFC 5356)",
                    "ENRP", "ENRP (RFC 5353)",
                    "REQ", "Requirements and overview (RFC 3237, RFC 5351)",
                    "SEC", "Threats and security (RFC 5355 and others)",
                    "API", "Services (RFC 5351, section 4)",
                    "CSP", "Status protocol of RSPLIB",
                    "MIB", "Management (RFC 5525)");

    String markdown() {
        var text = new StringBuilder(4096);
        text.append(
                """
                # Conformance

                Every requirement of the RFCs, and the tests that fail if it is not met. Made by `make conformance` from
                the tests of all modules, [requirements.tsv](requirements.tsv) and [open.tsv](open.tsv); do not edit.

                """);
        summary(text);
        areas(text);
        for (var family : requirements.families()) {
            text.append("\n## ").append(document(family)).append("\n\n");
            text.append("| No. | Level | Requirement | Met by, or why not |\n|---|---|---|---|\n");
            rows(family)
                    .forEach(row ->
                            text.append(
                                    "| %s | %s | %s | %s |\n"
                                            .formatted(
                                                    row.id(),
                                                    row.level(),
                                                    cell(shortened(row.text())),
                                                    outcome(row.id()))));
        }
        return text.toString();
    }

    private void summary(StringBuilder text) {
        text.append("| Document | Requirements | Met | Open | Open with MUST |\n");
        text.append("|---|--:|--:|--:|--:|\n");
        requirements
                .families()
                .forEach(family -> text.append(counts(document(family), rows(family))));
        text.append(counts("All", List.copyOf(requirements.all().values())));
    }

    private String counts(String title, List<Requirements.Row> rows) {
        var open = rows.stream().filter(row -> !met(row.id())).toList();
        var must = open.stream().filter(row -> row.level().startsWith("MUST")).count();
        return "| %s | %d | %d | %d | %d |\n"
                .formatted(title, rows.size(), rows.size() - open.size(), open.size(), must);
    }

    private void areas(StringBuilder text) {
        var areas = new LinkedHashMap<OpenList.Reason, Integer>();
        open.reasons().values().forEach(reason -> areas.merge(reason, 1, Integer::sum));
        if (!areas.isEmpty()) {
            text.append("\n| Open | Why | Requirements |\n|---|---|--:|\n");
        }
        areas.forEach((reason, count) ->
                text.append(
                        "| %s | %s | %d |\n".formatted(reason.area(), cell(reason.text()), count)));
    }

    private List<Requirements.Row> rows(String family) {
        return requirements.all().values().stream()
                .filter(row -> row.family().equals(family))
                .toList();
    }

    private boolean met(String id) {
        return claims.tests().containsKey(id);
    }

    private String outcome(String id) {
        var tests = claims.tests().getOrDefault(id, List.of());
        if (tests.isEmpty()) {
            var reason = open.reasons().get(id);
            return reason == null ? "**open without a reason**" : "open: " + reason.area();
        }
        var named = tests.stream().limit(MAX_TESTS).map(test -> "`" + test + "`").toList();
        var more = tests.size() - named.size();
        return String.join(", ", named) + (more == 0 ? "" : ", and %d more".formatted(more));
    }

    private static String document(String family) {
        return DOCUMENTS.getOrDefault(family, family);
    }

    private static String shortened(String text) {
        if (text.length() <= MAX_TEXT) {
            return text;
        }
        return text.substring(0, text.lastIndexOf(' ', MAX_TEXT)) + " …";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;");
    }
}

package org.rserpool.cli.demo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.rserpool.cli.terminal.Colour;
import org.rserpool.cli.terminal.Looks;
import org.rserpool.cli.terminal.Times;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.RegistrarId;

/** Draws the state of a demonstration in 80 columns and 21 rows. For one thread. */
final class Board {

    private static final int WIDTH = 80;
    private static final int BAR = 12;
    private static final int EVENTS = 5;

    /** Columns for one registrar. */
    private static final int STATION = 21;

    /** The column in which the last event of an element begins. */
    private static final int NOTE = 53;

    /** Over how many pictures the shares are taken. */
    private static final int WINDOW = 10;

    private final Looks looks;
    private final String title;
    private final Duration whole;
    private final Deque<Map<ElementId, Long>> past = new ArrayDeque<>();

    Board(Looks looks, String title, Duration whole) {
        this.looks = looks;
        this.title = title;
        this.whole = whole;
    }

    /** Returns the lines of the next picture. */
    List<String> draw(
            Tally tally,
            List<Station.Status> registrars,
            Map<RegistrarId, Long> homes,
            List<Member.Status> members,
            Chronicle chronicle) {
        var time = min(chronicle.time(), whole);
        var totals = tally.shares();
        past.addLast(totals);
        if (past.size() > WINDOW) {
            past.removeFirst();
        }
        var lines = new ArrayList<String>();
        lines.add(heading(time));
        lines.add(Colour.CYAN.paint(progress(time), looks));
        lines.addAll(numbers(tally.summary()));
        lines.add(registrars(registrars, homes));
        lines.add("");
        lines.add(
                Colour.BOLD.paint(
                        " ELEMENT     STATE     SHARE               ANSWERED  LAST EVENT", looks));
        for (Member.Status member : members) {
            lines.add(row(member, totals));
        }
        for (int i = members.size(); i < Script.ALL; i++) {
            lines.add("");
        }
        lines.add("");
        for (Chronicle.Entry entry : chronicle.newest(EVENTS)) {
            lines.add(
                    " "
                            + Colour.DIM.paint(clock(entry.at()), looks)
                            + "  "
                            + entry.colour().paint(cut(entry.text(), WIDTH - 9), looks));
        }
        return lines;
    }

    private String heading(Duration time) {
        var clock = clock(time) + " / " + clock(whole);
        var left = " RSerPool  " + title;
        return Colour.BOLD.paint(
                left + " ".repeat(Math.max(1, WIDTH - 1 - left.length() - clock.length())) + clock,
                looks);
    }

    private String progress(Duration time) {
        int width = WIDTH - 2;
        int done = (int) (width * time.toMillis() / whole.toMillis());
        return looks.unicode()
                ? " " + "━".repeat(done) + "─".repeat(width - done)
                : " " + "=".repeat(done) + "-".repeat(width - done);
    }

    private List<String> numbers(Summary summary) {
        var lost = "lost %,d".formatted(summary.lost());
        return List.of(
                " requests   %s   %s   %s   %s"
                        .formatted(
                                Colour.BOLD.paint("sent %,d".formatted(summary.sent()), looks),
                                "answered %,d".formatted(summary.answered()),
                                Colour.YELLOW.paint(
                                        "failed over %,d".formatted(summary.failedOver()), looks),
                                (summary.lost() == 0 ? Colour.GREEN : Colour.RED)
                                        .paint(lost, looks)),
                " failover   median %s   worst %s"
                        .formatted(
                                summary.median().map(Times::shortly).orElse("-"),
                                summary.worst().map(Times::shortly).orElse("-")));
    }

    /** Each with its state, and the number of elements that are at home with it. */
    private String registrars(List<Station.Status> registrars, Map<RegistrarId, Long> homes) {
        var line = new StringBuilder(" registrars ");
        for (Station.Status registrar : registrars) {
            var name = registrar.id().map(RegistrarId::toString).orElse("-");
            var colour = colour(registrar.phase());
            var state = registrar.phase().name().toLowerCase(Locale.ROOT);
            long owned = registrar.id().map(id -> homes.getOrDefault(id, 0L)).orElse(0L);
            var text = "%s %s %d".formatted(name, state, owned);
            line.append(' ')
                    .append(colour.paint(text, looks))
                    .append(" ".repeat(Math.max(0, STATION - text.length())));
        }
        return line.toString().stripTrailing();
    }

    private static Colour colour(Station.Phase phase) {
        return switch (phase) {
            case SERVING -> Colour.GREEN;
            case STARTING -> Colour.YELLOW;
            case KILLED -> Colour.RED;
        };
    }

    private String row(Member.Status member, Map<ElementId, Long> totals) {
        double share = share(member.id(), totals);
        int filled = (int) Math.round(share * BAR);
        var bar =
                looks.unicode()
                        ? "█".repeat(filled) + "░".repeat(BAR - filled)
                        : "#".repeat(filled) + ".".repeat(BAR - filled);
        var colour = colour(member.phase());
        return " %s  %s  %s %3d %%  %8s  %s"
                .formatted(
                        Colour.CYAN.paint(member.id().toString(), looks),
                        colour.paint("%-8s".formatted(member.phase()), looks),
                        colour.paint(bar, looks),
                        Math.round(share * 100),
                        "%,d".formatted(totals.getOrDefault(member.id(), 0L)),
                        cut(member.note(), WIDTH - NOTE));
    }

    /** Returns the part of the latest answers that came from an element. */
    private double share(ElementId id, Map<ElementId, Long> totals) {
        var before = past.getFirst();
        long all = sum(totals) - sum(before);
        long own = totals.getOrDefault(id, 0L) - before.getOrDefault(id, 0L);
        return all == 0 ? 0 : (double) own / all;
    }

    private static long sum(Map<ElementId, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Colour colour(Member.Phase phase) {
        return switch (phase) {
            case SERVING -> Colour.GREEN;
            case STARTING, LEAVING, THAWED -> Colour.YELLOW;
            case KILLED, FROZEN -> Colour.RED;
            case LEFT -> Colour.DIM;
        };
    }

    /** Writes a time as minutes and seconds. */
    static String clock(Duration time) {
        return String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}

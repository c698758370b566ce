package org.rserpool.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.rserpool.cli.terminal.Colour;
import org.rserpool.cli.terminal.Looks;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.RegistrarId;

class BoardTest {

    private static final String TITLE = "pool demo, three registrars";

    private final List<Station.Status> registrars = new ArrayList<>();
    private final Map<RegistrarId, Long> homes = new TreeMap<>();

    private final Tally tally = new Tally();
    private final Chronicle chronicle = new Chronicle(_ -> {});
    private final List<Member.Status> members = new ArrayList<>();

    private List<String> draw(Looks looks) {
        return draw(new Board(looks, TITLE, Duration.ofMinutes(1)));
    }

    private List<String> draw(Board board) {
        return board.draw(tally, registrars, homes, members, chronicle);
    }

    @Test
    void thePictureFitsInto80ColumnsAnd24RowsWhateverHappens() {
        for (int i = 1; i <= Script.ALL; i++) {
            members.add(
                    new Member.Status(
                            new ElementId(i),
                            Member.Phase.STARTING,
                            "keep-alive-timeout, 12345.67 s, and more than that"));
            for (int n = 0; n < 100_000; n++) {
                tally.sent();
                tally.answered(new ElementId(i));
            }
        }
        for (int i = 1; i <= Stations.ALL; i++) {
            var id = new RegistrarId(-i);
            registrars.add(new Station.Status(Optional.of(id), Station.Phase.STARTING));
            homes.put(id, 8L);
        }
        tally.failedOver(Duration.ofSeconds(9));
        for (int i = 0; i < 200; i++) {
            chronicle.add(Colour.RED, "an event that takes quite a lot of words ".repeat(3));
        }

        var lines = draw(new Looks(true, false, true));

        // Two more lines come below it at the end, and the prompt.
        assertThat(lines).hasSizeLessThanOrEqualTo(21).allMatch(line -> line.length() <= 80);
    }

    @Test
    void sharesAreThoseOfTheLatestAnswers() {
        var one = new ElementId(1);
        var other = new ElementId(2);
        members.add(new Member.Status(one, Member.Phase.SERVING, "joined"));
        members.add(new Member.Status(other, Member.Phase.KILLED, "gone"));
        var board = new Board(new Looks(true, false, false), TITLE, Duration.ofMinutes(1));
        tally.answered(other);
        draw(board);
        for (int i = 0; i < 3; i++) {
            tally.answered(one);
        }
        tally.answered(other);

        var lines = draw(board);

        assertThat(lines)
                .anyMatch(
                        line -> line.contains("0x00000001") && line.contains("#########...  75 %"))
                .anyMatch(
                        line -> line.contains("0x00000002") && line.contains("###.........  25 %"));
    }

    @Test
    void registrarsAreShownWithTheElementsThatAreAtHomeThere() {
        var one = new RegistrarId(0x0b800efa);
        registrars.add(new Station.Status(Optional.of(one), Station.Phase.SERVING));
        registrars.add(new Station.Status(Optional.of(new RegistrarId(2)), Station.Phase.KILLED));
        registrars.add(new Station.Status(Optional.empty(), Station.Phase.STARTING));
        homes.put(one, 4L);

        assertThat(draw(new Looks(true, false, false)))
                .anyMatch(line ->
                        line.matches(
                                " registrars +0x0b800efa serving 4"
                                        + " +0x00000002 killed 0 +- starting 0"));
    }

    @Test
    void coloursAndLinesDependOnTheTerminal() {
        members.add(new Member.Status(new ElementId(1), Member.Phase.SERVING, "joined"));

        assertThat(String.join("\n", draw(new Looks(true, true, true)))).contains("\033[", "░");
        assertThat(String.join("\n", draw(new Looks(true, false, false))))
                .doesNotContain("\033")
                .matches("(?s)\\p{ASCII}*");
    }

    @Test
    void theSummaryIsGreenOnlyIfEverythingWasAnswered() {
        assertThat(tally.summary().isGreen()).as("nothing was sent").isFalse();
        tally.sent();
        assertThat(tally.summary().isGreen()).as("one is on the way").isFalse();
        tally.answered(new ElementId(1));
        assertThat(tally.summary().isGreen()).isTrue();
        assertThat(tally.summary().line())
                .isEqualTo(
                        "sent=1 answered=1 failed-over=0 lost=0 failover-median=-"
                                + " failover-worst=- registrars-killed=0 home-changes=0");
        for (int millis : new int[] {30, 10, 20}) {
            tally.failedOver(Duration.ofMillis(millis));
        }
        assertThat(tally.summary().line())
                .contains("failed-over=3 lost=0 failover-median=20ms failover-worst=30ms ");
        tally.registrarKilled();
        tally.homeChanged();
        tally.homeChanged();
        assertThat(tally.summary().line()).endsWith(" registrars-killed=1 home-changes=2");
        tally.sent();
        tally.lost();
        assertThat(tally.summary().isGreen()).isFalse();
    }
}

package org.rserpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.rserpool.cli.terminal.Looks;
import org.rserpool.cli.terminal.Shell;
import org.rserpool.cli.terminal.Stop;
import org.rserpool.net.transport.NetNotice;
import tools.jackson.databind.json.JsonMapper;

class JournalTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Journal journal(boolean events) {
        var journal =
                new Journal(
                        new Shell(
                                InputStream.nullInputStream(),
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(OutputStream.nullOutputStream()),
                                Looks.PLAIN,
                                new Stop()),
                        events);
        journal.begin();
        return journal;
    }

    @Test
    void eventsThatAreLostLeaveALine() {
        journal(true).told(new NetNotice.NoticesDropped(7));

        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
        var told = JsonMapper.shared().readTree(out.toByteArray());
        assertThat(told.propertyNames()).containsExactly("time", "event", "count");
        assertThat(told.get("event").asString()).isEqualTo("events-lost");
        assertThat(told.get("count").asLong()).isEqualTo(7);
    }

    @Test
    void whereNoEventsAreWantedNoneAreLost() {
        journal(false).told(new NetNotice.NoticesDropped(7));
        assertThat(out.size()).isZero();
    }
}

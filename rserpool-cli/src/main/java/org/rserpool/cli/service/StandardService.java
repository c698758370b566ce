package org.rserpool.cli.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The services that come with the program. */
public enum StandardService implements Service {
    /** Sends back whatever comes (RFC 862). */
    ECHO {
        @Override
        public void serve(Session session) throws IOException {
            for (var data = session.receive(); data.isPresent(); data = session.receive()) {
                session.send(data.get());
            }
        }
    },
    /** Takes whatever comes (RFC 863). */
    DISCARD {
        @Override
        public void serve(Session session) throws IOException {
            var data = session.receive();
            while (data.isPresent()) {
                data = session.receive();
            }
        }
    },
    /** Says what time it is, in UTC (RFC 867). */
    DAYTIME {
        @Override
        public void serve(Session session) throws IOException {
            var now = OffsetDateTime.now(Clock.tickMillis(ZoneOffset.UTC));
            session.send(text(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(now) + "\r\n"));
        }
    },
    /** Sends lines of a pattern, as fast as they are taken (RFC 864). */
    CHARGEN {
        @Override
        public void serve(Session session) throws IOException {
            for (int line = 0; ; line = (line + 1) % PATTERN.length()) {
                var whole = PATTERN.substring(line) + PATTERN.substring(0, line);
                session.send(text(whole.substring(0, LINE) + "\r\n"));
            }
        }
    };

    private static final int LINE = 72;

    /** All characters that can be seen, of ASCII. */
    private static final String PATTERN = pattern();

    private static String pattern() {
        var text = new StringBuilder();
        for (char c = ' '; c <= '~'; c++) {
            text.append(c);
        }
        return text.toString();
    }

    private static ByteBuffer text(String line) {
        return ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns the name as people write it: {@code echo}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

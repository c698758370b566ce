package org.rserpool.cli.log;

import java.io.PrintStream;
import java.text.MessageFormat;
import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rserpool.cli.terminal.Times;

/** Writes {@code TIME LEVEL TEXT}; what was thrown follows in words, and in full at DEBUG. */
final class OneLineLogger implements System.Logger {

    private final String name;
    private final AtomicReference<Level> level;
    private final PrintStream err;

    OneLineLogger(String name, AtomicReference<Level> level, PrintStream err) {
        this.name = name;
        this.level = level;
        this.err = err;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isLoggable(Level asked) {
        var least = level.get();
        return asked != Level.OFF
                && asked.getSeverity() >= least.getSeverity()
                && (isOurs() || asked.getSeverity() >= Level.WARNING.getSeverity());
    }

    private boolean isOurs() {
        return name.startsWith("org.rserpool.");
    }

    @Override
    public void log(
            Level asked,
            @Nullable ResourceBundle bundle,
            @Nullable String message,
            @Nullable Throwable thrown) {
        if (isLoggable(asked)) {
            write(asked, String.valueOf(message), thrown);
        }
    }

    @Override
    public void log(
            Level asked,
            @Nullable ResourceBundle bundle,
            @Nullable String format,
            @Nullable Object @Nullable ... values) {
        if (isLoggable(asked)) {
            var text = String.valueOf(format);
            boolean plain = values == null || values.length == 0;
            write(asked, plain ? text : MessageFormat.format(text, values), null);
        }
    }

    private void write(Level asked, String text, @Nullable Throwable thrown) {
        var line = new StringBuilder();
        line.append(Times.now()).append(' ').append(asked.getName()).append(' ');
        line.append(text.replaceAll("\\R", " | "));
        if (thrown != null) {
            line.append(": ").append(thrown);
        }
        line.append('\n');
        if (thrown != null && level.get().getSeverity() <= Level.DEBUG.getSeverity()) {
            for (StackTraceElement frame : thrown.getStackTrace()) {
                line.append("    at ").append(frame).append('\n');
            }
        }
        err.print(line);
    }
}

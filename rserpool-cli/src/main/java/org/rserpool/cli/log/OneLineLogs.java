package org.rserpool.cli.log;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Finds loggers that write a line to standard error for each event, without the JDK's logging
 * framework: that one takes a while to start, and stops itself while the program ends in good
 * order.
 *
 * <p>Found as a service by the JDK, hence public.
 */
public final class OneLineLogs extends System.LoggerFinder {

    /** The one setting; the JDK makes this object, so there is no other way in. */
    private static final AtomicReference<System.Logger.Level> LEVEL =
            new AtomicReference<>(System.Logger.Level.INFO);

    /** Makes a finder. */
    public OneLineLogs() {}

    /** Writes only what is at least as grave as {@code level}. */
    public static void level(System.Logger.Level level) {
        LEVEL.set(level);
    }

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new OneLineLogger(name, LEVEL, System.err);
    }
}

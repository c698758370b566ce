package org.rserpool.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What the program has around it. May be shared between threads.
 *
 * @param in standard input
 * @param out standard output, for what is promised and nothing else
 * @param err standard error, for people
 * @param looks how standard output looks
 * @param stop the wish that the program may end
 */
public record Shell(InputStream in, PrintStream out, PrintStream err, Looks looks, Stop stop) {

    private static final System.Logger LOGGER = System.getLogger(Shell.class.getName());

    /** Returns the shell that this process was started from. */
    public static Shell ofProcess(Stop stop) {
        return new Shell(
                System.in,
                // Always UTF-8, since JSON is; what is promised does not depend on the locale.
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                System.err,
                Looks.of(System.getenv()),
                stop);
    }

    /** Asks the program to end when standard input does, as when whoever started it is gone. */
    public void stopAtEof() {
        Thread.ofPlatform()
                .name("until-eof")
                .daemon()
                .start(() -> {
                    try {
                        var _ = in.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        LOGGER.log(System.Logger.Level.DEBUG, "standard input has failed", e);
                    }
                    stop.ask();
                });
    }

    /** Writes a line to standard output, at once. */
    public void say(String line) {
        // In one piece, so that lines of several threads do not mix.
        out.print(line + "\n");
        out.flush();
    }

    /** Writes a line for people. */
    public void complain(String line) {
        err.print(line + "\n");
        err.flush();
    }

    /** Returns whether nobody reads standard output any more. */
    public boolean isUnheard() {
        return out.checkError();
    }
}

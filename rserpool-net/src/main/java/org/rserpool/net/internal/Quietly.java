package org.rserpool.net.internal;

import java.io.Closeable;
import java.io.IOException;

/** Ends what has ended anyway. */
public final class Quietly {

    private Quietly() {}

    /** Closes; what goes wrong is of no interest, since nothing is expected of it any more. */
    public static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // Closed all the same, as far as this process is concerned.
        }
    }
}

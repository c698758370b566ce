package org.rserpool.cli.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The wish that the program may end, as by SIGTERM. Whoever runs until then heeds it; otherwise the
 * program ends at once. May be shared between threads.
 */
public final class Stop {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicBoolean heeded = new AtomicBoolean();

    /** Makes a wish that was not expressed yet. */
    public Stop() {}

    /** Asks the program to end. */
    public void ask() {
        asked.countDown();
    }

    /** Returns whether the program was asked to end. */
    public boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Says that from here on the program ends in good order when it is asked to. */
    public void heed() {
        heeded.set(true);
    }

    /** Returns whether the program ends in good order when it is asked to. */
    public boolean isHeeded() {
        return heeded.get();
    }

    /**
     * Waits until the program is asked to end.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    public void await() throws InterruptedException {
        heed();
        asked.await();
    }

    /**
     * Waits until the program is asked to end, or some time has passed.
     *
     * @return whether it was asked
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean await(Duration time) throws InterruptedException {
        return asked.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}

package org.rserpool.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GuestsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A user who can be told to go. */
    private static final class User implements Closeable {
        final AtomicInteger closed = new AtomicInteger();

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private final BlockingQueue<User> outside = new LinkedBlockingQueue<>();
    private final BlockingQueue<User> inside = new LinkedBlockingQueue<>();

    private User next() throws IOException {
        try {
            return outside.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AsynchronousCloseException();
        }
    }

    private Thread welcome(Guests guests) {
        return Thread.ofVirtual().start(() -> guests.welcome(this::next, inside::add));
    }

    @Test
    void noMoreAreLetInThanThereIsRoomFor() throws InterruptedException {
        var guests = new Guests(2);
        var host = welcome(guests);
        outside.addAll(List.of(new User(), new User(), new User()));
        var first = inside.take();
        var second = inside.take();
        assertThat(outside).hasSize(1);

        guests.entertain(first, () -> {});

        var third = inside.take();
        assertThat(guests.drain(Duration.ofMillis(1))).isFalse();
        guests.entertain(second, () -> {});
        guests.entertain(
                third,
                () -> {
                    throw new IOException("gone");
                });
        assertThat(guests.drain(PATIENCE)).isTrue();
        assertThat(List.of(first, second, third)).allMatch(user -> user.closed.get() == 1);
        host.interrupt();
        host.join();
    }

    @Test
    void allAreSeenOffWhenThePlaceCloses() throws InterruptedException {
        var guests = new Guests(2);
        var host = welcome(guests);
        var users = new ArrayList<>(List.of(new User(), new User()));
        outside.addAll(users);
        inside.take();
        inside.take();

        // The house is full, so nobody stands in the door.
        guests.dismiss(() -> {});

        host.join();
        assertThat(users).allMatch(user -> user.closed.get() == 1);
    }

    @Test
    void whoCouldNotBeLetInDoesNotKeepOthersOut() {
        var guests = new Guests(2);
        var failures = new AtomicInteger();
        var host =
                Thread.ofVirtual()
                        .start(() ->
                                guests.welcome(
                                        () -> {
                                            if (failures.incrementAndGet() == 1) {
                                                throw new IOException("too many open files");
                                            }
                                            return next();
                                        },
                                        inside::add));
        outside.add(new User());
        await().atMost(PATIENCE).until(() -> inside.size() == 1);
        host.interrupt();
    }
}

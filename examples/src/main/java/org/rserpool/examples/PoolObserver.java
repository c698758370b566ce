package org.rserpool.examples;

import org.rserpool.client.PoolState;
import org.rserpool.client.Registrars;

/**
 * Watches a pool: prints who is in it, now and after each change.
 *
 * <p>Arguments: a registrar, as {@code tcp:127.0.0.1:3863}, and the pool.
 */
public final class PoolObserver {

    private PoolObserver() {}

    /** Watches until the process ends. */
    public static void main(String[] args) throws InterruptedException {
        try (var registrars = Registrars.at(args[0]);
                var _ = registrars.resolver().watch(args[1], PoolObserver::print)) {
            Thread.currentThread().join();
        }
    }

    private static void print(PoolState state) {
        System.out.println(state.pool() + " has " + state.elements().size() + " elements:");
        state.elements().forEach(element -> System.out.println("  " + element));
    }
}

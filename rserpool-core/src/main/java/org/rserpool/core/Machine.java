package org.rserpool.core;

import java.time.Instant;
import java.util.List;

/**
 * A party of RSerPool as a deterministic function of events and time.
 *
 * <p>The contract, all of it:
 *
 * <ol>
 *   <li>{@link #handle} is called by one thread at a time, with {@code now} never going back.
 *   <li>Actions are carried out in order, completely, before the next event. An action that fails
 *       comes back as an event ({@link Event.LinkDown}), never as an exception.
 *   <li>{@link #deadline} is asked after each {@link #handle}. At or after that moment {@link
 *       Event.TimeReached} is delivered; too often is harmless.
 *   <li>Links that the machine opens have odd numbers, those that the outside accepts even ones.
 *   <li>The same configuration, generator seed, events and times yield the same actions.
 * </ol>
 *
 * <p>The time line is the node's own: monotonic, of any origin. Wall-clock time never enters.
 */
public interface Machine {

    /** Applies one event and returns what the outside must now do, in this order. */
    List<Action> handle(Event event, Instant now);

    /**
     * Returns when {@link Event.TimeReached} must be handled at the latest; {@link Instant#MAX} if
     * never.
     */
    Instant deadline();
}

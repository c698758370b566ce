package org.rserpool.sim;

import java.time.Duration;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PoolHandle;

/** Sees what becomes of the calls of users. */
public interface CallObserver {

    /**
     * A user wants to be served by a pool.
     *
     * @param begun when
     */
    record Call(Node user, PoolHandle pool, Duration begun) {}

    /** The user was served, by the element that it tried as the {@code tries}th one. */
    default void onServed(Call call, ElementId element, int tries) {}

    /** An element did not serve; the user turns to another one. */
    default void onFailover(Call call, ElementId element, String outcome) {}

    /** The registrar says that there is no such pool, or nobody in it. */
    default void onUnknown(Call call) {}

    /** The user was not served for another reason. */
    default void onFailed(Call call, String why) {}
}

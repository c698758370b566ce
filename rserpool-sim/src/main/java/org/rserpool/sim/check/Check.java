package org.rserpool.sim.check;

import java.util.List;
import org.rserpool.sim.CallObserver;
import org.rserpool.sim.Observer;

/** Something that must hold. */
public interface Check extends Observer, CallObserver {

    /** Looks at the world between two events; called ten times per second of virtual time. */
    default void look() {}

    /** Returns what has not come true yet of what must in the end; empty if all is right. */
    default List<String> outstanding() {
        return List.of();
    }
}

package org.rserpool.sim.check;

import java.util.ArrayList;
import java.util.List;
import org.rserpool.sim.World;

/** Where checks put what they find. The first finding halts the world. */
public final class Findings {

    /** What follows the first finding says little; there may be a lot of it. */
    private static final int MAX_FAILURES = 20;

    private final World world;
    private final List<Failure> failures = new ArrayList<>();

    /** Begins without findings. */
    public Findings(World world) {
        this.world = world;
    }

    /** Takes note of a failure. */
    public void add(String check, String what) {
        if (failures.size() < MAX_FAILURES) {
            var failure = new Failure(check, world.now(), what);
            failures.add(failure);
            world.remark("FAILURE " + failure);
        }
        world.halt();
    }

    /** Returns what was found. */
    public List<Failure> failures() {
        return List.copyOf(failures);
    }
}

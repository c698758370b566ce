package org.rserpool.sim.check;

import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.sim.Node;

/** What a handlespace keeps up to date is equal to what can be computed from its elements. */
public final class HandlespacesAreSound implements Check {

    private static final String NAME = "handlespaces-are-sound";

    /** Computing everything costs more than other checks. */
    private static final int EVERY = 10;

    private final Subject subject;
    private int looks;

    /** Checks all registrars of a world. */
    public HandlespacesAreSound(Subject subject) {
        this.subject = subject;
    }

    @Override
    public void look() {
        if (looks++ % EVERY == 0) {
            for (Node registrar : subject.workload().registrars()) {
                registrar.handlespace().ifPresent(h -> verify(registrar, h));
            }
        }
    }

    private void verify(Node registrar, Handlespace handlespace) {
        try {
            handlespace.verify();
        } catch (IllegalStateException damage) {
            subject.findings().add(NAME, "%s: %s".formatted(registrar, damage.getMessage()));
        }
        for (var owner : handlespace.owners()) {
            if (!handlespace.checksum(owner).equals(handlespace.recomputedChecksum(owner))) {
                subject.findings()
                        .add(NAME, "%s: wrong checksum of owner %s".formatted(registrar, owner));
            }
        }
    }
}

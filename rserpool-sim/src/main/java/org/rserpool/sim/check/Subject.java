package org.rserpool.sim.check;

import java.time.Duration;
import org.rserpool.core.profile.Profile;
import org.rserpool.sim.Disturbances;
import org.rserpool.sim.Scenario;
import org.rserpool.sim.Truth;
import org.rserpool.sim.Workload;
import org.rserpool.sim.World;

/**
 * What is checked, and where findings go.
 *
 * @param stage how far the run is
 */
public record Subject(
        World world,
        Scenario scenario,
        Workload workload,
        Truth truth,
        Disturbances disturbances,
        Stage stage,
        Findings findings) {

    /** How far a run is. */
    public static final class Stage {

        private Phase phase = Phase.FAULTS;
        private Duration since = Duration.ZERO;

        /** Begins with faults. */
        public Stage() {}

        /** The phases of a run. */
        public enum Phase {
            /** Anything may happen. */
            FAULTS,
            /** Nothing is wrong any more; all must become right. */
            HEALING,
            /** All is right and must stay so. */
            CALM
        }

        /** Returns the phase. */
        public Phase phase() {
            return phase;
        }

        /** Returns when the phase began. */
        public Duration since() {
            return since;
        }

        /** Goes on to the next phase. */
        public void enter(Phase next, Duration now) {
            phase = next;
            since = now;
        }
    }

    /**
     * Returns within what time an element that fell silent is gone from its home registrar, not
     * counting the time that messages are on their way.
     */
    public Duration deadWithin() {
        if (scenario.profile() == Profile.FAST) {
            return Duration.ofSeconds(2); // what is promised, whatever the timers are
        }
        var monitoring = scenario.profile().registrar().monitoring();
        var interval = monitoring.keepAliveInterval();
        var spread = interval.multipliedBy(monitoring.keepAliveSpread()).dividedBy(100);
        // Where a lost connection does not remove, the element is asked over another one that is
        // opened for it first.
        int timeouts = monitoring.lossRemoves() ? 1 : 3;
        return interval.plus(spread).plus(monitoring.keepAliveTimeout().multipliedBy(timeouts));
    }

    /**
     * Returns within what time two registrars that run and reach each other are peers that have the
     * same elements, whatever was before.
     */
    public Duration meetWithin() {
        var peers = scenario.profile().registrar().peers();
        // In each cycle one peer is asked whom it knows; multicast may be lost again and again.
        var beats = scenario.registrars() + (scenario.meeting().announced() ? 10 : 2);
        return peers.mentorDiscovery()
                .plus(peers.afterReject().multipliedBy(3L * peers.maxRejects()).dividedBy(2))
                .plus(peers.maxTimeLastHeard())
                .plus(peers.maxTimeNoResponse().multipliedBy(2))
                .plus(peers.heartbeatCycle().multipliedBy(beats))
                .plus(exchange().multipliedBy(4));
    }

    /**
     * Returns within what time a registrar that fell silent is found dead and its elements have
     * another home registrar, if all others agree at once.
     */
    public Duration goneWithin() {
        if (scenario.registrars() == 1) {
            return Duration.ZERO;
        }
        var peers = scenario.profile().registrar().peers();
        return peers.maxTimeLastHeard()
                .plus(peers.maxTimeNoResponse().multipliedBy(2))
                .plus(peers.arbitration().multipliedBy(2))
                .plus(exchange().multipliedBy(4));
    }

    /**
     * Returns within what time all registrars agree on who is there and who owns which element,
     * once nothing is wrong with any of them: whoever lives is met, whoever is dead is found out,
     * and its elements are taken over, by the second attempt at the latest.
     */
    public Duration agreeWithin() {
        var peers = scenario.profile().registrar().peers();
        // One that was stopped gives others so much more time.
        var grace = scenario.profile().registrar().monitoring().keepAliveTimeout();
        if (scenario.registrars() == 1) {
            return peers.mentorDiscovery().plus(grace).plus(exchange());
        }
        var takeover =
                peers.arbitration().multipliedBy(2).plus(peers.maxTimeNoResponse().multipliedBy(2));
        return meetWithin()
                .plus(grace)
                .plus(takeover.multipliedBy(2))
                .plus(scenario.network().connectTimeout())
                .plus(peers.heartbeatCycle());
    }

    /**
     * Returns since when nothing has been wrong with any registrar; this moment, if something is.
     */
    public Duration registrarsCalmSince() {
        return disturbances.calmSince(workload.registrars());
    }

    /**
     * Returns how long the slowest exchange of two messages takes while nothing is broken, with all
     * that delays it at both ends.
     */
    public Duration exchange() {
        var network = scenario.network();
        return network.longest().plus(network.lateness()).multipliedBy(2).plusMillis(20);
    }
}

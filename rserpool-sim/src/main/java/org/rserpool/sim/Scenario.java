package org.rserpool.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.rserpool.core.policy.Policies;
import org.rserpool.core.profile.Profile;
import org.rserpool.wire.PolicyType;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.TransportProtocol;

/**
 * What a world consists of, and what is going to happen in it.
 *
 * @param profile the timers of all nodes
 * @param registrars how many there are, 1 to 9
 * @param pools the pools that elements join
 * @param hosts how many hosts run elements
 * @param elements how many elements there are on all of them, up to 1,000
 * @param users how many users there are
 * @param rogues how many processes there are that lie and send garbage
 * @param hunting how elements and users find registrars
 * @param meeting how registrars find each other
 * @param network how the network behaves while nothing is broken
 * @param faultPhase how long things go wrong
 * @param betweenFaults the average time between two faults; longer than the phase: hardly any
 * @param betweenDeeds the average time between two things that one element or user does
 */
public record Scenario(
        Profile profile,
        int registrars,
        List<PoolSpec> pools,
        int hosts,
        int elements,
        int users,
        int rogues,
        Hunting hunting,
        Meeting meeting,
        NetworkConfig network,
        Duration faultPhase,
        Duration betweenFaults,
        Duration betweenDeeds) {

    /** The most elements of a world. */
    public static final int MAX_ELEMENTS = 1_000;

    private static final int MAX_ELEMENTS_PER_POOL = 100;

    /** The most registrars of a world. */
    public static final int MAX_REGISTRARS = 9;

    /** The most elements of most worlds. */
    private static final int FEW_ELEMENTS = 100;

    private static final List<Duration> BETWEEN_FAULTS =
            List.of(
                    Duration.ofMillis(400),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(8),
                    Duration.ofHours(1));

    private static final List<Duration> BETWEEN_DEEDS =
            List.of(Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(10));

    private static final List<Duration> SELDOM = List.of(Duration.ofSeconds(30));

    /** How endpoints find registrars. */
    public enum Hunting {
        /** They are configured. */
        CONFIGURED,
        /** They announce themselves. */
        ANNOUNCED,
        /** Both. */
        BOTH
    }

    /**
     * How registrars find each other, and over what they talk.
     *
     * @param configured whether they are configured
     * @param partly whether each is told of a few others only, which in turn know the rest
     * @param announced whether they make themselves known by multicast
     * @param transport of ENRP
     */
    public record Meeting(
            boolean configured, boolean partly, boolean announced, TransportProtocol transport) {

        private static Meeting drawn(Chance chance, boolean tcp) {
            boolean announced = chance.percent(50);
            return new Meeting(
                    !announced || chance.percent(50),
                    chance.percent(50),
                    announced,
                    tcp && chance.percent(50) ? TransportProtocol.TCP : TransportProtocol.SCTP);
        }

        /** Returns it in a few words. */
        @Override
        public String toString() {
            var ways = new ArrayList<String>();
            if (configured) {
                ways.add(partly ? "partly configured" : "configured");
            }
            if (announced) {
                ways.add("announced");
            }
            return String.join(" and ", ways) + " over " + transport;
        }
    }

    /**
     * A pool.
     *
     * @param policy of all its elements
     * @param service the transport of all its elements
     */
    public record PoolSpec(PoolHandle handle, PolicyType policy, TransportProtocol service) {}

    /** Refuses numbers out of range. */
    public Scenario {
        pools = List.copyOf(pools);
        check("registrars", registrars, 1, MAX_REGISTRARS);
        check("pools", pools.size(), 1, 1000);
        check("elements", elements, 1, MAX_ELEMENTS);
        check("hosts", hosts, 1, elements);
        check("users", users, 0, 1000);
        check("rogues", rogues, 0, 1000);
    }

    /** Returns how many times slower everything happens than with fast timers. */
    int pace() {
        return pace(profile);
    }

    private static int pace(Profile profile) {
        return profile == Profile.FAST ? 1 : 5;
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s must be %d to %d, is %d".formatted(name, least, most, value));
        }
    }

    /**
     * Draws a scenario.
     *
     * @param chance all of it
     * @param profile the timers of all nodes
     * @param registrars how many there are
     */
    public static Scenario drawn(Chance chance, Profile profile, int registrars) {
        boolean large = chance.percent(1);
        // Where each change is told to many there are fewer.
        int few = registrars == 1 ? FEW_ELEMENTS : FEW_ELEMENTS / 2;
        // The slow profiles hunt at fixed times, all at once, which takes the longer the more they
        // are.
        int many = profile == Profile.FAST ? MAX_ELEMENTS : MAX_ELEMENTS / 4;
        int elements = large ? chance.between(few, many) : chance.mostlySmall(1, few);
        // All elements of a pool are to fit into one answer.
        int pools =
                Math.max(
                        chance.mostlySmall(1, Math.min(6, elements)),
                        elements / MAX_ELEMENTS_PER_POOL);
        int pace = pace(profile);
        // What is large is not long as well.
        var phase =
                Duration.ofSeconds(
                        large
                                ? chance.between(3, 10)
                                : chance.between(5, registrars == 1 ? 30 : 20));
        return new Scenario(
                profile,
                registrars,
                drawnPools(chance, pools),
                chance.between((elements + 3) / 4, elements),
                elements,
                chance.mostlySmall(1, 6),
                chance.percent(20) ? chance.between(1, 2) : 0,
                chance.oneOf(List.of(Hunting.values())),
                Meeting.drawn(chance.of("meeting"), profile.dialect().tcpControl()),
                NetworkConfig.drawn(chance.of("network")),
                phase.multipliedBy(pace),
                chance.oneOf(BETWEEN_FAULTS).multipliedBy(pace),
                chance.oneOf(large ? SELDOM : BETWEEN_DEEDS).multipliedBy(pace));
    }

    /**
     * Draws how many registrars there are: in every second world one, else up to nine.
     *
     * @param chance a stream of its own, so that the number may be given instead of drawn
     */
    public static int drawnRegistrars(Chance chance) {
        return chance.percent(50) ? 1 : chance.mostlySmall(2, MAX_REGISTRARS);
    }

    private static List<PoolSpec> drawnPools(Chance chance, int count) {
        var pools = new ArrayList<PoolSpec>();
        for (int i = 1; i <= count; i++) {
            var policy = chance.oneOf(Policies.STANDARD.all()).type();
            var service = chance.oneOf(List.of(TransportProtocol.TCP, TransportProtocol.SCTP));
            pools.add(new PoolSpec(PoolHandle.of("pool-" + i), policy, service));
        }
        return pools;
    }
}

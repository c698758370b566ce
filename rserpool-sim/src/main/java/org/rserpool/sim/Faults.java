package org.rserpool.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What goes wrong in a world: drawn from its seed, one fault after the other, each for a while.
 *
 * <p>When they end, all is repaired: the network is whole, nobody is frozen or slow, and whoever
 * was down is started again, except elements that stay away for good.
 */
public final class Faults {

    private final World world;
    private final Workload workload;
    private final Disturbances disturbances;
    private final Chance chance;
    private final Duration between;
    private final List<Kind> kinds;
    private final Set<Node> gone = new LinkedHashSet<>();
    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private boolean over;

    /** What can go wrong. */
    public enum Kind {
        /** A process is killed, and started again after a while. */
        CRASH,
        /** A process of elements is killed for good. */
        DEATH,
        /** A host loses power. */
        POWER_OFF,
        /** A process is stopped. */
        FREEZE,
        /** A process is slow. */
        SLOW,
        /** Some hosts are cut off from the others. */
        PARTITION,
        /** One host cannot send to another. */
        ONE_WAY,
        /** A connection breaks, and both sides learn of it. */
        BREAK,
        /** A connection breaks, and one side does not learn of it. */
        HALF_OPEN,
        /** A way is long. */
        LAG,
        /** Multicast is lost. */
        DEAF,
        /** The process of a registrar is killed and started again at once. */
        REGISTRAR_RESTART,
        /** The process of a registrar is stopped. */
        REGISTRAR_FREEZE,
        /** The process of a registrar is killed, and started again after a while. */
        REGISTRAR_CRASH(true),
        /** The process of a registrar is stopped for up to a minute. */
        REGISTRAR_LONG_FREEZE(true),
        /** The host of a registrar loses power. */
        REGISTRAR_POWER_OFF(true),
        /** Some registrars are cut off from the others, which elements and users are not. */
        REGISTRAR_PARTITION(true),
        /** One registrar cannot send to another. */
        REGISTRAR_ONE_WAY(true),
        /** The way between two registrars is long, in both directions. */
        REGISTRAR_LAG(true),
        /** All registrars are killed at once and started again, one soon after the other. */
        MASS_RESTART(true),
        /** An operator tells a registrar of other peers. */
        OTHER_PEERS(true);

        private final boolean needsPeers;

        Kind() {
            this(false);
        }

        Kind(boolean needsPeers) {
            this.needsPeers = needsPeers;
        }
    }

    /** Draws which kinds of faults there are in a world, and begins with the first of them. */
    public Faults(World world, Workload workload, Disturbances disturbances, Duration between) {
        this.world = world;
        this.workload = workload;
        this.disturbances = disturbances;
        this.between = between;
        this.chance = world.chance().of("faults");
        this.kinds = drawnKinds();
        world.after(chance.next(between), this::next);
    }

    /** Half of the worlds have faults of all kinds, the others of a few. */
    private List<Kind> drawnKinds() {
        boolean arePeers = workload.registrars().size() > 1;
        var all =
                Arrays.stream(Kind.values()).filter(kind -> arePeers || !kind.needsPeers).toList();
        if (chance.percent(50)) {
            return all;
        }
        var few = new LinkedHashSet<Kind>();
        for (int i = chance.between(1, 4); i > 0; i--) {
            few.add(chance.oneOf(all));
        }
        return List.copyOf(few);
    }

    /** Returns how often each kind of fault has happened. */
    public Map<Kind, Integer> counts() {
        return counts;
    }

    private void next() {
        if (over) {
            return;
        }
        var kind = chance.oneOf(kinds);
        counts.merge(kind, 1, Integer::sum);
        happen(kind, drawnTime());
        world.after(chance.next(between), this::next);
    }

    private Duration drawnTime() {
        return chance.percent(50)
                ? chance.between(Duration.ofMillis(10), Duration.ofSeconds(2))
                : chance.between(Duration.ofMillis(500), Duration.ofSeconds(12));
    }

    private void happen(Kind kind, Duration time) {
        switch (kind) {
            case CRASH -> crash(anyone(), time);
            case REGISTRAR_CRASH -> crash(aRegistrar(), time);
            case DEATH -> die(chance.oneOf(workload.elements()));
            case POWER_OFF -> powerOff(anyone(), time);
            case FREEZE -> freeze(anyone(), time);
            case SLOW -> slow(anyone(), time);
            case PARTITION -> partition(time);
            case ONE_WAY -> oneWay(anyone(), anyone(), time);
            case BREAK -> world.breakConnection(chance.between(0, 10_000), true);
            case HALF_OPEN -> world.breakConnection(chance.between(0, 10_000), false);
            case LAG -> lag(anyone(), anyone(), time);
            case DEAF -> deaf(time);
            case REGISTRAR_RESTART ->
                    crash(aRegistrar(), chance.between(Duration.ZERO, Duration.ofMillis(500)));
            case REGISTRAR_FREEZE -> freeze(aRegistrar(), time);
            case REGISTRAR_LONG_FREEZE ->
                    freeze(
                            aRegistrar(),
                            chance.between(Duration.ofSeconds(2), Duration.ofMinutes(1)));
            case REGISTRAR_POWER_OFF -> powerOff(aRegistrar(), time);
            case REGISTRAR_PARTITION -> partitionRegistrars(time);
            case REGISTRAR_ONE_WAY -> oneWay(aRegistrar(), aRegistrar(), time);
            case REGISTRAR_LAG -> {
                var one = aRegistrar();
                var other = aRegistrar();
                lag(one, other, time);
                lag(other, one, time);
            }
            case MASS_RESTART -> {
                for (Node registrar : workload.registrars()) {
                    crash(registrar, chance.between(Duration.ZERO, Duration.ofSeconds(2)));
                }
            }
            case OTHER_PEERS -> workload.usePeers(aRegistrar());
        }
    }

    private Node anyone() {
        return chance.oneOf(world.nodes());
    }

    private Node aRegistrar() {
        return chance.oneOf(workload.registrars());
    }

    private void crash(Node node, Duration time) {
        world.crash(node);
        world.after(time, () -> restart(node));
    }

    private void restart(Node node) {
        if (!gone.contains(node) && !(over && node.role() == Role.ROGUE)) {
            world.restart(node);
        }
    }

    private void die(Node node) {
        gone.add(node);
        world.crash(node);
    }

    private void powerOff(Node node, Duration time) {
        world.powerOff(node);
        world.after(time, () -> restart(node));
    }

    private void freeze(Node node, Duration time) {
        world.freeze(node);
        world.after(time, () -> world.thaw(node));
    }

    private void slow(Node node, Duration time) {
        world.slow(node, chance.between(Duration.ofMillis(1), Duration.ofMillis(60)));
        world.after(time, () -> fast(node));
    }

    private void fast(Node node) {
        if (node.isSlow()) {
            world.slow(node, Duration.ZERO);
        }
    }

    private void partition(Duration time) {
        var group = new ArrayList<Node>();
        int percent = chance.oneOf(List.of(2, 20, 50));
        for (Node node : world.nodes()) {
            if (chance.percent(percent)) {
                group.add(node);
            }
        }
        if (!group.isEmpty()) {
            world.remark("partition: " + group + " from the others");
            repairLater(world.isolate(group), world.nodes(), time);
        }
    }

    private void partitionRegistrars(Duration time) {
        var some = new ArrayList<Node>();
        var others = new ArrayList<Node>();
        for (Node registrar : workload.registrars()) {
            (chance.percent(50) ? some : others).add(registrar);
        }
        if (!some.isEmpty() && !others.isEmpty()) {
            world.remark("partition: %s from %s".formatted(some, others));
            var cut = Cut.between(some, others);
            world.partition(cut);
            repairLater(cut, workload.registrars(), time);
        }
    }

    private void oneWay(Node from, Node to, Duration time) {
        if (from != to) {
            world.remark("partition: %s cannot send to %s".formatted(from, to));
            var cut = Cut.oneWay(List.of(from), List.of(to));
            world.partition(cut);
            repairLater(cut, List.of(from, to), time);
        }
    }

    private void repairLater(Cut cut, List<Node> concerned, Duration time) {
        world.after(
                time,
                () -> {
                    world.remark("a partition is over");
                    concerned.forEach(disturbances::note);
                    world.heal(cut);
                });
    }

    private void lag(Node from, Node to, Duration time) {
        if (from != to) {
            world.lag(from, to, chance.between(Duration.ofMillis(20), Duration.ofMillis(900)));
            world.remark("the way from %s to %s is long".formatted(from, to));
            world.after(time, () -> hurry(from, to));
        }
    }

    private void hurry(Node from, Node to) {
        if (world.network().lags(from, to)) {
            world.lag(from, to, Duration.ZERO);
            disturbances.note(from);
            disturbances.note(to);
        }
    }

    private void deaf(Duration time) {
        world.multicast(false);
        world.after(
                time,
                () -> {
                    workload.registrars().forEach(disturbances::note);
                    world.multicast(true);
                });
    }

    /** Ends all faults and repairs everything. */
    public void end() {
        over = true;
        world.remark("all faults end");
        world.heal();
        for (Node node : world.nodes()) {
            disturbances.note(node);
            fast(node);
            world.thaw(node);
            if (!gone.contains(node) && node.role() != Role.ROGUE) {
                world.restart(node);
            }
            world.nodes().forEach(other -> hurry(node, other));
        }
        if (!world.network().hasMulticast()) {
            world.multicast(true);
        }
    }
}

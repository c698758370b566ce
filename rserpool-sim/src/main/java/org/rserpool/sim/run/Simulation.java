package org.rserpool.sim.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rserpool.core.profile.Profile;
import org.rserpool.sim.Chance;
import org.rserpool.sim.Disturbances;
import org.rserpool.sim.Faults;
import org.rserpool.sim.Scenario;
import org.rserpool.sim.Trace;
import org.rserpool.sim.Truth;
import org.rserpool.sim.Workload;
import org.rserpool.sim.World;
import org.rserpool.sim.check.AnswersAreTrue;
import org.rserpool.sim.check.Check;
import org.rserpool.sim.check.DeadAreNotOffered;
import org.rserpool.sim.check.ElementsArePresent;
import org.rserpool.sim.check.Findings;
import org.rserpool.sim.check.HandlespacesAreSound;
import org.rserpool.sim.check.KeepsContract;
import org.rserpool.sim.check.LivingAreKept;
import org.rserpool.sim.check.LossRemoves;
import org.rserpool.sim.check.NobodyIsInvented;
import org.rserpool.sim.check.RegistrarsAgree;
import org.rserpool.sim.check.RegistrationsAreKept;
import org.rserpool.sim.check.RequestsAreAnswered;
import org.rserpool.sim.check.Subject;
import org.rserpool.sim.check.Subject.Stage.Phase;
import org.rserpool.sim.check.TablesAreBounded;
import org.rserpool.sim.check.UpdatesReachPeers;
import org.rserpool.sim.check.UsersAreServed;
import org.rserpool.sim.check.WatchesConverge;

/**
 * One run: a world is made of a seed, things go wrong in it for a while, then all is repaired and
 * must become right by itself within a bounded time, and stay right.
 *
 * <p>The same seed and options give the same run, to the last message.
 */
public final class Simulation {

    private static final Duration LOOK = Duration.ofMillis(100);

    /** Elements that were refused or started again come back within this time. */
    private static final Duration COMING_BACK = Duration.ofSeconds(3);

    /** How long all must stay right in the end. */
    private static final Duration CALM = Duration.ofSeconds(4);

    private final long seed;
    private final Options options;
    private final World world;
    private final Scenario scenario;
    private final Workload workload;
    private final Faults faults;
    private final Subject subject;
    private final Statistics.Counter counter = new Statistics.Counter();
    private final List<Check> checks;

    private Simulation(long seed, Options options) {
        this.seed = seed;
        this.options = options;
        var chance = new Chance(seed).of("scenario");
        var profile = options.profile().orElseGet(() -> drawnProfile(chance));
        int registrars =
                options.registrars()
                        .orElseGet(() -> Scenario.drawnRegistrars(chance.of("registrars")));
        scenario = Scenario.drawn(chance, profile, registrars);
        world = new World(seed, scenario.network());
        var truth = new Truth(world);
        var disturbances = new Disturbances(world);
        options.trace().ifPresent(sink -> world.observe(new Trace(world, truth, sink)));
        workload = new Workload(world, scenario, truth, options.mutation());
        faults = new Faults(world, workload, disturbances, scenario.betweenFaults());
        subject =
                new Subject(
                        world,
                        scenario,
                        workload,
                        truth,
                        disturbances,
                        new Subject.Stage(),
                        new Findings(world));
        checks = checks(subject);
        world.observe(counter);
        workload.observe(counter);
        checks.forEach(world::observe);
        checks.forEach(workload::observe);
    }

    private static Profile drawnProfile(Chance chance) {
        return chance.oneOf(
                List.of(
                        Profile.FAST,
                        Profile.FAST,
                        Profile.FAST,
                        Profile.FAST,
                        Profile.RFC,
                        Profile.RSPLIB));
    }

    private static List<Check> checks(Subject subject) {
        return List.of(
                new KeepsContract(subject),
                new DeadAreNotOffered(subject),
                new LossRemoves(subject),
                new LivingAreKept(subject),
                new RegistrationsAreKept(subject),
                new AnswersAreTrue(subject),
                new RequestsAreAnswered(subject),
                new HandlespacesAreSound(subject),
                new NobodyIsInvented(subject),
                new UpdatesReachPeers(subject),
                new TablesAreBounded(subject),
                new RegistrarsAgree(subject),
                new ElementsArePresent(subject),
                new WatchesConverge(subject),
                new UsersAreServed(subject));
    }

    /** Runs a seed. */
    public static Result run(long seed, Options options) {
        return new Simulation(seed, options).run();
    }

    private Result run() {
        workload.start();
        look(scenario.faultPhase());
        workload.calmDown();
        faults.end();
        enter(Phase.HEALING);
        var recovery = heal();
        if (recovery.isPresent()) {
            enter(Phase.CALM);
            stayCalm();
        }
        return new Result(
                seed,
                subject.findings().failures(),
                counter.result(scenario, world.now(), faults, recovery),
                command());
    }

    private void enter(Phase phase) {
        subject.stage().enter(phase, world.now());
    }

    /** Lets time pass, and looks again and again. */
    private void look(Duration time) {
        var end = world.now().plus(time);
        while (!world.isHalted() && world.now().compareTo(end) < 0) {
            world.runFor(LOOK);
            checks.forEach(Check::look);
        }
    }

    private Optional<Duration> heal() {
        var begin = world.now();
        var end = begin.plus(healWithin());
        look(aftermath());
        var outstanding = outstanding();
        while (!world.isHalted() && !outstanding.isEmpty() && world.now().compareTo(end) < 0) {
            look(LOOK);
            outstanding = outstanding();
        }
        outstanding.forEach(what -> subject.findings().add("becomes-right", what));
        return world.isHalted() ? Optional.empty() : Optional.of(world.now().minus(begin));
    }

    /**
     * Before that even what looks right may still go wrong, as a consequence of the last faults.
     */
    private Duration aftermath() {
        return COMING_BACK.plus(subject.deadWithin()).plus(subject.goneWithin());
    }

    private List<String> outstanding() {
        var all = new ArrayList<String>();
        checks.forEach(check -> all.addAll(check.outstanding()));
        return all;
    }

    private void stayCalm() {
        look(CALM);
        if (!world.isHalted()) {
            outstanding().forEach(what -> subject.findings().add("stays-right", what));
        }
    }

    /**
     * How long it may take until all is right: an element whose connection is dead without its
     * knowledge learns of it when it renews its registration; then it must find a registrar.
     */
    private Duration healWithin() {
        var endpoint = scenario.profile().endpoint();
        return endpoint.registrations()
                .maxRenewal()
                .plus(endpoint.registrations().registration().multipliedBy(3))
                .plus(endpoint.hunt().retranMax().multipliedBy(2))
                .plus(endpoint.cache().poll())
                .plus(scenario.network().connectTimeout())
                .plus(subject.exchange().multipliedBy(4))
                .plus(subject.agreeWithin())
                .plus(aftermath());
    }

    private String command() {
        var command = new StringBuilder("rserpool simulate --seed " + Long.toString(seed));
        options.profile().ifPresent(profile -> command.append(" --profile ").append(profile));
        if (options.registrars().isPresent() || scenario.registrars() > 1) {
            command.append(" --registrars ").append(scenario.registrars());
        }
        return command.toString();
    }
}

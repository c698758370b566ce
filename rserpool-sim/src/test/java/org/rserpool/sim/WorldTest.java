package org.rserpool.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.rserpool.wire.TransportProtocol.TCP;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.wire.message.Protocol;

final class WorldTest {

    private final World world = new World(1, NetworkConfig.EVEN);

    @Test
    void thingsHappenInTheOrderOfTheirTimesAndThenInTheOrderPlanned() {
        var order = new ArrayList<String>();
        world.at(Duration.ofSeconds(2), () -> order.add("third"));
        world.at(Duration.ofSeconds(1), () -> order.add("first"));
        world.at(Duration.ofSeconds(1), () -> order.add("second"));
        world.runUntil(Duration.ofSeconds(2));
        assertThat(order).containsExactly("first", "second", "third");
        assertThat(world.now()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void timeNeverGoesBack() {
        world.runUntil(Duration.ofSeconds(5));
        var seen = new ArrayList<Duration>();
        world.at(Duration.ofSeconds(1), () -> seen.add(world.now()));
        world.runUntil(Duration.ofSeconds(3));
        assertThat(world.now()).isEqualTo(Duration.ofSeconds(5));
        world.runUntil(Duration.ofSeconds(6));
        assertThat(seen).containsExactly(Duration.ofSeconds(5));
    }

    @Test
    void aMachineIsWokenUpAtItsDeadlineOnItsOwnTimeLine() {
        var a = Puppet.in(world, "a", TCP);
        a.deadline = Duration.ofSeconds(3);
        a.does();
        world.runFor(Duration.ofMillis(2_999));
        assertThat(a.wakeUps()).isZero();
        a.deadline = Duration.ofDays(1);
        world.runFor(Duration.ofSeconds(10));
        assertThat(a.wakeUps()).as("woken for the old deadline, which is gone").isZero();
        a.deadline = Duration.ofSeconds(20);
        a.does();
        world.runUntil(Duration.ofSeconds(20));
        assertThat(a.wakeUps()).isPositive();
        assertThat(a.times.getLast()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void processesWakeUpLateAndForNothingWhereTheWorldHasWhims() {
        var whimsical = new World(5, NetworkConfig.drawn(new Chance(7)));
        assertThat(whimsical.network().config().whims()).isTrue();
        var a = Puppet.in(whimsical, "a", TCP);
        for (int i = 0; i < 1_000; i++) {
            a.node.ask(new Puppet.Do(List.of()));
        }
        whimsical.runFor(Duration.ofSeconds(1));
        assertThat(a.wakeUps()).as("superfluous").isBetween(3, 60);
    }

    @Test
    void aFrozenProcessDoesNothingUntilItThaws() {
        var a = Puppet.in(world, "a", TCP);
        a.deadline = Duration.ofSeconds(1);
        a.does();
        world.freeze(a.node);
        var done = new ArrayList<Duration>();
        a.node.later(Duration.ofSeconds(2), () -> done.add(world.now()));
        world.runFor(Duration.ofSeconds(10));
        assertThat(a.wakeUps()).isZero();
        assertThat(done).isEmpty();
        a.deadline = Duration.ofDays(1);
        world.thaw(a.node);
        assertThat(done).containsExactly(Duration.ofSeconds(10));
        assertThat(a.node.isRunning()).isTrue();
    }

    @Test
    void aProcessThatIsStartedAgainIsANewOneWithoutAnythingOfTheOld() {
        var a = Puppet.in(world, "a", TCP);
        var b = Puppet.in(world, "b", TCP);
        a.opens(1, b);
        world.settle(Duration.ofSeconds(1));
        var done = new ArrayList<Duration>();
        a.node.later(Duration.ofSeconds(2), () -> done.add(world.now()));
        world.crash(a.node);
        assertThat(a.node.state()).isEqualTo(Node.State.DOWN);
        assertThatIllegalStateException().isThrownBy(() -> a.does());
        world.restart(a.node);
        world.runFor(Duration.ofSeconds(5));
        assertThat(a.node.starts()).isEqualTo(2);
        assertThat(a.node.links()).isZero();
        assertThat(done).isEmpty();
        assertThat(a.events.stream().filter(e -> e instanceof Event.Started)).hasSize(2);
    }

    @Test
    void aHostWithoutPowerIsGivenPowerBeforeItsProcessStarts() {
        var a = Puppet.in(world, "a", TCP);
        world.powerOff(a.node);
        assertThat(a.node.isPowered()).isFalse();
        world.restart(a.node);
        assertThat(a.node.isPowered()).isTrue();
        assertThat(a.node.isRunning()).isTrue();
    }

    @Test
    void aMachineThatThrowsIsStoppedAndOthersGoOn() {
        var a = Puppet.in(world, "a", TCP);
        var b = Puppet.in(world, "b", TCP);
        var thrown = new ArrayList<String>();
        world.observe(
                new Observer() {
                    @Override
                    public void onThrown(Node node, Event event, RuntimeException exception) {
                        thrown.add(node + ": " + exception.getMessage());
                    }
                });
        a.does(new Action.Open(new Link(2), Protocol.ASAP, b.address()));
        assertThat(thrown).containsExactly("PU a: a machine opens odd links, not link-2");
        assertThat(a.node.state()).isEqualTo(Node.State.DOWN);
        assertThat(b.node.isRunning()).isTrue();
    }

    @Test
    void eachRequestHasItsOwnTicket() {
        var a = Puppet.in(world, "a", TCP);
        var first = a.node.ask(new Puppet.Do(List.of()));
        var second = a.node.ask(new Puppet.Do(List.of()));
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void twoNodesCannotHaveTheSameName() {
        Puppet.in(world, "a", TCP);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Puppet.in(world, "a", TCP))
                .withMessage("there is a node a already");
    }

    @Test
    void aHaltedWorldStands() {
        world.at(Duration.ofSeconds(1), world::halt);
        world.at(Duration.ofSeconds(2), () -> world.remark("too late"));
        world.runUntil(Duration.ofSeconds(5));
        assertThat(world.now()).isEqualTo(Duration.ofSeconds(1));
        assertThat(world.isHalted()).isTrue();
    }

    @Test
    void timesAreWrittenForPeople() {
        assertThat(Times.text(Duration.ofMillis(12))).isEqualTo("12ms");
        assertThat(Times.text(Duration.ofNanos(1_250_000))).isEqualTo("1.25ms");
        assertThat(Times.text(Duration.ofMillis(1_500))).isEqualTo("1.5s");
        assertThat(Times.text(Duration.ofMinutes(2))).isEqualTo("120s");
        assertThat(Times.moment(Duration.ofNanos(61_000_042_999L))).isEqualTo("61.000042");
    }

    @Test
    void eachPurposeHasItsOwnChance() {
        var chance = new Chance(1);
        var same = new Chance(1);
        same.between(0, 1_000_000);
        assertThat(chance.of("a").between(0, 1_000_000))
                .isEqualTo(same.of("a").between(0, 1_000_000))
                .isNotEqualTo(chance.of("b").between(0, 1_000_000));
        assertThat(chance.of("a", 1).between(0, 1_000_000))
                .isNotEqualTo(chance.of("a", 2).between(0, 1_000_000));
    }
}

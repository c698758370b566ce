package org.rserpool.core.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.HOST_B;
import static org.rserpool.core.Samples.SELF;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.id;
import static org.rserpool.core.Samples.leastUsed;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Link;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved.Reason;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.PolicyType;
import org.rserpool.wire.message.AsapMessage.DeregistrationResponse;
import org.rserpool.wire.message.EnrpMessage.EnrpError;
import org.rserpool.wire.message.EnrpMessage.HandleUpdate;
import org.rserpool.wire.message.EnrpMessage.PoolEntry;
import org.rserpool.wire.message.EnrpMessage.UpdateAction;

/** What becomes of pools that two registrars create at the same time, with unlike policies. */
final class PolicyConflictTest {

    private final RegistrarBench bench =
            new RegistrarBench(
                    RegistrarConfig.FAST.withMonitoring(
                            MonitoringConfig.FAST.withKeepAliveInterval(Duration.ofDays(1))));
    private final FakePeer lower = FakePeer.met(bench, 0x00000001, "10.0.1.2");
    private final FakePeer higher = FakePeer.met(bench, 0x22222222, "10.0.1.3");
    private final Link link = bench.connect(HOST_A);

    PolicyConflictTest() {
        bench.register(link, ECHO, element(1, HOST_A));
        bench.register(link, ECHO, element(2, HOST_A));
        bench.driver.take();
    }

    private PolicyType policy() {
        bench.handlespace().verify();
        return bench.handlespace().pool(ECHO).orElseThrow().policyInfo().type();
    }

    @Test
    @Requirement({"ENRP-063", "ENRP-181"})
    void thePoolOfTheHigherIdentifierStays() {
        lower.add(ECHO, element(9, HOST_B, leastUsed(1)));

        assertThat(policy()).isEqualTo(PolicyType.ROUND_ROBIN);
        assertThat(bench.handlespace().size()).isEqualTo(2);
        assertThat(RegistrarBench.only(lower.sent(EnrpError.class)).errors().getFirst().code())
                .isEqualTo(CauseCode.INCONSISTENT_POOLING_POLICY);
        assertThat(bench.driver.told(RegistrarNotice.Complaint.class)).hasSize(1);
    }

    @Test
    void ourPoolGivesWayToThatOfAHigherIdentifier() {
        higher.add(ECHO, element(9, HOST_B, leastUsed(1)));

        assertThat(policy()).isEqualTo(PolicyType.LEAST_USED);
        assertThat(bench.handlespace().size()).isEqualTo(1);
        assertThat(bench.driver.told(ElementRemoved.class))
                .containsExactly(
                        new ElementRemoved(ECHO, id(1), Reason.CONFLICT),
                        new ElementRemoved(ECHO, id(2), Reason.CONFLICT));
        assertThat(bench.driver.sent(link, DeregistrationResponse.class)).hasSize(2);
        assertThat(lower.sent(HandleUpdate.class))
                .hasSize(2)
                .allMatch(update -> update.action() == UpdateAction.DELETE);
        assertThat(bench.register(link, ECHO, element(1, HOST_A)).errors().getFirst().code())
                .isEqualTo(CauseCode.INCONSISTENT_POOLING_POLICY);
    }

    @Test
    void elementsOfOthersDoNotGiveWayToEachOther() {
        lower.add(ECHO, element(3, HOST_B));

        higher.add(ECHO, element(9, HOST_B, leastUsed(1)));

        assertThat(policy()).isEqualTo(PolicyType.ROUND_ROBIN);
        assertThat(bench.has(ECHO, id(3))).isTrue();
        assertThat(bench.has(ECHO, id(9))).isFalse();
    }

    @Test
    void onceTheOtherHasGivenWayAnAuditBringsWhatWasRefused() {
        lower.add(ECHO, element(3, HOST_B));
        var refused = higher.add(ECHO, element(9, HOST_B, leastUsed(1)));
        lower.remove(ECHO, bench.find(ECHO, id(3)).orElseThrow().info());
        higher.introduce();

        higher.page(false, new PoolEntry(ECHO, List.of(refused)));

        assertThat(policy()).isEqualTo(PolicyType.LEAST_USED);
    }

    @Test
    void refusalsAreToldSeldomHoweverOftenTheyAreRepeated() {
        for (int i = 0; i < 1_000; i++) {
            lower.add(ECHO, element(9, HOST_B, leastUsed(i)));
        }

        assertThat(lower.sent(EnrpError.class)).hasSizeLessThan(20);
        assertThat(bench.driver.told(RegistrarNotice.Complaint.class)).hasSizeLessThan(20);
        assertThat(bench.handlespace().sizeOf(SELF)).isEqualTo(2);
    }
}

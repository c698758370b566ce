package org.rserpool.core.handlespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.rserpool.core.handlespace.HandlespaceFixture.CALC;
import static org.rserpool.core.handlespace.HandlespaceFixture.ECHO;
import static org.rserpool.core.handlespace.HandlespaceFixture.LINK;
import static org.rserpool.core.handlespace.HandlespaceFixture.LINK2;
import static org.rserpool.core.handlespace.HandlespaceFixture.NOW;
import static org.rserpool.core.handlespace.HandlespaceFixture.PEER;
import static org.rserpool.core.handlespace.HandlespaceFixture.SELF;
import static org.rserpool.core.handlespace.HandlespaceFixture.accepted;
import static org.rserpool.core.handlespace.HandlespaceFixture.element;
import static org.rserpool.core.handlespace.HandlespaceFixture.find;
import static org.rserpool.core.handlespace.HandlespaceFixture.handlespace;
import static org.rserpool.core.handlespace.HandlespaceFixture.ids;
import static org.rserpool.core.handlespace.HandlespaceFixture.learn;
import static org.rserpool.core.handlespace.HandlespaceFixture.refused;
import static org.rserpool.core.handlespace.HandlespaceFixture.register;
import static org.rserpool.core.handlespace.HandlespaceFixture.sctp;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Deadlines;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.TransportUse;

class RegistrationTest {

    private static final PolicyType UNKNOWN = new PolicyType(0xdeadbeef);

    private final Handlespace handlespace = handlespace();

    @AfterEach
    void verify() {
        handlespace.verify();
    }

    private static Outcome refusedForPolicy(PolicyInfo policy) {
        return new Outcome.Refused(
                CauseCode.INCONSISTENT_POOLING_POLICY, new Outcome.OfPolicy(policy));
    }

    @Test
    @Requirement({"ASAP-067", "ASAP-071", "ASAP-077"})
    void theFirstElementBringsItsPool() {
        var outcome = handlespace.register(ECHO, element(7), LINK, NOW);

        var entry = accepted(outcome);
        assertThat(outcome).isEqualTo(new Outcome.Added(entry, true));
        assertThat(entry.info()).isEqualTo(element(7).withHome(SELF));
        assertThat(entry.owner()).isEqualTo(SELF);
        assertThat(entry.link()).hasValue(LINK);
        assertThat(entry.addedAt()).isEqualTo(NOW);
        assertThat(entry.heardAt()).isEqualTo(NOW);
        assertThat(handlespace.pool(ECHO)).hasValue(entry.pool());
        assertThat(find(handlespace, ECHO, 7)).hasValue(entry);
        assertThat(find(handlespace, ECHO, 8)).isEmpty();
        assertThat(find(handlespace, CALC, 7)).isEmpty();

        assertThat(handlespace.register(ECHO, element(8), LINK, NOW))
                .isInstanceOfSatisfying(
                        Outcome.Added.class, added -> assertThat(added.newPool()).isFalse());
        assertThat(handlespace.size()).isEqualTo(2);
        assertThat(handlespace.poolCount()).isEqualTo(1);
    }

    @Test
    @Requirement({"ENRP-083", "ENRP-085"})
    void anElementOfAnotherRegistrarBringsItsPoolOrJoinsIt() {
        var first = handlespace.learn(ECHO, element(7, PEER), NOW);
        var second = handlespace.learn(ECHO, element(8, PEER), NOW);

        assertThat(first).isEqualTo(new Outcome.Added(accepted(first), true));
        assertThat(second).isEqualTo(new Outcome.Added(accepted(second), false));
        assertThat(accepted(second).info()).isEqualTo(element(8, PEER));
        assertThat(handlespace.pool(ECHO).orElseThrow().elements())
                .containsExactly(accepted(first), accepted(second));
    }

    @Test
    @Requirement({"ASAP-068", "ASAP-069", "ASAP-070", "POL-102", "ENRP-083", "ENRP-084"})
    void theFirstElementFixesPolicyTransportAndUse() {
        var control =
                new TransportAddress.Sctp(
                        9, TransportUse.DATA_PLUS_CONTROL, List.of(new IpAddress.V4(1)));
        var policy = new PolicyInfo(PolicyType.LEAST_USED, 5);
        var info = element(1, policy).withUserTransport(control).withHome(PEER);
        for (Outcome outcome :
                List.of(
                        handlespace.register(ECHO, info, LINK, NOW),
                        handlespace.learn(CALC, info, NOW))) {
            var pool = accepted(outcome).pool();

            assertThat(pool.policy().name()).isEqualTo("least-used");
            assertThat(pool.policyInfo()).isEqualTo(policy);
            assertThat(pool.protocol()).isEqualTo(TransportProtocol.SCTP);
            assertThat(pool.use()).isEqualTo(TransportUse.DATA_PLUS_CONTROL);
        }
    }

    @Test
    @Requirement({"ASAP-074", "ASAP-076", "ENRP-086"})
    void registeringAgainReplacesAllAttributes() {
        var policy = new PolicyInfo(PolicyType.LEAST_USED, 1);
        var entry = accepted(handlespace.register(ECHO, element(7, policy), LINK, NOW));
        var former = entry.info();
        var changed =
                new PoolElementInfo(
                        new ElementId(7),
                        PEER,
                        RegistrationLife.INFINITE,
                        sctp(99),
                        new PolicyInfo(PolicyType.LEAST_USED, 2),
                        Optional.of(sctp(3863)));
        var later = NOW.plusSeconds(5);
        var outcome = handlespace.register(ECHO, changed, LINK2, later);

        assertThat(outcome).isEqualTo(new Outcome.Updated(entry, former));
        assertThat(((Outcome.Updated) outcome).isChanged()).isTrue();
        assertThat(((Outcome.Updated) outcome).formerOwner()).isEqualTo(SELF);
        assertThat(entry.info()).isEqualTo(changed.withHome(SELF));
        assertThat(entry.link()).hasValue(LINK2);
        assertThat(entry.addedAt()).isEqualTo(NOW);
        assertThat(entry.heardAt()).isEqualTo(later);
        assertThat(handlespace.size()).isEqualTo(1);
    }

    @Test
    void registeringAgainUnchangedSaysSo() {
        register(handlespace, ECHO, 7);

        assertThat(handlespace.register(ECHO, element(7), LINK, NOW))
                .isInstanceOfSatisfying(
                        Outcome.Updated.class,
                        updated -> assertThat(updated.isChanged()).isFalse());
    }

    @Test
    @Requirement({"ASAP-078", "ENRP-086"})
    void whoeverRegistersTheElementOwnsIt() {
        var entry = learn(handlespace, ECHO, 7, PEER);
        assertThat(entry.owner()).isEqualTo(PEER);
        assertThat(entry.link()).isEmpty();

        var outcome = handlespace.register(ECHO, element(7), LINK, NOW);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Updated.class,
                        updated -> assertThat(updated.formerOwner()).isEqualTo(PEER));
        assertThat(entry.owner()).isEqualTo(SELF);
        assertThat(entry.info().home()).isEqualTo(SELF);
        assertThat(handlespace.owners()).containsExactly(SELF);

        learn(handlespace, ECHO, 7, PEER);
        assertThat(entry.owner()).isEqualTo(PEER);
        assertThat(entry.link()).isEmpty();
        assertThat(handlespace.elementsOn(LINK)).isEmpty();
        assertThat(handlespace.owners()).containsExactly(SELF, PEER);
    }

    @Test
    @Requirement({"ASAP-072", "ASAP-073", "ASAP-075", "PAR-081"})
    void anotherTransportThanThatOfThePoolIsRefused() {
        register(handlespace, ECHO, 1);
        register(handlespace, ECHO, 2);
        var tcp = new TransportAddress.Tcp(80, new IpAddress.V4(0x0a000002));

        for (int id : new int[] {2, 3}) {
            assertThat(handlespace.register(ECHO, element(id).withUserTransport(tcp), LINK, NOW))
                    .isEqualTo(
                            new Outcome.Refused(
                                    CauseCode.INCONSISTENT_TRANSPORT_TYPE,
                                    new Outcome.OfTransport(sctp(4711))));
        }
        assertThat(handlespace.size()).isEqualTo(2);
        assertThat(find(handlespace, ECHO, 2).orElseThrow().info().userTransport())
                .isEqualTo(sctp(4711));
    }

    @Test
    @Requirement({"ASAP-072", "ASAP-073", "ASAP-075", "PAR-082"})
    void anotherTransportUseThanThatOfThePoolIsRefused() {
        register(handlespace, ECHO, 1);
        var control =
                new TransportAddress.Sctp(
                        4711, TransportUse.DATA_PLUS_CONTROL, List.of(new IpAddress.V4(1)));

        for (int id : new int[] {1, 2}) {
            assertThat(
                            handlespace.register(
                                    ECHO, element(id).withUserTransport(control), LINK, NOW))
                    .isEqualTo(refused(CauseCode.INCONSISTENT_DATA_CONTROL_CONFIGURATION));
        }
    }

    @Test
    @Requirement({"ASAP-072", "ASAP-073", "ASAP-075", "POL-101"})
    void anotherPolicyThanThatOfThePoolIsRefusedEvenFromItsOnlyMember() {
        var pool = new PolicyInfo(PolicyType.LEAST_USED, 5);
        handlespace.register(ECHO, element(1, pool), LINK, NOW);

        for (int id : new int[] {1, 2}) {
            assertThat(handlespace.register(ECHO, element(id), LINK, NOW))
                    .isEqualTo(refusedForPolicy(pool));
            assertThat(handlespace.learn(ECHO, element(id, PEER), NOW))
                    .isEqualTo(refusedForPolicy(pool));
        }
        assertThat(find(handlespace, ECHO, 1).orElseThrow().owner()).isEqualTo(SELF);
        assertThat(handlespace.owners()).containsExactly(SELF);
        // Other values of the same policy are no other policy.
        assertThat(
                        handlespace.register(
                                ECHO,
                                element(2, new PolicyInfo(PolicyType.LEAST_USED, 6)),
                                LINK,
                                NOW))
                .isInstanceOf(Outcome.Added.class);
    }

    @Test
    void ofSeveralReasonsTheFirstInTheOrderOfChecksIsGiven() {
        var full = handlespace(HandlespaceLimits.DEFAULTS.withMaxElements(1));
        full.register(ECHO, element(1), LINK, NOW);
        var control =
                new TransportAddress.Tcp(
                        1, TransportUse.DATA_PLUS_CONTROL, new IpAddress.V4(0x0a000002));
        Function<Integer, PoolElementInfo> wrong =
                id ->
                        element(id, new PolicyInfo(PolicyType.LEAST_USED, 1))
                                .withUserTransport(control);
        var incomplete = new PolicyInfo(PolicyType.LEAST_USED, Bytes.EMPTY);

        assertThat(full.register(ECHO, wrong.apply(2).withPolicy(incomplete), LINK, NOW))
                .isEqualTo(
                        new Outcome.Refused(
                                CauseCode.INVALID_VALUES, new Outcome.OfPolicy(incomplete)));
        assertThat(full.register(ECHO, wrong.apply(2), LINK, NOW))
                .isEqualTo(refused(CauseCode.LACK_OF_RESOURCES));
        assertThat(full.register(ECHO, wrong.apply(1), LINK, NOW))
                .extracting(outcome -> ((Outcome.Refused) outcome).cause())
                .isEqualTo(CauseCode.INCONSISTENT_TRANSPORT_TYPE);
        var sctpControl =
                new TransportAddress.Sctp(
                        1, TransportUse.DATA_PLUS_CONTROL, List.of(new IpAddress.V4(1)));
        assertThat(full.register(ECHO, wrong.apply(1).withUserTransport(sctpControl), LINK, NOW))
                .isEqualTo(refused(CauseCode.INCONSISTENT_DATA_CONTROL_CONFIGURATION));
    }

    @Test
    void anUnknownPolicyCannotBeRegistered() {
        var unknown = new PolicyInfo(UNKNOWN, 1, 2);

        assertThat(handlespace.register(ECHO, element(1, unknown), LINK, NOW))
                .isEqualTo(refusedForPolicy(PolicyInfo.ROUND_ROBIN));
        assertThat(handlespace.poolCount()).isZero();
        register(handlespace, ECHO, 1);
        assertThat(handlespace.register(ECHO, element(2, unknown), LINK, NOW))
                .isEqualTo(refusedForPolicy(PolicyInfo.ROUND_ROBIN));
    }

    @Test
    void anUnknownPolicyOfAnotherRegistrarIsKeptUnchangedAndServedRoundRobin() {
        var one = new PolicyInfo(UNKNOWN, 1, 2);
        var two = new PolicyInfo(UNKNOWN, Bytes.ofHex("0102030405"));
        var first = accepted(handlespace.learn(ECHO, element(1, one).withHome(PEER), NOW));
        var second = accepted(handlespace.learn(ECHO, element(2, two).withHome(PEER), NOW));

        assertThat(second.info().policy()).isEqualTo(two);
        assertThat(handlespace.select(first.pool(), 1)).containsExactly(first);
        assertThat(handlespace.select(first.pool(), 2)).containsExactly(second, first);
        assertThat(handlespace.sizeOf(PEER)).isEqualTo(2);
        // It is in the handlespace, but must still not be registered here.
        assertThat(handlespace.register(ECHO, element(1, one), LINK, NOW))
                .isEqualTo(refusedForPolicy(one));
        assertThat(first.owner()).isEqualTo(PEER);
    }

    @Test
    @Requirement({"ASAP-098", "ASAP-099", "ENRP-090", "ENRP-091"})
    void thePoolGoesWithItsLastElement() {
        var one = register(handlespace, ECHO, 1);
        var two = learn(handlespace, ECHO, 2, PEER);

        handlespace.remove(one);
        assertThat(find(handlespace, ECHO, 1)).isEmpty();
        assertThat(handlespace.pool(ECHO)).isPresent();
        handlespace.remove(two);
        assertThat(handlespace.pool(ECHO)).isEmpty();
        assertThat(handlespace.size()).isZero();
        assertThat(handlespace.poolCount()).isZero();
        assertThat(handlespace.owners()).containsExactly(SELF);
        assertThat(two.info()).isEqualTo(element(2, PEER));

        // A new pool of that name owes nothing to the old one.
        var policy = new PolicyInfo(PolicyType.PRIORITY, 1);
        assertThat(handlespace.register(ECHO, element(1, policy), LINK, NOW))
                .isInstanceOf(Outcome.Added.class);
    }

    @Test
    void whatIsNotThereCannotBeRemoved() {
        var entry = register(handlespace, ECHO, 1);
        register(handlespace, ECHO, 2);
        handlespace.remove(entry);

        assertThatIllegalStateException().isThrownBy(() -> handlespace.remove(entry));
        var successor = register(handlespace, ECHO, 1);
        assertThatIllegalStateException().isThrownBy(() -> handlespace.remove(entry));
        assertThatIllegalStateException().isThrownBy(() -> handlespace.changeOwner(entry, PEER));
        assertThat(find(handlespace, ECHO, 1)).hasValue(successor);
    }

    @Test
    void removalCancelsTheTimer() {
        var deadlines = new Deadlines<String>();
        var entry = register(handlespace, ECHO, 1);
        assertThat(entry.timer().isSet()).isFalse();
        var former = deadlines.timer("former");
        var timer = deadlines.timer("timer");
        former.set(NOW);
        entry.watchBy(former);
        timer.set(NOW);
        entry.watchBy(timer);

        assertThat(former.isSet()).isFalse();
        assertThat(entry.timer().isSet()).isTrue();
        handlespace.remove(entry);
        assertThat(deadlines.size()).isZero();
    }

    @Test
    void reportsCountUntilThereIsASignOfLife() {
        var entry = register(handlespace, ECHO, 1);

        assertThat(entry.report()).isEqualTo(1);
        assertThat(entry.report()).isEqualTo(2);
        entry.heard(NOW.plusSeconds(1));
        assertThat(entry.reports()).isZero();
        assertThat(entry.heardAt()).isEqualTo(NOW.plusSeconds(1));
        entry.report();
        handlespace.register(ECHO, element(1), LINK, NOW.plusSeconds(2));
        assertThat(entry.reports()).isZero();
    }

    @Test
    void elementsAreFoundByTheirLinkInTheOrderOfRegistration() {
        for (int id : new int[] {5, 3, 9, 1}) {
            register(handlespace, ECHO, id);
        }
        handlespace.register(CALC, element(7), LINK2, NOW);

        assertThat(ids(handlespace.elementsOn(LINK)))
                .containsExactly("EchoPool/5", "EchoPool/3", "EchoPool/9", "EchoPool/1");
        handlespace.register(ECHO, element(3), LINK2, NOW);
        handlespace.remove(find(handlespace, ECHO, 5).orElseThrow());
        // Registering again over the same link changes nothing.
        register(handlespace, ECHO, 9);
        assertThat(ids(handlespace.elementsOn(LINK))).containsExactly("EchoPool/9", "EchoPool/1");
        assertThat(ids(handlespace.elementsOn(LINK2)))
                .containsExactly("CalcAppPool/7", "EchoPool/3");
        handlespace.changeOwner(find(handlespace, CALC, 7).orElseThrow(), PEER);
        assertThat(ids(handlespace.elementsOn(LINK2))).containsExactly("EchoPool/3");
    }

    @Test
    void handlesAreOctetsNotText() {
        var zero = PoolHandle.of(Bytes.of((byte) 'A', (byte) 0));
        register(handlespace, PoolHandle.of("A"), 1);
        register(handlespace, zero, 1);

        assertThat(handlespace.poolCount()).isEqualTo(2);
        assertThat(handlespace.pool(PoolHandle.of("a"))).isEmpty();
    }
}

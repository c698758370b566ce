package org.rserpool.core.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.HOST_B;
import static org.rserpool.core.Samples.HOST_C;
import static org.rserpool.core.Samples.OTHER;
import static org.rserpool.core.Samples.SELF;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.handleOf;
import static org.rserpool.core.Samples.id;
import static org.rserpool.core.Samples.ip;
import static org.rserpool.core.Samples.leastUsed;
import static org.rserpool.core.Samples.priority;
import static org.rserpool.core.Samples.sctp;
import static org.rserpool.core.Samples.tcp;
import static org.rserpool.core.Samples.udp;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.rserpool.core.handlespace.HandlespaceLimits;
import org.rserpool.core.registrar.RegistrarConfig.ForeignAddresses;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportUse;
import org.rserpool.wire.codec.Dialect;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.AsapMessage.RegistrationResponse;

final class RegistrationTest {

    private static final Wire WIRE = new Wire(Dialect.RFC);

    private final RegistrarBench bench = new RegistrarBench(RegistrarConfig.RFC);

    private static RegistrationResponse granted(PoolHandle pool, int id) {
        return new RegistrationResponse(pool, id(id), false, List.of());
    }

    private static RegistrationResponse refused(
            PoolHandle pool, int id, CauseCode code, Bytes information) {
        return new RegistrationResponse(
                pool, id(id), true, List.of(new ErrorCause(code, information)));
    }

    @Test
    @Requirement({
        "ASAP-067",
        "ASAP-081",
        "ASAP-082",
        "ASAP-018",
        "ASAP-019",
        "ASAP-200",
        "REQ-048"
    })
    void theFirstElementCreatesThePoolAndIsToldSo() {
        var link = bench.connect(HOST_A);

        assertThat(bench.register(link, ECHO, element(1, HOST_A))).isEqualTo(granted(ECHO, 1));

        assertThat(bench.has(ECHO, id(1))).isTrue();
        assertThat(bench.driver.told(RegistrarNotice.ElementAdded.class)).hasSize(1);
    }

    @Test
    @Requirement("ASAP-210")
    void nobodyIsFoundBeforeItIsRegistered() {
        var link = bench.connect(HOST_A);

        assertThat(bench.resolve(link, ECHO).elements()).isEmpty();
        bench.register(link, ECHO, element(1, HOST_A));
        assertThat(bench.resolve(link, ECHO).elements()).hasSize(1);
    }

    @Test
    @Requirement("ASAP-071")
    void furtherElementsJoinThePool() {
        bench.register(bench.connect(HOST_A), ECHO, element(1, HOST_A));

        var answer = bench.register(bench.connect(HOST_B), ECHO, element(2, HOST_B));

        assertThat(answer).isEqualTo(granted(ECHO, 2));
        assertThat(bench.handlespace().pool(ECHO).orElseThrow().size()).isEqualTo(2);
        assertThat(bench.handlespace().poolCount()).isEqualTo(1);
    }

    @Test
    @Requirement({"ASAP-068", "ASAP-072", "ASAP-073", "ASAP-083", "ASAP-084", "PAR-079", "POL-101"})
    void anotherPolicyThanThePoolsIsRefusedWithThePoolsPolicy() {
        bench.register(bench.connect(HOST_A), ECHO, element(1, HOST_A, leastUsed(5)));

        var answer = bench.register(bench.connect(HOST_B), ECHO, element(2, HOST_B, priority(1)));

        assertThat(answer)
                .isEqualTo(
                        refused(
                                ECHO,
                                2,
                                CauseCode.INCONSISTENT_POOLING_POLICY,
                                WIRE.encode(leastUsed(5))));
        assertThat(bench.has(ECHO, id(2))).isFalse();
    }

    @Test
    @Requirement({"ASAP-069", "ASAP-072", "ASAP-073", "PAR-081"})
    void anotherTransportThanThePoolsIsRefusedWithATransportOfThePool() {
        bench.register(bench.connect(HOST_A), ECHO, element(1, HOST_A));

        var newcomer = element(2, HOST_B).withUserTransport(udp(HOST_B, 7000));
        var answer = bench.register(bench.connect(HOST_B), ECHO, newcomer);

        assertThat(answer)
                .isEqualTo(
                        refused(
                                ECHO,
                                2,
                                CauseCode.INCONSISTENT_TRANSPORT_TYPE,
                                WIRE.encode(sctp(HOST_A, 7000))));
        assertThat(bench.has(ECHO, id(2))).isFalse();
    }

    @Test
    @Requirement({"ASAP-070", "ASAP-072", "ASAP-073", "PAR-082"})
    void anotherTransportUseThanThePoolsIsRefused() {
        bench.register(bench.connect(HOST_A), ECHO, element(1, HOST_A));

        var controlled =
                new TransportAddress.Sctp(
                        7000, TransportUse.DATA_PLUS_CONTROL, List.of(ip(HOST_B)));
        var answer =
                bench.register(
                        bench.connect(HOST_B),
                        ECHO,
                        element(2, HOST_B).withUserTransport(controlled));

        assertThat(answer)
                .isEqualTo(
                        refused(
                                ECHO,
                                2,
                                CauseCode.INCONSISTENT_DATA_CONTROL_CONFIGURATION,
                                Bytes.EMPTY));
        assertThat(bench.has(ECHO, id(2))).isFalse();
    }

    @Test
    @Requirement({"ASAP-074", "ASAP-076"})
    void theSameIdentifierAgainReplacesTheAttributes() {
        var link = bench.connect(HOST_A);
        bench.register(link, ECHO, element(1, HOST_A, leastUsed(1)));

        var changed = element(1, HOST_A, leastUsed(7)).withUserTransport(sctp(HOST_A, 7001));
        assertThat(bench.register(link, ECHO, changed)).isEqualTo(granted(ECHO, 1));

        var stored = bench.find(ECHO, id(1)).orElseThrow().info();
        assertThat(stored.policy()).isEqualTo(leastUsed(7));
        assertThat(stored.userTransport()).isEqualTo(sctp(HOST_A, 7001));
        assertThat(bench.handlespace().size()).isEqualTo(1);
        assertThat(bench.driver.told(RegistrarNotice.ElementChanged.class)).hasSize(1);
    }

    @Test
    void aRenewalWithoutChangeTellsNobody() {
        var link = bench.connect(HOST_A);
        bench.register(link, ECHO, element(1, HOST_A));
        bench.driver.take();

        bench.register(link, ECHO, element(1, HOST_A));

        assertThat(bench.driver.take()).isEmpty();
    }

    @Test
    @Requirement("ASAP-075")
    void aRenewalIsCheckedLikeANewcomer() {
        var link = bench.connect(HOST_A);
        bench.register(link, ECHO, element(1, HOST_A));

        var otherPolicy = bench.register(link, ECHO, element(1, HOST_A, leastUsed(1)));
        var otherTransport =
                bench.register(link, ECHO, element(1, HOST_A).withUserTransport(tcp(HOST_A, 7000)));

        assertThat(otherPolicy.rejected()).isTrue();
        assertThat(otherTransport.rejected()).isTrue();
        assertThat(bench.find(ECHO, id(1)).orElseThrow().policy())
                .isEqualTo(PolicyInfo.ROUND_ROBIN);
    }

    @Test
    @Requirement({"ASAP-077", "ASAP-006", "ENRP-001"})
    void theRegistrarBecomesTheHomeOfWhomItAccepts() {
        bench.register(
                bench.connect(HOST_A),
                ECHO,
                element(1, HOST_A).withHome(new RegistrarId(0x77777777)));

        assertThat(bench.find(ECHO, id(1)).orElseThrow().owner()).isEqualTo(SELF);
        assertThat(bench.find(ECHO, id(1)).orElseThrow().info().home()).isEqualTo(SELF);
    }

    @Test
    @Requirement("ASAP-078")
    void anElementOfAnotherRegistrarChangesItsHomeByRegisteringHere() {
        var foreign = new RegistrarId(0x77777777);
        var learnt = element(1, HOST_A).withHome(foreign).withAsapTransport(sctp(HOST_A, 9000));
        bench.handlespace().learn(ECHO, learnt, bench.driver.now());
        assertThat(bench.find(ECHO, id(1)).orElseThrow().owner()).isEqualTo(foreign);

        bench.register(bench.connect(HOST_A), ECHO, element(1, HOST_A));

        assertThat(bench.find(ECHO, id(1)).orElseThrow().owner()).isEqualTo(SELF);
        assertThat(bench.handlespace().owners()).containsExactly(SELF);
    }

    @Test
    @Requirement({"ASAP-079", "ASAP-055", "PAR-067"})
    void theAssociationsSourceBecomesTheAsapTransportWhateverTheElementSays() {
        var link = bench.connect(HOST_A, HOST_B);
        var lying = element(1, HOST_A).withAsapTransport(sctp(HOST_C, 1));

        bench.register(link, ECHO, lying);

        assertThat(bench.find(ECHO, id(1)).orElseThrow().info().asapTransport())
                .contains(sctp(List.of(HOST_A, HOST_B), 20_000));
    }

    @Test
    void overTcpTheElementNamesThePortAndTheConnectionTheHost() {
        var fast = new RegistrarBench(RegistrarConfig.FAST);
        var link = fast.connectTcp(HOST_A);

        fast.register(
                link,
                ECHO,
                element(1, HOST_A)
                        .withUserTransport(tcp(HOST_A, 7000))
                        .withAsapTransport(tcp(HOST_C, 9000)));

        assertThat(fast.find(ECHO, id(1)).orElseThrow().info().asapTransport())
                .contains(tcp(HOST_A, 9000));
    }

    @Test
    void overTcpInTheDialectOfTheRfcTheAsapTransportStaysSctp() {
        var link = bench.connectTcp(HOST_A);

        bench.register(link, ECHO, element(1, HOST_A).withAsapTransport(sctp(HOST_C, 9000)));
        bench.register(link, OTHER, element(1, HOST_A));

        assertThat(bench.find(ECHO, id(1)).orElseThrow().info().asapTransport())
                .contains(sctp(HOST_A, 9000));
        assertThat(bench.find(OTHER, id(1)).orElseThrow().info().asapTransport()).isEmpty();
    }

    @Test
    @Requirement({"ASAP-015", "ASAP-209", "SEC-072", "PAR-077"})
    void addressesThatAreNotOfTheConnectionAreRefused() {
        var mixed = element(1, HOST_A).withUserTransport(sctp(List.of(HOST_A, HOST_B), 7000));

        var answer = bench.register(bench.connect(HOST_A), ECHO, mixed);

        assertThat(answer)
                .isEqualTo(
                        refused(
                                ECHO,
                                1,
                                CauseCode.INVALID_VALUES,
                                WIRE.encode(mixed.userTransport())));
        assertThat(bench.handlespace().size()).isZero();
    }

    @Test
    @Requirement({"ASAP-019", "SEC-072"})
    void whereForeignAddressesAreDroppedTheElementIsWarned() {
        var dropping =
                new RegistrarBench(
                        RegistrarConfig.RFC.withRegistration(
                                RegistrarConfig.RFC
                                        .registration()
                                        .withForeignAddresses(ForeignAddresses.DROP)));
        var mixed = element(1, HOST_A).withUserTransport(sctp(List.of(HOST_A, HOST_B), 7000));

        var answer = dropping.register(dropping.connect(HOST_A), ECHO, mixed);

        assertThat(answer)
                .isEqualTo(
                        new RegistrationResponse(
                                ECHO,
                                id(1),
                                false,
                                List.of(
                                        new ErrorCause(
                                                CauseCode.INVALID_VALUES,
                                                WIRE.encode(mixed.userTransport())))));
        assertThat(dropping.find(ECHO, id(1)).orElseThrow().info().userTransport())
                .isEqualTo(sctp(HOST_A, 7000));
        assertThat(
                        dropping.register(dropping.connect(HOST_C), OTHER, element(2, HOST_A))
                                .rejected())
                .isTrue();
    }

    @Test
    void foreignAddressesCanBeAllowed() {
        var open =
                new RegistrarBench(
                        RegistrarConfig.FAST.withRegistration(
                                RegistrarConfig.FAST
                                        .registration()
                                        .withForeignAddresses(ForeignAddresses.ALLOW)));
        var advertised =
                element(1, HOST_B)
                        .withUserTransport(tcp(HOST_B, 7000))
                        .withAsapTransport(tcp(HOST_B, 9000));

        assertThat(open.register(open.connectTcp(HOST_A), ECHO, advertised).rejected()).isFalse();

        var stored = open.find(ECHO, id(1)).orElseThrow().info();
        assertThat(stored.userTransport()).isEqualTo(tcp(HOST_B, 7000));
        assertThat(stored.asapTransport()).contains(tcp(HOST_B, 9000));
    }

    @Test
    @Requirement({"ASAP-080", "PAR-078", "SEC-070"})
    void anIdentifierOfALivingElementElsewhereIsRefused() {
        bench.register(bench.connect(HOST_A), ECHO, element(1, HOST_A));

        var answer = bench.register(bench.connect(HOST_B), ECHO, element(1, HOST_B));

        assertThat(answer)
                .isEqualTo(refused(ECHO, 1, CauseCode.NON_UNIQUE_PE_IDENTIFIER, Bytes.EMPTY));
        assertThat(bench.find(ECHO, id(1)).orElseThrow().info().userTransport())
                .isEqualTo(sctp(HOST_A, 7000));
    }

    @Test
    void aRestartedElementOnTheSameHostTakesItsPlaceOverANewConnection() {
        var before = bench.connect(HOST_A);
        bench.register(before, ECHO, element(1, HOST_A));
        var after = bench.connect(HOST_A);

        assertThat(bench.register(after, ECHO, element(1, HOST_A)).rejected()).isFalse();

        assertThat(bench.find(ECHO, id(1)).orElseThrow().link()).contains(after);
        bench.lose(before);
        assertThat(bench.has(ECHO, id(1))).isTrue();
    }

    @Test
    void anIdentifierIsOfItsPoolOnly() {
        bench.register(bench.connect(HOST_A), ECHO, element(1, HOST_A));

        var answer = bench.register(bench.connect(HOST_B), OTHER, element(1, HOST_B));

        assertThat(answer.rejected()).isFalse();
    }

    @Test
    @Requirement({"REQ-016", "PAR-060"})
    void oneProcessServesInSeveralPoolsAndTwiceInOne() {
        var link = bench.connect(HOST_A);

        bench.register(link, ECHO, element(1, HOST_A));
        bench.register(link, ECHO, element(2, HOST_A));
        bench.register(link, OTHER, element(1, HOST_A));

        assertThat(bench.handlespace().size()).isEqualTo(3);
        assertThat(bench.handlespace().elementsOn(link)).hasSize(3);
    }

    @Test
    @Requirement({"ASAP-080", "PAR-080"})
    void aFullHandlespaceTakesNobodyButLetsRenew() {
        var small =
                new RegistrarBench(
                        RegistrarConfig.RFC.withHandlespace(
                                HandlespaceLimits.DEFAULTS.withMaxElements(1)));
        var link = small.connect(HOST_A);
        small.register(link, ECHO, element(1, HOST_A));

        assertThat(small.register(link, ECHO, element(2, HOST_A)))
                .isEqualTo(refused(ECHO, 2, CauseCode.LACK_OF_RESOURCES, Bytes.EMPTY));
        assertThat(small.register(link, ECHO, element(1, HOST_A)).rejected()).isFalse();
    }

    @Test
    @Requirement({"ASAP-080", "PAR-077"})
    void aHandleThatIsTooLongIsAnInvalidValue() {
        var handle = handleOf(257);

        var answer = bench.register(bench.connect(HOST_A), handle, element(1, HOST_A));

        assertThat(answer)
                .isEqualTo(refused(handle, 1, CauseCode.INVALID_VALUES, WIRE.encode(handle)));
    }

    @Test
    @Requirement("ASAP-081")
    void evenAHandleThatHardlyFitsIntoAMessageIsAnswered() {
        var handle = handleOf(65_460);

        var answer = bench.register(bench.connect(HOST_A), handle, element(1, HOST_A));

        assertThat(answer).isEqualTo(refused(handle, 1, CauseCode.INVALID_VALUES, Bytes.EMPTY));
    }

    @Test
    @Requirement({"ASAP-080", "ASAP-081"})
    void anElementThatIsDescribedAtTooGreatLengthIsRefused() {
        List<IpAddress> same = Collections.nCopies(4_000, ip(HOST_A));
        var bloated =
                element(1, HOST_A)
                        .withUserTransport(
                                new TransportAddress.Sctp(7000, TransportUse.DATA_ONLY, same));

        var answer = bench.register(bench.connect(HOST_A), ECHO, bloated);

        assertThat(answer).isEqualTo(refused(ECHO, 1, CauseCode.LACK_OF_RESOURCES, Bytes.EMPTY));
    }

    @Test
    void anElementWithManyAddressesOfItsAssociationIsRefusedAsWell() {
        var hosts = new String[600];
        for (int i = 0; i < hosts.length; i++) {
            hosts[i] = "10.1.%d.%d".formatted(i / 250, i % 250 + 1);
        }

        var answer = bench.register(bench.connect(hosts), ECHO, element(1, hosts[0]));

        assertThat(answer).isEqualTo(refused(ECHO, 1, CauseCode.LACK_OF_RESOURCES, Bytes.EMPTY));
    }

    @Test
    void anUnknownPolicyIsRefused() {
        var unknown = new PolicyInfo(new PolicyType(0x12345678), Bytes.ofHex("00"));

        var answer = bench.register(bench.connect(HOST_A), ECHO, element(1, HOST_A, unknown));

        assertThat(answer)
                .isEqualTo(
                        refused(
                                ECHO,
                                1,
                                CauseCode.INCONSISTENT_POOLING_POLICY,
                                WIRE.encode(PolicyInfo.ROUND_ROBIN)));
    }

    @Test
    @Requirement("ASAP-080")
    void aPolicyWithoutItsValuesIsRefused() {
        var truncated = new PolicyInfo(PolicyType.LEAST_USED, Bytes.EMPTY);

        var answer = bench.register(bench.connect(HOST_A), ECHO, element(1, HOST_A, truncated));

        assertThat(answer)
                .isEqualTo(refused(ECHO, 1, CauseCode.INVALID_VALUES, WIRE.encode(truncated)));
    }

    @Test
    @Requirement("ASAP-086")
    void aRefusalConcernsNobodyElse() {
        var link = bench.connect(HOST_A);
        bench.register(link, ECHO, element(1, HOST_A));
        bench.subscribe(link, ECHO);
        bench.driver.take();

        bench.register(link, ECHO, element(2, HOST_A, priority(1)));
        bench.driver.passMillis(200);

        assertThat(bench.driver.told(RegistrarNotice.ElementAdded.class)).isEmpty();
        assertThat(bench.driver.told(RegistrarNotice.RegistrationRefused.class)).hasSize(1);
        assertThat(bench.driver.take()).isEmpty();
    }

    @Test
    @Requirement("POL-010")
    void roundRobinIsKnown() {
        assertThat(bench.register(bench.connect(HOST_A), ECHO, element(1, HOST_A)).rejected())
                .isFalse();
        assertThat(bench.handlespace().pool(ECHO).orElseThrow().policy().name())
                .isEqualTo("round-robin");
    }

    @Test
    void limitsThatLeaveNoRoomForAnAnswerAreRefused() {
        assertThatThrownBy(() ->
                        RegistrarConfig.RFC.withHandlespace(
                                HandlespaceLimits.DEFAULTS.withMaxPoolHandleLength(16_001)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16001");
        assertThatThrownBy(() ->
                        new RegistrarConfig.Registration(ForeignAddresses.REJECT, true, 32_001))
                .isInstanceOf(IllegalArgumentException.class);
        var longHandles =
                RegistrarConfig.RFC.withHandlespace(
                        HandlespaceLimits.DEFAULTS.withMaxPoolHandleLength(16_000));
        assertThatThrownBy(() ->
                        longHandles.withRegistration(
                                new RegistrarConfig.Registration(
                                        ForeignAddresses.REJECT, true, 24_763)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxElementSize of 24763")
                .hasMessageContaining("up to 15998, not 16000");
    }

    @Test
    void theLargestElementUnderTheLongestHandleCanStillBeTold() {
        var config =
                RegistrarConfig.RFC
                        .withHandlespace(HandlespaceLimits.DEFAULTS.withMaxPoolHandleLength(16_000))
                        .withRegistration(
                                new RegistrarConfig.Registration(
                                        ForeignAddresses.REJECT, true, 24_762));
        var large = new RegistrarBench(config);
        var handle = handleOf(16_000);
        var link = large.connect(HOST_A);
        // Beside the policy, 48 octets are for the element and its transports.
        var policy = new PolicyInfo(PolicyType.ROUND_ROBIN, handleOf(24_760 - 48 - 8).octets());
        var bloated = element(1, HOST_A, policy);

        assertThat(
                        large.register(link, handle, element(2, HOST_A, withOneMoreWord(policy)))
                                .rejected())
                .isTrue();
        assertThat(large.register(link, handle, bloated).rejected()).isFalse();
        assertThat(large.resolve(link, handle).elements()).hasSize(1);
        var otherTransport = bloated.withUserTransport(udp(HOST_A, 7000));
        assertThat(large.register(link, handle, otherTransport).errors().getFirst().information())
                .isNotEqualTo(Bytes.EMPTY);
    }

    private static PolicyInfo withOneMoreWord(PolicyInfo policy) {
        return new PolicyInfo(policy.type(), handleOf(policy.data().size() + 4).octets());
    }

    @Test
    void theZeroIdentifierIsRefusedWhereItMeansUndefined() {
        var rsplib = new RegistrarBench(RegistrarConfig.RSPLIB);

        assertThat(rsplib.register(rsplib.connect(HOST_A), ECHO, element(0, HOST_A)).rejected())
                .isTrue();
        assertThat(bench.register(bench.connect(HOST_A), ECHO, element(0, HOST_A)).rejected())
                .isFalse();
    }

    @Test
    @Requirement("ENRP-042")
    void anElementMayHaveTheIdentifierOfItsRegistrar() {
        var link = bench.connect(HOST_A);

        assertThat(bench.register(link, ECHO, element(SELF.value(), HOST_A)).rejected()).isFalse();
        assertThat(bench.deregister(link, ECHO, id(SELF.value())).errors()).isEmpty();
    }

    @Test
    void anElementWithoutIpAddressIsTakenAsItIs() {
        var opaque =
                element(1, HOST_A)
                        .withUserTransport(new TransportAddress.Opaque(Bytes.ofHex("00112233")));

        assertThat(bench.register(bench.connect(HOST_A), ECHO, opaque).rejected()).isFalse();
        assertThat(Optional.of(bench.find(ECHO, id(1)).orElseThrow().info().userTransport()))
                .contains(opaque.userTransport());
    }
}

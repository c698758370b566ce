package org.rserpool.core.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.HOST_B;
import static org.rserpool.core.Samples.SELF;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.handleOf;
import static org.rserpool.core.Samples.id;
import static org.rserpool.core.Samples.withLife;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Link;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.message.AsapMessage.EndpointKeepAlive;
import org.rserpool.wire.message.Protocol;

/** The switches of asap.md, section 14.4, in the column of RSPLIB. */
final class RsplibProfileTest {

    private final RegistrarBench bench = new RegistrarBench(RegistrarConfig.RSPLIB);
    private final Link link = bench.connect(HOST_A);

    @Test
    void nothingButKeepAlivesIsSentUnasked() {
        var user = bench.connect(HOST_B);
        bench.register(
                link,
                ECHO,
                withLife(element(1, HOST_A), RegistrationLife.of(Duration.ofSeconds(20))));
        bench.register(link, ECHO, element(2, HOST_A));
        assertThat(bench.subscribe(user, ECHO).updates()).isFalse();
        bench.passAnswering(60_000, link); // beyond the life of the first one
        bench.deregister(link, ECHO, id(2));
        bench.register(link, ECHO, element(3, HOST_A));
        bench.report(user, ECHO, id(1));
        bench.report(user, ECHO, id(1));
        bench.report(user, ECHO, id(1));
        bench.driver.arrive(user, Protocol.ASAP, Bytes.ofHex("05000008 41230004"));
        bench.driver.arrive(
                user, Protocol.ASAP, Bytes.ofHex("05000010 00090005 78000000 c1230004"));
        assertThat(bench.driver.sent(user)).hasSize(1); // the answer to the second request
        bench.driver.passSeconds(30);

        assertThat(bench.handlespace().size()).isZero(); // one reported, one silent
        assertThat(bench.driver.sent(user)).isEmpty();
        assertThat(bench.driver.sent(link)).hasOnlyElementsOfType(EndpointKeepAlive.class);
    }

    @Test
    void theKeepAliveNamesTheElementEveryFiveSecondsAfterTheAnswer() {
        bench.register(link, ECHO, element(1, HOST_A));
        for (int i = 0; i < 3; i++) {
            bench.driver.pass(Duration.ofMillis(4_999));
            assertThat(bench.driver.sent(link)).isEmpty();
            bench.driver.passMillis(1);
            assertThat(bench.driver.sent(link))
                    .containsExactly(new EndpointKeepAlive(SELF, ECHO, false, Optional.of(id(1))));
            bench.acknowledge(link, ECHO, id(1));
        }
    }

    @Test
    void theRegistrationLifeIsNotEnforced() {
        bench.register(link, ECHO, withLife(element(1, HOST_A), new RegistrationLife(1_000)));

        bench.passAnswering(120_000, link);

        assertThat(bench.has(ECHO, id(1))).isTrue();
    }

    @Test
    void theThirdReportRemovesWithoutAQuestion() {
        bench.register(link, ECHO, element(1, HOST_A));
        var user = bench.connect(HOST_B);
        bench.report(user, ECHO, id(1));
        bench.report(user, ECHO, id(1));
        assertThat(bench.has(ECHO, id(1))).isTrue();

        bench.report(user, ECHO, id(1));

        assertThat(bench.has(ECHO, id(1))).isFalse();
        assertThat(bench.driver.sent(link)).isEmpty();
    }

    @Test
    void anElementGoesWithItsAssociation() {
        bench.register(link, ECHO, element(1, HOST_A));

        bench.lose(link);

        assertThat(bench.has(ECHO, id(1))).isFalse();
    }

    @Test
    void threeElementsAreListedUnlessMoreAreAskedForAndThePolicyAlways() {
        for (int i = 1; i <= 200; i++) {
            bench.register(link, ECHO, element(i, HOST_A));
        }

        assertThat(bench.resolve(link, ECHO).elements()).hasSize(3);
        assertThat(bench.resolve(link, ECHO, 1).elements()).hasSize(1);
        assertThat(bench.resolve(link, ECHO, 0xffffffffL).elements()).hasSize(128);
        assertThat(bench.resolve(link, ECHO).policy()).contains(PolicyInfo.ROUND_ROBIN);
    }

    @Test
    void handlesHaveUpTo32Octets() {
        assertThat(bench.register(link, handleOf(32), element(1, HOST_A)).rejected()).isFalse();
        assertThat(bench.register(link, handleOf(33), element(1, HOST_A)).rejected()).isTrue();
    }

    @Test
    void addressesOfOthersAreLeftOutAndNoneLeftIsRefused() {
        var none = bench.register(link, ECHO, element(1, HOST_B));

        assertThat(none.errors().getFirst().code()).isEqualTo(CauseCode.INVALID_VALUES);
    }

    @Test
    void requestsBeyondTheLimitAreAnsweredLikeThoseForUnknownPools() {
        assertThat(RegistrarConfig.RSPLIB.resolution().overload())
                .isEqualTo(CauseCode.UNKNOWN_POOL_HANDLE);
    }

    @Test
    void noAnswerHasAnUnspecifiedError() {
        var answers =
                List.of(
                        bench.register(link, handleOf(33), element(1, HOST_A)).errors(),
                        bench.register(link, ECHO, element(0, HOST_A)).errors(),
                        bench.register(link, ECHO, element(1, HOST_B)).errors(),
                        bench.resolve(link, ECHO).errors());

        assertThat(answers)
                .allSatisfy(causes ->
                        assertThat(causes)
                                .isNotEmpty()
                                .noneMatch(c -> c.code().equals(CauseCode.UNSPECIFIED_ERROR)));
    }
}

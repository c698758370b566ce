package org.rserpool.core.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.HOST_B;
import static org.rserpool.core.Samples.OTHER;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.handleOf;
import static org.rserpool.core.Samples.id;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.message.AsapMessage.DeregistrationResponse;

final class DeregistrationTest {

    private final RegistrarBench bench = new RegistrarBench(RegistrarConfig.RFC);

    private static DeregistrationResponse gone(int id) {
        return new DeregistrationResponse(ECHO, id(id), List.of());
    }

    @Test
    @Requirement({"ASAP-098", "ASAP-102", "ASAP-020", "ASAP-021", "REQ-014", "REQ-052"})
    void anElementThatLeavesIsGone() {
        var link = bench.connect(HOST_A);
        bench.register(link, ECHO, element(1, HOST_A));
        bench.register(link, ECHO, element(2, HOST_A));

        assertThat(bench.deregister(link, ECHO, id(1))).isEqualTo(gone(1));

        assertThat(bench.has(ECHO, id(1))).isFalse();
        assertThat(bench.has(ECHO, id(2))).isTrue();
        assertThat(bench.driver.told(ElementRemoved.class))
                .containsExactly(
                        new ElementRemoved(ECHO, id(1), ElementRemoved.Reason.DEREGISTERED));
    }

    @Test
    @Requirement({"ASAP-099", "REQ-048"})
    void thePoolGoesWithItsLastElement() {
        var link = bench.connect(HOST_A);
        bench.register(link, ECHO, element(1, HOST_A));

        bench.deregister(link, ECHO, id(1));

        assertThat(bench.handlespace().poolCount()).isZero();
        assertThat(bench.resolve(link, ECHO).errors())
                .containsExactly(new ErrorCause(CauseCode.UNKNOWN_POOL_HANDLE));
    }

    @Test
    @Requirement({"ASAP-100", "ASAP-102"})
    void whoIsUnknownIsGoneAlready() {
        var link = bench.connect(HOST_A);
        bench.register(link, ECHO, element(1, HOST_A));

        assertThat(bench.deregister(link, ECHO, id(9))).isEqualTo(gone(9));
        assertThat(bench.deregister(link, OTHER, id(1)).errors()).isEmpty();
        assertThat(bench.has(ECHO, id(1))).isTrue();
    }

    @Test
    @Requirement("ASAP-106")
    void whoIsUnknownConcernsNobody() {
        var link = bench.connect(HOST_A);
        bench.driver.take();

        bench.deregister(link, ECHO, id(9));
        bench.driver.passSeconds(1);

        assertThat(bench.driver.take()).isEmpty();
    }

    @Test
    @Requirement({"ASAP-017", "ASAP-101", "ASAP-103", "PAR-083", "SEC-070", "SEC-003"})
    void nobodyCanDeregisterAnElementOfAnotherHost() {
        bench.register(bench.connect(HOST_A), ECHO, element(1, HOST_A));

        var answer = bench.deregister(bench.connect(HOST_B), ECHO, id(1));

        assertThat(answer)
                .isEqualTo(
                        new DeregistrationResponse(
                                ECHO,
                                id(1),
                                List.of(new ErrorCause(CauseCode.REJECTED_DUE_TO_SECURITY))));
        assertThat(bench.has(ECHO, id(1))).isTrue();
    }

    @Test
    void anElementCanLeaveOverAnotherConnectionFromItsHost() {
        bench.register(bench.connect(HOST_A), ECHO, element(1, HOST_A));

        assertThat(bench.deregister(bench.connect(HOST_A), ECHO, id(1))).isEqualTo(gone(1));
        assertThat(bench.has(ECHO, id(1))).isFalse();
    }

    @Test
    @Requirement("ASAP-102")
    void evenALongHandleIsAnswered() {
        var handle = handleOf(65_516);

        var answer = bench.deregister(bench.connect(HOST_A), handle, id(1));

        assertThat(answer.errors()).isEmpty();
    }

    @Test
    void whoHasLeftIsNotAskedAnyMore() {
        var link = bench.connect(HOST_A);
        bench.register(link, ECHO, element(1, HOST_A));
        bench.deregister(link, ECHO, id(1));

        bench.driver.passSeconds(20);

        assertThat(bench.driver.sent(link)).isEmpty();
    }
}

package org.rserpool.core.handlespace;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.rserpool.core.handlespace.HandlespaceFixture.ECHO;
import static org.rserpool.core.handlespace.HandlespaceFixture.LINK2;
import static org.rserpool.core.handlespace.HandlespaceFixture.PEER;
import static org.rserpool.core.handlespace.HandlespaceFixture.element;
import static org.rserpool.core.handlespace.HandlespaceFixture.handlespace;
import static org.rserpool.core.handlespace.HandlespaceFixture.learn;
import static org.rserpool.core.handlespace.HandlespaceFixture.register;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;
import org.rserpool.wire.TransportAddress;

/** Whether the check that all other tests rely on notices anything. */
class VerifyTest {

    static Stream<Consumer<ElementEntry>> damages() {
        return Stream.of(
                entry -> entry.pool().selector.remove(entry),
                entry -> entry.pool().remove(entry),
                entry -> entry.owner.remove(entry),
                entry -> entry.owner = new Owner(PEER),
                entry -> entry.become(element(1).withHome(PEER)),
                entry ->
                        entry.become(
                                entry.info().withPolicy(new PolicyInfo(PolicyType.PRIORITY, 1))),
                entry ->
                        entry.become(
                                entry.info()
                                        .withUserTransport(
                                                new TransportAddress.Tcp(1, new IpAddress.V4(1)))),
                entry -> entry.link = LINK2,
                entry -> entry.firstOnLink = !entry.firstOnLink,
                entry -> entry.nextOnLink = entry);
    }

    @ParameterizedTest
    @MethodSource("damages")
    void damageIsNoticed(Consumer<ElementEntry> damage) {
        var handlespace = handlespace();
        var entry = register(handlespace, ECHO, 1);
        register(handlespace, ECHO, 2);
        learn(handlespace, ECHO, 3, PEER);
        handlespace.verify();
        damage.accept(entry);

        assertThatIllegalStateException().isThrownBy(handlespace::verify);
    }

    @Test
    void whatIsRightIsNoDamage() {
        assertThatCode(handlespace()::verify).doesNotThrowAnyException();
    }
}

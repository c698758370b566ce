package org.rserpool.core.handlespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.rserpool.core.handlespace.HandlespaceFixture.CALC;
import static org.rserpool.core.handlespace.HandlespaceFixture.ECHO;
import static org.rserpool.core.handlespace.HandlespaceFixture.LINK;
import static org.rserpool.core.handlespace.HandlespaceFixture.NOW;
import static org.rserpool.core.handlespace.HandlespaceFixture.PEER;
import static org.rserpool.core.handlespace.HandlespaceFixture.element;
import static org.rserpool.core.handlespace.HandlespaceFixture.find;
import static org.rserpool.core.handlespace.HandlespaceFixture.handlespace;
import static org.rserpool.core.handlespace.HandlespaceFixture.refused;
import static org.rserpool.core.handlespace.HandlespaceFixture.register;

import org.junit.jupiter.api.Test;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.PoolHandle;

class LimitsTest {

    private static final HandlespaceLimits WIDE = HandlespaceLimits.DEFAULTS;
    private static final Outcome LACK = refused(CauseCode.LACK_OF_RESOURCES);

    /** A new element is refused from whoever it comes, an old one can be updated. */
    private static void assertFull(Handlespace handlespace, PoolHandle pool, int newElement) {
        assertThat(handlespace.register(pool, element(newElement), LINK, NOW)).isEqualTo(LACK);
        assertThat(handlespace.learn(pool, element(newElement, PEER), NOW)).isEqualTo(LACK);
        assertThat(handlespace.register(ECHO, element(1), LINK, NOW))
                .isInstanceOf(Outcome.Updated.class);
        assertThat(handlespace.owners()).hasSize(1);
        handlespace.verify();
    }

    @Test
    @Requirement("PAR-080")
    void thereAreNoMoreElementsThanMaxElements() {
        var handlespace = handlespace(WIDE.withMaxElements(2));
        register(handlespace, ECHO, 1);
        register(handlespace, CALC, 2);

        assertFull(handlespace, ECHO, 3);
        assertFull(handlespace, PoolHandle.of("new"), 3);
        handlespace.remove(find(handlespace, CALC, 2).orElseThrow());
        register(handlespace, ECHO, 3);
    }

    @Test
    void aPoolHasNoMoreElementsThanMaxElementsPerPool() {
        var handlespace = handlespace(WIDE.withMaxElementsPerPool(2));
        register(handlespace, ECHO, 1);
        register(handlespace, ECHO, 2);

        assertFull(handlespace, ECHO, 3);
        register(handlespace, CALC, 3);
    }

    @Test
    void thereAreNoMorePoolsThanMaxPools() {
        var handlespace = handlespace(WIDE.withMaxPools(2));
        register(handlespace, ECHO, 1);
        register(handlespace, CALC, 1);

        assertFull(handlespace, PoolHandle.of("new"), 1);
        register(handlespace, CALC, 2);
    }

    @Test
    void noPoolHandleIsLongerThanMaxPoolHandleLength() {
        var handlespace = handlespace(WIDE.withMaxPoolHandleLength(8));
        register(handlespace, ECHO, 1);

        assertFull(handlespace, PoolHandle.of("123456789"), 1);
        register(handlespace, PoolHandle.of("12345678"), 1);
    }

    @Test
    void limitsLetSomethingIn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WIDE.withMaxElements(0))
                .withMessage("maxElements must be at least 1, is 0");
        assertThatIllegalArgumentException().isThrownBy(() -> WIDE.withMaxElementsPerPool(0));
        assertThatIllegalArgumentException().isThrownBy(() -> WIDE.withMaxPools(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> WIDE.withMaxPoolHandleLength(0));
    }
}

package org.rserpool.core.handlespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.handlespace.HandlespaceFixture.CALC;
import static org.rserpool.core.handlespace.HandlespaceFixture.ECHO;
import static org.rserpool.core.handlespace.HandlespaceFixture.LINK;
import static org.rserpool.core.handlespace.HandlespaceFixture.NOW;
import static org.rserpool.core.handlespace.HandlespaceFixture.PEER;
import static org.rserpool.core.handlespace.HandlespaceFixture.SELF;
import static org.rserpool.core.handlespace.HandlespaceFixture.accepted;
import static org.rserpool.core.handlespace.HandlespaceFixture.element;
import static org.rserpool.core.handlespace.HandlespaceFixture.find;
import static org.rserpool.core.handlespace.HandlespaceFixture.handlespace;
import static org.rserpool.core.handlespace.HandlespaceFixture.ids;
import static org.rserpool.core.handlespace.HandlespaceFixture.learn;
import static org.rserpool.core.handlespace.HandlespaceFixture.register;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.rserpool.core.policy.Policies;
import org.rserpool.core.policy.SelectionConfig;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;

class SelectionTest {

    private final Handlespace handlespace = handlespace();

    private String select(int wanted) {
        var pool = handlespace.pool(ECHO).orElseThrow();
        return String.join(" ", ids(handlespace.select(pool, wanted))).replace("EchoPool/", "");
    }

    private void with(int id, PolicyInfo policy) {
        accepted(handlespace.register(ECHO, element(id, policy), LINK, NOW));
    }

    @Test
    @Requirement({"POL-014", "POL-015", "ASAP-125"})
    void ownAndForeignElementsTakeTurnsInEachPool() {
        register(handlespace, ECHO, 1);
        learn(handlespace, ECHO, 2, PEER);
        register(handlespace, ECHO, 3);
        register(handlespace, CALC, 4);

        assertThat(select(2)).isEqualTo("1 2");
        assertThat(ids(handlespace.select(handlespace.pool(CALC).orElseThrow(), 9)))
                .containsExactly("CalcAppPool/4");
        assertThat(select(2)).isEqualTo("2 3");
        assertThat(select(9)).isEqualTo("3 1 2");
        assertThat(select(0)).isEmpty();
    }

    @Test
    void whatHadItsTurnIsCounted() {
        register(handlespace, ECHO, 1);
        register(handlespace, ECHO, 2);
        select(2);
        select(2);
        select(1);

        assertThat(find(handlespace, ECHO, 1).orElseThrow().selections()).isEqualTo(2);
        assertThat(find(handlespace, ECHO, 2).orElseThrow().selections()).isEqualTo(1);
    }

    @Test
    void theConfigurationSaysHowManyHaveTheirTurn() {
        var config = SelectionConfig.DEFAULTS.withMaxIncrement(2);
        var twos =
                new Handlespace(
                        SELF,
                        Policies.STANDARD,
                        config,
                        HandlespaceLimits.DEFAULTS,
                        new SplittableRandom(1));
        for (int id = 1; id <= 3; id++) {
            register(twos, ECHO, id);
        }
        var pool = twos.pool(ECHO).orElseThrow();

        assertThat(ids(twos.select(pool, 2))).containsExactly("EchoPool/1", "EchoPool/2");
        assertThat(ids(twos.select(pool, 2))).containsExactly("EchoPool/3", "EchoPool/1");
    }

    @Test
    @Requirement({"POL-070", "POL-071", "POL-072"})
    void anUpdateByAnotherRegistrarResetsTheLoadDegradation() {
        with(1, new PolicyInfo(PolicyType.LEAST_USED_DEGRADATION, 0, 10));
        with(2, new PolicyInfo(PolicyType.LEAST_USED_DEGRADATION, 5, 10));

        assertThat(select(1)).isEqualTo("1");
        assertThat(select(1)).isEqualTo("2");
        assertThat(select(1)).isEqualTo("1");
        // 20 and 15
        handlespace.learn(
                ECHO,
                element(1, new PolicyInfo(PolicyType.LEAST_USED_DEGRADATION, 0, 10)).withHome(PEER),
                NOW);
        assertThat(select(1)).isEqualTo("1");
        // 10 and 15
        with(2, new PolicyInfo(PolicyType.LEAST_USED_DEGRADATION, 5, 10));
        assertThat(select(1)).isEqualTo("2");
    }

    @Test
    void aChangeOfOwnerAloneLeavesSelectionAsItIs() {
        with(1, new PolicyInfo(PolicyType.LEAST_USED_DEGRADATION, 0, 10));
        with(2, new PolicyInfo(PolicyType.LEAST_USED_DEGRADATION, 5, 10));
        select(1);
        handlespace.changeOwner(find(handlespace, ECHO, 1).orElseThrow(), PEER);

        assertThat(select(1)).isEqualTo("2");
    }

    @Test
    void ifNoElementCanServeTheAnswerIsEmpty() {
        with(1, new PolicyInfo(PolicyType.WEIGHTED_ROUND_ROBIN, 0));

        assertThat(select(3)).isEmpty();
        with(1, new PolicyInfo(PolicyType.WEIGHTED_ROUND_ROBIN, 1));
        assertThat(select(3)).isEqualTo("1");
    }

    @Test
    void theSameSeedSelectsTheSame() {
        var other = handlespace();
        for (int id = 1; id <= 50; id++) {
            var random = new PolicyInfo(PolicyType.RANDOM);
            with(id, random);
            other.register(ECHO, element(id, random), LINK, NOW);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(ids(other.select(other.pool(ECHO).orElseThrow(), 3)))
                    .isEqualTo(ids(handlespace.select(handlespace.pool(ECHO).orElseThrow(), 3)));
        }
    }
}

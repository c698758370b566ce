package org.rserpool.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Link;
import org.rserpool.core.handlespace.ElementEntry;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.handlespace.HandlespaceLimits;
import org.rserpool.core.handlespace.Outcome;
import org.rserpool.core.policy.Policies;
import org.rserpool.core.policy.SelectionConfig;
import org.rserpool.core.policy.UserSelection;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.TransportAddress;

class MostUsedPolicyTest {

    private static final PoolHandle POOL = PoolHandle.of("renderers");
    private static final Link LINK = new Link(2);

    private static Handlespace handlespace(Policies policies) {
        return new Handlespace(
                new RegistrarId(1),
                policies,
                SelectionConfig.DEFAULTS,
                HandlespaceLimits.DEFAULTS,
                new SplittableRandom(1));
    }

    private static Outcome register(Handlespace handlespace, int id, String policy) {
        var element =
                new PoolElementInfo(
                        new ElementId(id),
                        RegistrationLife.ofSeconds(300),
                        new TransportAddress.Tcp(7000, new IpAddress.V4(0x7f000001)),
                        MostUsedPolicy.KNOWN.parse(policy));
        return handlespace.register(POOL, element, LINK, Instant.EPOCH);
    }

    private static List<Integer> select(Handlespace handlespace, int wanted) {
        var pool = handlespace.pool(POOL).orElseThrow();
        return handlespace.select(pool, wanted).stream().map(e -> e.id().value()).toList();
    }

    @Test
    @Requirement("REQ-020")
    void theElementWithTheHighestLoadComesFirst() {
        var handlespace = handlespace(MostUsedPolicy.KNOWN);
        register(handlespace, 1, "most-used:10%");
        register(handlespace, 2, "most-used:90%");
        register(handlespace, 3, "most-used:50%");

        assertThat(select(handlespace, 3)).containsExactly(2, 3, 1);
        register(handlespace, 3, "most-used:95%");
        assertThat(select(handlespace, 2)).containsExactly(3, 2);
        handlespace.verify();
    }

    @Test
    void equallyLoadedElementsTakeTurns() {
        var handlespace = handlespace(MostUsedPolicy.KNOWN);
        register(handlespace, 1, "most-used:50%");
        register(handlespace, 2, "most-used:50%");

        assertThat(select(handlespace, 1)).containsExactly(1);
        assertThat(select(handlespace, 1)).containsExactly(2);
        assertThat(select(handlespace, 1)).containsExactly(1);
    }

    @Test
    void aUserTakesTheFirstElementOfTheAnswerThatServes() {
        var handlespace = handlespace(MostUsedPolicy.KNOWN);
        register(handlespace, 1, "most-used:10%");
        register(handlespace, 2, "most-used:90%");
        var pool = handlespace.pool(POOL).orElseThrow();
        var answer = new ArrayList<PoolElementInfo>();
        for (ElementEntry entry : handlespace.select(pool, 2)) {
            answer.add(entry.info());
        }
        var rule = MostUsedPolicy.KNOWN.find(MostUsedPolicy.TYPE).orElseThrow().userRule();
        var selection = new UserSelection(rule, answer);
        var random = new SplittableRandom(1);

        assertThat(selection.next(_ -> false, random).orElseThrow().id().value()).isEqualTo(2);
        assertThat(selection.next(e -> e.id().value() == 2, random).orElseThrow().id().value())
                .isEqualTo(1);
    }

    @Test
    void whoDoesNotKnowThePolicyDoesNotRegisterIt() {
        var handlespace = handlespace(Policies.STANDARD);

        assertThat(register(handlespace, 1, "most-used:10%"))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused ->
                                assertThat(refused.evidence())
                                        .isEqualTo(new Outcome.OfPolicy(PolicyInfo.ROUND_ROBIN)));
    }
}

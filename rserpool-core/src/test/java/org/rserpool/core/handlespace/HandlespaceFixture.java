package org.rserpool.core.handlespace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.rserpool.core.Link;
import org.rserpool.core.policy.Policies;
import org.rserpool.core.policy.SelectionConfig;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportUse;

/** Elements, pools and moments that the tests of the handlespace speak of. */
final class HandlespaceFixture {

    static final RegistrarId SELF = new RegistrarId(0x11111111);
    static final RegistrarId PEER = new RegistrarId(0x22222222);
    static final RegistrarId OTHER = new RegistrarId(0xeeeeeeee);
    static final PoolHandle ECHO = PoolHandle.of("EchoPool");
    static final PoolHandle CALC = PoolHandle.of("CalcAppPool");
    static final Link LINK = new Link(2);
    static final Link LINK2 = new Link(4);
    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private HandlespaceFixture() {}

    static Handlespace handlespace() {
        return handlespace(HandlespaceLimits.DEFAULTS);
    }

    static Handlespace handlespace(HandlespaceLimits limits) {
        return new Handlespace(
                SELF,
                Policies.STANDARD,
                SelectionConfig.DEFAULTS,
                limits,
                new SplittableRandom(42));
    }

    static TransportAddress sctp(int port) {
        return new TransportAddress.Sctp(
                port, TransportUse.DATA_ONLY, List.of(new IpAddress.V4(0x0a000001)));
    }

    static PoolElementInfo element(int id) {
        return element(id, PolicyInfo.ROUND_ROBIN);
    }

    static PoolElementInfo element(int id, PolicyInfo policy) {
        return new PoolElementInfo(
                new ElementId(id), RegistrationLife.ofSeconds(300), sctp(4711), policy);
    }

    static PoolElementInfo element(int id, RegistrarId home) {
        return element(id).withHome(home);
    }

    static ElementEntry accepted(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        return ((Outcome.Accepted) outcome).entry();
    }

    static ElementEntry register(Handlespace handlespace, PoolHandle pool, int id) {
        return accepted(handlespace.register(pool, element(id), LINK, NOW));
    }

    static ElementEntry learn(Handlespace handlespace, PoolHandle pool, int id, RegistrarId home) {
        return accepted(handlespace.learn(pool, element(id, home), NOW));
    }

    static Outcome refused(CauseCode cause) {
        return new Outcome.Refused(cause, new Outcome.Nothing());
    }

    static Optional<ElementEntry> find(Handlespace handlespace, PoolHandle pool, int id) {
        return handlespace.find(pool, new ElementId(id));
    }

    static List<String> ids(List<ElementEntry> entries) {
        return entries.stream()
                .map(entry -> "%s/%x".formatted(entry.handle(), entry.id().value()))
                .toList();
    }
}

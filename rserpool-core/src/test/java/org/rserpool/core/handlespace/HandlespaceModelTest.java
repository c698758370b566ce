package org.rserpool.core.handlespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.handlespace.HandlespaceFixture.NOW;
import static org.rserpool.core.handlespace.HandlespaceFixture.element;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rserpool.core.Link;
import org.rserpool.core.policy.Policies;
import org.rserpool.core.policy.SelectionConfig;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;

/** Random operations, each followed by a comparison with a list of elements. */
class HandlespaceModelTest {

    private static final List<RegistrarId> REGISTRARS =
            Stream.of(1, 2, 0x80000000, -1).map(RegistrarId::new).toList();
    private static final HandlespaceLimits LIMITS = new HandlespaceLimits(60, 25, 7, 6);

    /** An element as the model sees it. */
    private static final class Modelled {
        final PoolHandle pool;
        final PolicyType type;
        PoolElementInfo info;
        Optional<Link> link = Optional.empty();
        boolean marked;

        Modelled(PoolHandle pool, PoolElementInfo info) {
            this.pool = pool;
            this.type = info.policy().type();
            this.info = info;
        }
    }

    private record Key(PoolHandle pool, ElementId id) {}

    private final Map<Key, Modelled> model = new LinkedHashMap<>();
    private Handlespace handlespace = HandlespaceFixture.handlespace();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    @Requirement({"ENRP-159", "ASAP-076"})
    void theHandlespaceIsWhatTheOperationsMadeOfIt(int seed) {
        var seeded = new SplittableRandom(seed);
        handlespace =
                new Handlespace(
                        REGISTRARS.getFirst(),
                        Policies.STANDARD,
                        SelectionConfig.DEFAULTS,
                        LIMITS,
                        seeded.split());
        for (int i = 0; i < 4_000; i++) {
            step(seeded);
            handlespace.verify();
            compare(seeded);
        }
        List.copyOf(model.values()).forEach(this::remove);
        handlespace.verify();
        compare(seeded);
    }

    private void step(SplittableRandom seeded) {
        switch (seeded.nextInt(20)) {
            case 0, 1, 2, 3, 4 -> put(seeded, true);
            case 5, 6, 7, 8 -> put(seeded, false);
            case 9, 10, 11 -> any(seeded).ifPresent(this::remove);
            case 12 -> any(seeded).ifPresent(element -> changeOwner(element, registrar(seeded)));
            case 13 -> mark(registrar(seeded));
            case 14 -> {
                var owner = registrar(seeded);
                handlespace.clearMarks(owner);
                owned(owner).forEach(element -> element.marked = false);
            }
            case 15 -> purge(registrar(seeded));
            default ->
                    any(seeded)
                            .flatMap(element -> handlespace.pool(element.pool))
                            .ifPresent(pool -> select(pool, seeded.nextInt(6)));
        }
    }

    private static RegistrarId registrar(SplittableRandom seeded) {
        return REGISTRARS.get(seeded.nextInt(REGISTRARS.size()));
    }

    private Optional<Modelled> any(SplittableRandom seeded) {
        return model.isEmpty()
                ? Optional.empty()
                : Optional.of(List.copyOf(model.values()).get(seeded.nextInt(model.size())));
    }

    private List<Modelled> owned(RegistrarId owner) {
        return model.values().stream().filter(e -> e.info.home().equals(owner)).toList();
    }

    private void put(SplittableRandom seeded, boolean registers) {
        var pool = PoolHandle.of("p" + "x".repeat(seeded.nextInt(7)) + seeded.nextInt(3));
        var info = element(seeded.nextInt(12) - 4, policy(seeded)).withHome(registrar(seeded));
        var link = new Link(2L * seeded.nextInt(3));
        var outcome =
                registers
                        ? handlespace.register(pool, info, link, NOW)
                        : handlespace.learn(pool, info, NOW);
        var expected = registers ? info.withHome(REGISTRARS.getFirst()) : info;
        var cause = refusal(pool, info);
        if (cause.isPresent()) {
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused -> assertThat(refused.cause()).isEqualTo(cause.get()));
            return;
        }
        var known = model.get(new Key(pool, info.id()));
        if (known == null) {
            assertThat(outcome).isInstanceOf(Outcome.Added.class);
            known = new Modelled(pool, expected);
            model.put(new Key(pool, info.id()), known);
        } else {
            assertThat(((Outcome.Updated) outcome).former()).isEqualTo(known.info);
            known.info = expected;
        }
        known.link = registers ? Optional.of(link) : Optional.empty();
        known.marked = false;
    }

    /** Few values, of a policy that mostly is that of the pool's number. */
    private static PolicyInfo policy(SplittableRandom seeded) {
        var policies = Policies.STANDARD.all();
        var policy = policies.get(seeded.nextInt(8) == 0 ? seeded.nextInt(16) : 6);
        return new PolicyInfo(policy.type(), seeded.longs(policy.values().size(), 0, 4).toArray());
    }

    private Optional<CauseCode> refusal(PoolHandle pool, PoolElementInfo info) {
        var members = model.values().stream().filter(e -> e.pool.equals(pool)).toList();
        boolean member = model.containsKey(new Key(pool, info.id()));
        boolean room =
                model.size() < LIMITS.maxElements()
                        && members.size() < LIMITS.maxElementsPerPool()
                        && (!members.isEmpty()
                                || (poolCount() < LIMITS.maxPools()
                                        && pool.length() <= LIMITS.maxPoolHandleLength()));
        if (!member && !room) {
            return Optional.of(CauseCode.LACK_OF_RESOURCES);
        }
        return members.isEmpty() || members.getFirst().type.equals(info.policy().type())
                ? Optional.empty()
                : Optional.of(CauseCode.INCONSISTENT_POOLING_POLICY);
    }

    private long poolCount() {
        return model.values().stream().map(e -> e.pool).distinct().count();
    }

    private ElementEntry entry(Modelled element) {
        return handlespace.find(element.pool, element.info.id()).orElseThrow();
    }

    private void remove(Modelled element) {
        handlespace.remove(entry(element));
        model.remove(new Key(element.pool, element.info.id()));
    }

    private void changeOwner(Modelled element, RegistrarId owner) {
        handlespace.changeOwner(entry(element), owner);
        element.info = element.info.withHome(owner);
        element.link = Optional.empty();
        element.marked = false;
    }

    private void mark(RegistrarId owner) {
        handlespace.mark(owner);
        owned(owner).forEach(element -> element.marked = true);
    }

    private void purge(RegistrarId owner) {
        var marked = owned(owner).stream().filter(element -> element.marked).toList();
        var expected = marked.stream().map(element -> element.info).toList();
        assertThat(handlespace.purgeMarked(owner).stream().map(ElementEntry::info))
                .containsExactlyInAnyOrderElementsOf(expected);
        marked.forEach(element -> model.remove(new Key(element.pool, element.info.id())));
    }

    private void select(Pool pool, int wanted) {
        var selected = handlespace.select(pool, wanted);
        assertThat(selected).doesNotHaveDuplicates().allMatch(entry -> entry.pool() == pool);
        assertThat(selected.size()).isLessThanOrEqualTo(Math.min(wanted, pool.size()));
    }

    private void compare(SplittableRandom seeded) {
        assertThat(handlespace.size()).isEqualTo(model.size());
        assertThat(handlespace.poolCount()).isEqualTo((int) poolCount());
        for (Modelled element : model.values()) {
            var entry = entry(element);
            assertThat(entry.info()).isEqualTo(element.info);
            assertThat(entry.link()).isEqualTo(element.link);
            assertThat(entry.isMarked()).isEqualTo(element.marked);
        }
        var owner = registrar(seeded);
        var expected = owned(owner);
        assertThat(handlespace.ownedBy(owner).stream().map(ElementEntry::info))
                .containsExactlyInAnyOrderElementsOf(expected.stream().map(e -> e.info).toList());
        long sum =
                expected.stream()
                        .mapToLong(e -> PeChecksum.contribution(e.pool, e.info.id()))
                        .sum();
        assertThat(handlespace.checksum(owner)).isEqualTo(PeChecksum.ofSum(sum));
        var link = new Link(2L * seeded.nextInt(3));
        assertThat(handlespace.elementsOn(link).stream().map(ElementEntry::info))
                .containsExactlyInAnyOrderElementsOf(
                        model.values().stream()
                                .filter(e -> e.link.equals(Optional.of(link)))
                                .map(e -> e.info)
                                .toList());
    }
}

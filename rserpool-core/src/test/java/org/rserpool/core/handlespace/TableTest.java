package org.rserpool.core.handlespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.handlespace.HandlespaceFixture.CALC;
import static org.rserpool.core.handlespace.HandlespaceFixture.ECHO;
import static org.rserpool.core.handlespace.HandlespaceFixture.LINK;
import static org.rserpool.core.handlespace.HandlespaceFixture.NOW;
import static org.rserpool.core.handlespace.HandlespaceFixture.OTHER;
import static org.rserpool.core.handlespace.HandlespaceFixture.PEER;
import static org.rserpool.core.handlespace.HandlespaceFixture.SELF;
import static org.rserpool.core.handlespace.HandlespaceFixture.element;
import static org.rserpool.core.handlespace.HandlespaceFixture.find;
import static org.rserpool.core.handlespace.HandlespaceFixture.handlespace;
import static org.rserpool.core.handlespace.HandlespaceFixture.ids;
import static org.rserpool.core.handlespace.HandlespaceFixture.learn;
import static org.rserpool.core.handlespace.HandlespaceFixture.register;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;

class TableTest {

    private final Handlespace handlespace = handlespace();

    @BeforeEach
    void fill() {
        register(handlespace, ECHO, 0xffffffff);
        register(handlespace, ECHO, 7);
        learn(handlespace, ECHO, 0x80000000, PEER);
        learn(handlespace, CALC, 9, PEER);
        register(handlespace, CALC, 5);
        learn(handlespace, CALC, 0, OTHER);
    }

    private static final TableCursor START = TableCursor.START;

    @Test
    void elementsAreListedByPoolThenByIdentifier() {
        assertThat(ids(handlespace.table(START, 100)))
                .containsExactly(
                        "EchoPool/7",
                        "EchoPool/80000000",
                        "EchoPool/ffffffff",
                        "CalcAppPool/0",
                        "CalcAppPool/5",
                        "CalcAppPool/9");
        assertThat(ids(handlespace.table(SELF, START, 100)))
                .containsExactly("EchoPool/7", "EchoPool/ffffffff", "CalcAppPool/5");
        assertThat(ids(handlespace.ownedBy(PEER)))
                .containsExactly("EchoPool/80000000", "CalcAppPool/9");
        assertThat(handlespace.table(new RegistrarId(5), START, 100)).isEmpty();
        assertThat(handlespace.sizeOf(SELF)).isEqualTo(3);
        assertThat(handlespace.sizeOf(new RegistrarId(5))).isZero();
        assertThat(handlespace.owners()).containsExactly(SELF, PEER, OTHER);
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrOverlap() {
        for (int max = 1; max < 8; max++) {
            assertThat(pages(max, Set.of())).isEqualTo(ids(handlespace.table(START, 100)));
            assertThat(pages(max, Set.of(SELF))).isEqualTo(ids(handlespace.ownedBy(SELF)));
        }
        assertThat(handlespace.table(START, 0)).isEmpty();
    }

    /** Gathers pages of one owner, or of all if none is given. */
    private List<String> pages(int max, Set<RegistrarId> owner) {
        var all = new ArrayList<String>();
        var cursor = START;
        while (true) {
            var after = cursor;
            var page =
                    owner.isEmpty()
                            ? handlespace.table(after, max)
                            : handlespace.table(owner.iterator().next(), after, max);
            assertThat(page.size()).isLessThanOrEqualTo(max);
            if (page.isEmpty()) {
                return all;
            }
            all.addAll(ids(page));
            cursor = TableCursor.after(page.getLast());
        }
    }

    @Test
    void aPageGoesOnBehindAnElementThatHasGone() {
        var page = handlespace.table(START, 2);
        var cursor = TableCursor.after(page.getLast());
        handlespace.remove(page.getLast());

        assertThat(ids(handlespace.table(cursor, 2)))
                .containsExactly("EchoPool/ffffffff", "CalcAppPool/0");
        assertThat(ids(handlespace.table(SELF, cursor, 2)))
                .containsExactly("EchoPool/ffffffff", "CalcAppPool/5");
    }

    @Test
    void aPageGoesOnBehindAPoolThatHasGoneAndComesAgain() {
        var cursor = TableCursor.after(find(handlespace, ECHO, 7).orElseThrow());
        handlespace.pool(ECHO).orElseThrow().elements().forEach(handlespace::remove);
        assertThat(ids(handlespace.table(cursor, 2)))
                .containsExactly("CalcAppPool/0", "CalcAppPool/5");

        register(handlespace, ECHO, 7);
        // The new pool of that name is another one, and at the end.
        assertThat(ids(handlespace.table(cursor, 9)).getLast()).isEqualTo("EchoPool/7");
        assertThat(ids(handlespace.table(SELF, cursor, 9)))
                .containsExactly("CalcAppPool/5", "EchoPool/7");
    }

    @Test
    void poolsAreListedInTheOrderOfTheirNumbers() {
        assertThat(handlespace.pools(0, 9).stream().map(Pool::handle)).containsExactly(ECHO, CALC);
        assertThat(handlespace.pools(0, 9).stream().map(Pool::number)).containsExactly(1, 2);
        assertThat(handlespace.pools(1, 9).stream().map(Pool::handle)).containsExactly(CALC);
        assertThat(handlespace.pools(0, 1).stream().map(Pool::handle)).containsExactly(ECHO);
        assertThat(handlespace.pools(2, 9)).isEmpty();
    }

    @Test
    void whenNumbersComeAgainThoseInUseAreLeftOut() {
        handlespace.lastNumber = Integer.MAX_VALUE - 1;
        Stream.of("x", "y", "z").forEach(name -> register(handlespace, PoolHandle.of(name), 1));

        assertThat(handlespace.pools(0, 9).stream().map(Pool::number))
                .containsExactly(1, 2, 3, 4, Integer.MAX_VALUE);
        assertThat(ids(handlespace.table(START, 9)).getLast()).isEqualTo("x/1");
        handlespace.verify();
    }

    @Test
    void whateverChangesMeanwhileWhatStaysIsListedExactlyOnce() {
        for (int seed = 0; seed < 20; seed++) {
            var random = new SplittableRandom(seed);
            var large = handlespace();
            var stay = new ArrayList<String>();
            for (int i = 0; i < 3_000; i++) {
                int id = random.nextInt();
                var pool = PoolHandle.of("stay" + random.nextInt(40));
                var entry = accept(large, pool, id, i % 3);
                stay.add(ids(List.of(entry)).getFirst());
            }
            var listed = new ArrayList<String>();
            var ofPeer = new ArrayList<String>();
            var cursor = START;
            var peerCursor = START;
            while (true) {
                var page = large.table(cursor, 1 + random.nextInt(40));
                var peerPage = large.table(PEER, peerCursor, 1 + random.nextInt(20));
                if (page.isEmpty() && peerPage.isEmpty()) {
                    break;
                }
                listed.addAll(ids(page));
                ofPeer.addAll(ids(peerPage));
                cursor = page.isEmpty() ? cursor : TableCursor.after(page.getLast());
                peerCursor =
                        peerPage.isEmpty() ? peerCursor : TableCursor.after(peerPage.getLast());
                disturb(large, random);
            }
            listed.removeIf(id -> !id.startsWith("stay"));
            ofPeer.removeIf(id -> !id.startsWith("stay"));
            assertThat(listed).hasSameSizeAs(stay).containsAll(stay);
            assertThat(ofPeer).hasSize(1_000);
            assertThat(new HashSet<>(ofPeer)).hasSize(1_000);
            large.verify();
        }
    }

    private static ElementEntry accept(Handlespace target, PoolHandle pool, int id, int who) {
        return who == 0
                ? HandlespaceFixture.accepted(target.register(pool, element(id), LINK, NOW))
                : learn(target, pool, id, who == 1 ? PEER : OTHER);
    }

    /** Elements and pools come and go; at most so many, or the listing would never end. */
    private static void disturb(Handlespace target, SplittableRandom random) {
        for (int i = 0; i < 10; i++) {
            var pool = PoolHandle.of("go" + random.nextInt(10));
            target.pool(pool)
                    .ifPresentOrElse(
                            p -> p.elements().forEach(target::remove),
                            () -> {
                                for (int e = 0; e < 3; e++) {
                                    accept(target, pool, random.nextInt(5), random.nextInt(3));
                                }
                            });
        }
    }
}

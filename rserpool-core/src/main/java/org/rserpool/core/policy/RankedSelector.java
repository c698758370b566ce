package org.rserpool.core.policy;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;
import org.rserpool.core.internal.LongIndex;
import org.rserpool.wire.PolicyInfo;

/**
 * Takes the members of the lowest rank; those of the same rank take turns.
 *
 * <p>The members of one rank are a ring, of which the index holds the head. A turn of round robin
 * thus moves the head on by one and touches nothing else (POL-012 to POL-015); what becomes the
 * last is put before the head. Only a member whose rank changes moves in the index.
 */
@SuppressWarnings("ReferenceEquality") // Members are things, not values.
final class RankedSelector<M extends Member> implements MemberSelector<M> {

    private final Ranking ranking;
    private final LongIndex<Member> heads = new LongIndex<>();
    private int size;
    private long base;

    RankedSelector(Ranking ranking) {
        this.ranking = ranking;
    }

    @Override
    public void put(M member) {
        member.slot = Member.UNRANKED;
        enter(member);
    }

    private void enter(M member) {
        var policy = member.policy();
        if (ranking.isSelectable(policy)) {
            member.step = ranking.step(policy);
            member.slot = 0;
            link(member, ranking.enter(policy, base));
        }
    }

    @Override
    public void changed(M member, PolicyInfo former) {
        var policy = member.policy();
        if (!isRanked(member)) {
            enter(member);
        } else if (!ranking.isSelectable(policy)) {
            remove(member);
        } else {
            long rank = ranking.renew(former, policy, member.standing, base);
            member.step = ranking.step(policy);
            if (rank != member.standing) {
                unlink(member);
                link(member, rank);
            }
        }
    }

    @Override
    public void remove(M member) {
        if (isRanked(member)) {
            unlink(member);
            member.slot = Member.UNRANKED;
        }
    }

    private static boolean isRanked(Member member) {
        return member.slot != Member.UNRANKED;
    }

    @Override
    public List<M> select(int wanted, int used, int degraded, RandomGenerator random) {
        int found = Math.min(wanted, size);
        if (found == 0) {
            return List.of();
        }
        if (found == 1) {
            var member = heads.first();
            if (used > 0) {
                base = member.standing;
                use(member);
            }
            return List.of(cast(member));
        }
        var selected = new Member[found];
        var ranks = heads.walk();
        for (int i = 0; i < found; ) {
            var head = ranks.next();
            var member = head;
            do {
                selected[i++] = member;
                member = member.next;
            } while (member != head && i < found);
        }
        if (used > 0) {
            base = selected[0].standing;
            for (int i = 0; i < used && i < found; i++) {
                use(selected[i]);
            }
        }
        return asList(selected);
    }

    @SuppressWarnings("unchecked") // Only put links members, and it takes M.
    private M cast(Member member) {
        return (M) member;
    }

    @SuppressWarnings("unchecked") // Only put links members, and it takes M.
    private List<M> asList(Member... selected) {
        return (List<M>) Arrays.asList(selected);
    }

    /** Steps back, in the round of its rank or to another rank. Is the head of its rank. */
    private void use(Member member) {
        long rank = ranking.advance(member.standing, member.step, base);
        if (member.next == member) {
            if (rank != member.standing) {
                var head = heads.raise(member.standing, rank);
                member.standing = rank;
                joinRing(member, head);
            }
        } else {
            heads.put(member.standing, member.next);
            if (rank != member.standing) {
                leaveRing(member);
                member.standing = rank;
                joinRing(member, heads.putIfAbsent(rank, member));
            }
        }
    }

    private void link(Member member, long rank) {
        member.standing = rank;
        joinRing(member, heads.putIfAbsent(rank, member));
        size++;
    }

    private void unlink(Member member) {
        if (member.next == member) {
            heads.remove(member.standing, member);
        } else {
            heads.replace(member.standing, member, member.next);
            leaveRing(member);
        }
        size--;
    }

    /** Makes a member the last one of the ring with this head, if it is not the head itself. */
    private static void joinRing(Member member, Member head) {
        if (head != member) {
            member.next = head;
            member.previous = head.previous;
            head.previous.next = member;
            head.previous = member;
        }
    }

    private static void leaveRing(Member member) {
        member.previous.next = member.next;
        member.next.previous = member.previous;
        member.next = member;
        member.previous = member;
    }

    @Override
    public void verify(Collection<M> members) {
        heads.verify();
        int selectable = 0;
        for (M member : members) {
            if (ranking.isSelectable(member.policy())) {
                selectable++;
            }
        }
        int linked = 0;
        for (var walk = heads.walk(); walk.hasNext(); ) {
            var head = walk.next();
            var member = head;
            do {
                if (member.standing != head.standing || member.next.previous != member) {
                    throw new IllegalStateException(
                            "member %s is in the wrong ring".formatted(member.id()));
                }
                linked++;
                member = member.next;
            } while (member != head && linked <= selectable);
        }
        if (linked != selectable || size != selectable) {
            throw new IllegalStateException(
                    "%d members are linked and %d counted, where %d can be selected"
                            .formatted(linked, size, selectable));
        }
    }
}

package org.rserpool.core.policy;

import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;
import org.rserpool.wire.PolicyInfo;

/**
 * The members of one pool, kept in the order or with the weights of one policy.
 *
 * <p>Selection state is local: it starts anew with the selector and is told to nobody. Not to be
 * shared between threads.
 *
 * @param <M> the members
 */
public interface MemberSelector<M extends Member> {

    /** Adds a member, as the last of its round. It must not be here already. */
    void put(M member);

    /**
     * Takes note that a member was registered again or updated. Its load degradation counter, if
     * the policy has one, is 0 again (POL-071). Where nothing that matters has changed, the member
     * keeps its place, so that registering often is no advantage.
     *
     * @param member a member that is here, with its new policy values
     * @param former the values before; maybe the same
     */
    void changed(M member, PolicyInfo former);

    /** Removes a member that is here. */
    void remove(M member);

    /**
     * Chooses members for an answer, the best or first drawn first; never the same twice.
     *
     * @param wanted at most so many, at least 0; fewer if there are not as many that can serve
     * @param used so many of the chosen ones, from the first on, have had their turn and step back
     *     in the round
     * @param degraded so many of the chosen ones, from the first on, gain load degradation if the
     *     policy has that (POL-072)
     * @param random the source of all chance
     * @return a list that is not to be changed
     */
    List<M> select(int wanted, int used, int degraded, RandomGenerator random);

    /**
     * Checks the structure; for tests and simulations.
     *
     * @param members the members that must be here, and no others
     * @throws IllegalStateException if something is wrong
     */
    default void verify(Collection<M> members) {}
}

package org.rserpool.core.policy;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;

/**
 * What a pool user makes of one answer: it picks an element for each selection, until the answer is
 * out of date (RFC 5356, sections 4.1.3 to 5.4.3). Not to be shared between threads.
 */
public final class UserSelection {

    private final UserRule rule;
    private final List<PoolElementInfo> answer;
    private int position;

    /**
     * Starts with the first element of an answer.
     *
     * @param answer the elements in the order of the answer; maybe none
     */
    public UserSelection(UserRule rule, List<PoolElementInfo> answer) {
        this.rule = rule;
        this.answer = List.copyOf(answer);
    }

    /** Returns the elements of the answer. */
    public List<PoolElementInfo> answer() {
        return answer;
    }

    /**
     * Picks an element.
     *
     * @param failed says which elements are known not to serve; the others are "active" (POL-053)
     * @return empty if all have failed
     */
    public Optional<PoolElementInfo> next(
            Predicate<PoolElementInfo> failed, RandomGenerator random) {
        return switch (rule) {
            case ROUND_ROBIN -> following(failed);
            case UNIFORM -> anyone(failed, random);
            case IN_ORDER -> answer.stream().filter(failed.negate()).findFirst();
            case HIGHEST -> highest(failed);
        };
    }

    private Optional<PoolElementInfo> following(Predicate<PoolElementInfo> failed) {
        for (int i = 0; i < answer.size(); i++) {
            var element = answer.get(position);
            position = (position + 1) % answer.size();
            if (!failed.test(element)) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }

    private Optional<PoolElementInfo> anyone(
            Predicate<PoolElementInfo> failed, RandomGenerator random) {
        var active = answer.stream().filter(failed.negate()).toList();
        return active.isEmpty()
                ? Optional.empty()
                : Optional.of(active.get(random.nextInt(active.size())));
    }

    private Optional<PoolElementInfo> highest(Predicate<PoolElementInfo> failed) {
        return answer.stream()
                .filter(failed.negate())
                .reduce((best, e) -> value(e.policy()) > value(best.policy()) ? e : best);
    }

    private static long value(PolicyInfo policy) {
        return policy.words() == 0 ? 0 : policy.word(0);
    }
}

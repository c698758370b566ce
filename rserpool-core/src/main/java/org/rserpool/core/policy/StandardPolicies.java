package org.rserpool.core.policy;

import static org.rserpool.core.policy.PolicyValue.DISTANCE;
import static org.rserpool.core.policy.PolicyValue.LOAD;
import static org.rserpool.core.policy.PolicyValue.LOAD_DEGRADATION;
import static org.rserpool.core.policy.PolicyValue.LOAD_DPF;
import static org.rserpool.core.policy.PolicyValue.MAX;
import static org.rserpool.core.policy.PolicyValue.PRIORITY;
import static org.rserpool.core.policy.PolicyValue.WEIGHT;
import static org.rserpool.core.policy.PolicyValue.WEIGHT_DPF;

import java.util.List;
import java.util.function.ToLongFunction;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;

/** The nine policies of RFC 5356, and seven of RSPLIB. */
final class StandardPolicies {

    /**
     * All of them, in the order of their numbers.
     *
     * <p>Deviation: RSPLIB's policies, which are for private use, are here so that its elements can
     * be served. Load plus steps may exceed 100 %, where RSPLIB stops at it in all policies; its
     * policies with distance penalty stop here too, as their keys are defined that way. The draws
     * that RSPLIB names "with degradation" do degrade here.
     */
    static final List<SelectionPolicy> ALL =
            List.of(
                    // RFC 5356, section 4.1
                    ranked(
                            PolicyType.ROUND_ROBIN,
                            "round-robin",
                            List.of(),
                            UserRule.ROUND_ROBIN,
                            _ -> 0),
                    // Section 4.2
                    new RankedPolicy(
                            PolicyType.WEIGHTED_ROUND_ROBIN,
                            "weighted-round-robin",
                            List.of(WEIGHT),
                            UserRule.ROUND_ROBIN,
                            new StrideRanking()),
                    // Section 4.3
                    new UniformPolicy(PolicyType.RANDOM, "random"),
                    // Section 4.4
                    drawn(
                            PolicyType.WEIGHTED_RANDOM,
                            "weighted-random",
                            List.of(WEIGHT),
                            0,
                            policy -> policy.word(0)),
                    // Section 4.5
                    ranked(
                            PolicyType.PRIORITY,
                            "priority",
                            List.of(PRIORITY),
                            UserRule.HIGHEST,
                            policy -> -policy.word(0)),
                    // Section 5.1
                    ranked(
                            PolicyType.LEAST_USED,
                            "least-used",
                            List.of(LOAD),
                            UserRule.IN_ORDER,
                            policy -> policy.word(0)),
                    // Section 5.2
                    degraded(
                            PolicyType.LEAST_USED_DEGRADATION,
                            "least-used-degradation",
                            List.of(LOAD, LOAD_DEGRADATION),
                            policy -> policy.word(0),
                            DegradedPolicy.UNLIMITED),
                    // Section 5.3
                    ranked(
                            PolicyType.PRIORITY_LEAST_USED,
                            "priority-least-used",
                            List.of(LOAD, LOAD_DEGRADATION),
                            UserRule.IN_ORDER,
                            policy -> policy.word(0) + policy.word(1)),
                    // Section 5.4; full load has the weight 1, so that someone serves.
                    drawn(
                            PolicyType.RANDOMIZED_LEAST_USED,
                            "randomized-least-used",
                            List.of(LOAD),
                            1,
                            policy -> Math.max(1, MAX - policy.word(0))),
                    drawn(
                            PolicyType.RANDOMIZED_PRIORITY_LEAST_USED,
                            "randomized-priority-least-used",
                            List.of(LOAD, LOAD_DEGRADATION),
                            1,
                            policy -> Math.max(1, MAX - policy.word(0) - policy.word(1))),
                    degradedDrawn(
                            PolicyType.RANDOMIZED_LEAST_USED_DEGRADATION,
                            "randomized-least-used-degradation",
                            List.of(LOAD, LOAD_DEGRADATION),
                            policy -> Math.max(1, MAX - policy.word(0))),
                    degraded(
                            PolicyType.PRIORITY_LEAST_USED_DEGRADATION,
                            "priority-least-used-degradation",
                            List.of(LOAD, LOAD_DEGRADATION),
                            policy -> policy.word(0) + policy.word(1),
                            DegradedPolicy.UNLIMITED),
                    degradedDrawn(
                            PolicyType.RANDOMIZED_PRIORITY_LEAST_USED_DEGRADATION,
                            "randomized-priority-least-used-degradation",
                            List.of(LOAD, LOAD_DEGRADATION),
                            policy -> Math.max(1, MAX - policy.word(0) - policy.word(1))),
                    drawn(
                            PolicyType.WEIGHTED_RANDOM_DPF,
                            "weighted-random-dpf",
                            List.of(WEIGHT, WEIGHT_DPF, DISTANCE),
                            0,
                            StandardPolicies::distantWeight),
                    ranked(
                            PolicyType.LEAST_USED_DPF,
                            "least-used-dpf",
                            List.of(LOAD, LOAD_DPF, DISTANCE),
                            UserRule.IN_ORDER,
                            policy -> distantLoad(policy, 1)),
                    degraded(
                            PolicyType.LEAST_USED_DEGRADATION_DPF,
                            "least-used-degradation-dpf",
                            List.of(LOAD, LOAD_DEGRADATION, LOAD_DPF, DISTANCE),
                            policy -> distantLoad(policy, 2),
                            MAX));

    private StandardPolicies() {}

    /** Round robin for a policy that is not known, of which the values mean nothing. */
    static SelectionPolicy opaque(PolicyType type) {
        return ranked(type, type.toString(), List.of(), UserRule.ROUND_ROBIN, _ -> 0);
    }

    private static SelectionPolicy ranked(
            PolicyType type,
            String name,
            List<PolicyValue> values,
            UserRule rule,
            ToLongFunction<PolicyInfo> rank) {
        return new RankedPolicy(type, name, values, rule, new FixedRanking(rank));
    }

    /** Makes a policy with a load degradation counter; the second value is one step. */
    private static SelectionPolicy degraded(
            PolicyType type,
            String name,
            List<PolicyValue> values,
            ToLongFunction<PolicyInfo> load,
            long limit) {
        return new DegradedPolicy(type, name, values, load, policy -> policy.word(1), limit);
    }

    /** Makes a policy that draws by weight. */
    private static SelectionPolicy drawn(
            PolicyType type,
            String name,
            List<PolicyValue> values,
            int defaultIncrement,
            ToLongFunction<PolicyInfo> weight) {
        return new DrawnPolicy(type, name, values, defaultIncrement, weight, _ -> 0);
    }

    /** Makes a policy that draws by what is free; each answer takes the second value from it. */
    private static SelectionPolicy degradedDrawn(
            PolicyType type,
            String name,
            List<PolicyValue> values,
            ToLongFunction<PolicyInfo> weight) {
        return new DrawnPolicy(type, name, values, 1, weight, policy -> policy.word(1));
    }

    /**
     * The load plus what the distance adds to it, at most 100 %.
     *
     * @param at where the load DPF is, the distance being behind it
     */
    private static long distantLoad(PolicyInfo policy, int at) {
        double penalty = (double) policy.word(at) * policy.word(at + 1);
        return Math.min((long) Math.rint(policy.word(0) + penalty), MAX);
    }

    /** The weight less what the distance takes away; 1 if that is more than the weight. */
    private static long distantWeight(PolicyInfo policy) {
        long weight = policy.word(0);
        double loss = (double) weight * policy.word(2) * policy.word(1) / MAX;
        long left = (long) (weight - Math.rint(loss));
        return left < 0 ? 1 : left;
    }
}

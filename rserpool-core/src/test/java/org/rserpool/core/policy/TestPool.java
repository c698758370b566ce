package org.rserpool.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;

/** What a registrar does with the members of a pool, without a registrar. */
final class TestPool {

    private final PolicyType type;
    private final SelectionPolicy policy;
    private final SelectionConfig config;
    private final MemberSelector<TestMember> selector;
    private final SplittableRandom random = new SplittableRandom(20_080_901);
    private final Map<String, TestMember> members = new LinkedHashMap<>();

    TestPool(SelectionPolicy policy, SelectionConfig config) {
        this.type = policy.type();
        this.policy = policy;
        this.config = config;
        this.selector = policy.newSelector();
    }

    TestPool(PolicyType type, SelectionConfig config) {
        this(Policies.STANDARD.find(type).orElseThrow(), config);
    }

    TestPool(PolicyType type) {
        this(type, SelectionConfig.DEFAULTS);
    }

    /** Registers a member, or registers it again. */
    TestPool with(String name, long... words) {
        var info = new PolicyInfo(type, words);
        var member = members.get(name);
        if (member == null) {
            var added = new TestMember(name, info);
            members.put(name, added);
            selector.put(added);
        } else {
            var former = member.policy();
            member.become(info);
            selector.changed(member, former);
        }
        selector.verify(members.values());
        return this;
    }

    TestPool without(String name) {
        var member = members.remove(name);
        if (member == null) {
            throw new AssertionError("there is no " + name);
        }
        selector.remove(member);
        selector.verify(members.values());
        return this;
    }

    /** One answer: the names of its members. */
    String answer(int wanted) {
        var selected =
                selector.select(
                        wanted, config.used(policy), config.degraded(policy, wanted), random);
        assertThat(selected).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(wanted);
        return selected.stream().map(TestMember::toString).collect(Collectors.joining());
    }

    /** Several answers, with a blank between those of more than one member. */
    String answers(int count, int wanted) {
        var answers = new StringBuilder();
        for (int i = 0; i < count; i++) {
            answers.append(wanted > 1 && i > 0 ? " " : "").append(answer(wanted));
        }
        selector.verify(members.values());
        return answers.toString();
    }

    Collection<TestMember> members() {
        return members.values();
    }

    List<String> names() {
        return List.copyOf(members.keySet());
    }
}

package org.rserpool.core.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;

/**
 * The policies that a registrar or pool user knows. Immutable; may be shared between threads.
 *
 * <p>A policy that is not here can be carried, but not registered: {@link #orOpaque}.
 */
public final class Policies {

    /**
     * The nine policies of RFC 5356, and those seven of RSPLIB that have a form on the wire
     * (POL-009, POL-010).
     */
    public static final Policies STANDARD = of(StandardPolicies.ALL);

    private final Map<PolicyType, SelectionPolicy> byType; // iterated in the order of insertion
    private final Map<String, SelectionPolicy> byName; // iterated in the order of insertion

    private Policies(List<SelectionPolicy> policies) {
        byType = LinkedHashMap.newLinkedHashMap(policies.size());
        byName = LinkedHashMap.newLinkedHashMap(policies.size());
        for (SelectionPolicy policy : policies) {
            check(policy);
            byType.put(policy.type(), policy);
            byName.put(policy.name(), policy);
        }
    }

    /**
     * Makes a collection of policies.
     *
     * @throws IllegalArgumentException if two of them have the same number or name, or one has an
     *     invalid number or a name that is not lower case with dashes
     */
    public static Policies of(List<SelectionPolicy> policies) {
        return new Policies(policies);
    }

    /**
     * Returns these and one more.
     *
     * @throws IllegalArgumentException as in {@link #of}
     */
    public Policies plus(SelectionPolicy policy) {
        var more = new ArrayList<>(all());
        more.add(policy);
        return new Policies(more);
    }

    private void check(SelectionPolicy policy) {
        if (!policy.type().isValid()) {
            throw new IllegalArgumentException(
                    "policy %s has the invalid number %s".formatted(policy.name(), policy.type()));
        }
        if (!policy.name().matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException(
                    "the name of a policy is lower case with dashes, not '%s'"
                            .formatted(policy.name()));
        }
        if (byType.containsKey(policy.type())) {
            throw new IllegalArgumentException(
                    "there are two policies with the number " + policy.type());
        }
        if (byName.containsKey(policy.name())) {
            throw new IllegalArgumentException(
                    "there are two policies with the name " + policy.name());
        }
    }

    /** Returns all policies, in the order in which they were given. */
    public List<SelectionPolicy> all() {
        return List.copyOf(byType.values());
    }

    /** Returns the policy with this number. */
    public Optional<SelectionPolicy> find(PolicyType type) {
        return Optional.ofNullable(byType.get(type));
    }

    /** Returns the policy with this name. */
    public Optional<SelectionPolicy> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * Returns the policy with this number; round robin under that number if there is none. So
     * elements with a policy that only other registrars know can be kept and served (IMP-6). Their
     * policy values mean nothing then and are passed on unchanged.
     */
    public SelectionPolicy orOpaque(PolicyType type) {
        return find(type).orElseGet(() -> StandardPolicies.opaque(type));
    }

    /**
     * Returns whether a policy parameter has all values of its policy; more is no harm, and a
     * policy that is not known has none.
     */
    public boolean isComplete(PolicyInfo policy) {
        return find(policy.type()).map(p -> policy.words() >= p.values().size()).orElse(true);
    }

    /**
     * Reads what people write: {@code NAME[:VALUE[,VALUE]...]}, like {@code least-used:50%}.
     *
     * <p>A value is a number of 0 to 4294967295 or, with {@code 0x} in front, of up to eight
     * hexadecimal digits. A load or another fraction may also be a percentage ({@code 12.5%}) or
     * have a decimal point ({@code 0.125}); 4294967295 is 100 % (POL-001). Values that are left out
     * at the end have their defaults: weight 1, all else 0.
     *
     * @throws IllegalArgumentException if {@code text} is something else
     */
    public PolicyInfo parse(String text) {
        var parts = text.split(":", 2);
        var policy =
                find(parts[0])
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "there is no policy '%s'; known are %s"
                                                .formatted(
                                                        parts[0],
                                                        String.join(", ", byName.keySet()))));
        var written = parts.length == 1 ? new String[0] : parts[1].split(",", -1);
        var values = policy.values();
        if (written.length > values.size()) {
            throw new IllegalArgumentException(
                    "policy %s has %d values %s, not %d: '%s'"
                            .formatted(
                                    policy.name(),
                                    values.size(),
                                    values.stream().map(PolicyValue::name).toList(),
                                    written.length,
                                    text));
        }
        var words = new long[values.size()];
        for (int i = 0; i < words.length; i++) {
            var value = values.get(i);
            words[i] = i < written.length ? value.parse(written[i]) : value.byDefault();
        }
        return new PolicyInfo(policy.type(), words);
    }

    /**
     * Writes a policy as {@link #parse} reads it; one that is not known, or whose values are not
     * those of the policy, as its number and data in hexadecimal digits.
     */
    public String print(PolicyInfo info) {
        var known = find(info.type()).filter(p -> info.data().size() == 4 * p.values().size());
        if (known.isEmpty()) {
            return info.data().isEmpty()
                    ? info.type().toString()
                    : info.type() + ":0x" + info.data().toHex();
        }
        var text = new StringBuilder(known.get().name());
        var values = known.get().values();
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? ':' : ',').append(values.get(i).print(info.word(i)));
        }
        return text.toString();
    }
}

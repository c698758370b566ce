package org.rserpool.examples;

import java.util.List;
import org.rserpool.core.policy.Policies;
import org.rserpool.core.policy.PolicyValue;
import org.rserpool.core.policy.SelectionPolicy;
import org.rserpool.wire.PolicyType;

/**
 * A policy of one's own: "most used", which RFC 3237 names as an example but RFC 5356 does not
 * define. It sends users to the element with the highest load, so that the others become idle and
 * can be switched off.
 *
 * <p>Registrars, elements and users that are to know it are given {@link #KNOWN} as their policies.
 */
public final class MostUsedPolicy {

    /** A number from the range for private use (RFC 5356, section 7.1). */
    public static final PolicyType TYPE = new PolicyType(0x80000001);

    /**
     * The lowest rank comes first, so the rank is the negative load. Equally loaded elements take
     * turns. A user takes the first element of an answer; the others are backups.
     */
    public static final SelectionPolicy MOST_USED =
            SelectionPolicy.ranked(
                    TYPE, "most-used", List.of(PolicyValue.LOAD), policy -> -policy.word(0));

    /** The standard policies, and this one. */
    public static final Policies KNOWN = Policies.STANDARD.plus(MOST_USED);

    private MostUsedPolicy() {}
}

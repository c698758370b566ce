package org.rserpool.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.rserpool.core.endpoint.EndpointConfig;
import org.rserpool.core.policy.Policies;
import org.rserpool.core.profile.Profile;
import org.rserpool.net.NodeConfig;
import org.rserpool.net.TransportAddresses;
import org.rserpool.net.transport.Limits;
import org.rserpool.net.transport.MulticastGroup;
import org.rserpool.net.transport.TransportKind;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;

/**
 * How this process takes part in one operational scope. Immutable; the {@code with} methods return
 * changed copies.
 *
 * @param registrars configured addresses of registrars, in the order of preference
 * @param groups multicast groups in which registrars announce themselves; empty: none are listened
 *     to
 * @param advertised the hosts that elements name as their own where they differ from those by which
 *     they talk to the registrar, as behind address translation; may be empty. Registrars refuse
 *     them unless they are told to allow foreign addresses
 * @param timeout how long a call may wait for an answer, positive
 * @param endpoint timers and limits of the protocol, and how messages are spelled
 * @param node limits of links and threads, and the transports that may be used; none: those that
 *     the registrars need and this machine has. Listeners and groups are set by what is done, and
 *     the dialect is that of {@code endpoint}
 * @param policies the policies that are known
 */
public record ScopeConfig(
        List<TransportAddress> registrars,
        List<MulticastGroup> groups,
        List<IpAddress> advertised,
        Duration timeout,
        EndpointConfig endpoint,
        NodeConfig node,
        Policies policies) {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Copies the lists. */
    public ScopeConfig {
        registrars = List.copyOf(registrars);
        groups = List.copyOf(groups);
        advertised = List.copyOf(advertised);
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("timeout must be positive, is " + timeout);
        }
    }

    /** Returns the configuration of a profile, without registrars and without multicast. */
    public static ScopeConfig of(Profile profile) {
        return new ScopeConfig(
                List.of(),
                List.of(),
                List.of(),
                TIMEOUT,
                profile.endpoint(),
                new NodeConfig(
                        "endpoint",
                        profile.endpoint().dialect(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Limits.DEFAULTS),
                Policies.STANDARD);
    }

    /**
     * Returns a copy with further registrars.
     *
     * @param addresses as {@code tcp:registrar.example.org:3863}; a name with several addresses
     *     stands for all of them
     * @throws IllegalArgumentException if an address is not written so, or a name is unknown
     */
    public ScopeConfig withRegistrars(String... addresses) {
        var all = new ArrayList<>(registrars);
        for (String address : addresses) {
            all.addAll(TransportAddresses.parse(address));
        }
        return withRegistrars(all);
    }

    /** Returns a copy with these registrars and no others. */
    public ScopeConfig withRegistrars(List<TransportAddress> newRegistrars) {
        return new ScopeConfig(
                newRegistrars, groups, advertised, timeout, endpoint, node, policies);
    }

    /** Returns a copy that listens to registrars announcing themselves in these groups. */
    public ScopeConfig withGroups(List<MulticastGroup> newGroups) {
        return new ScopeConfig(
                registrars, newGroups, advertised, timeout, endpoint, node, policies);
    }

    /** Returns a copy whose elements name these hosts as their own. */
    public ScopeConfig withAdvertised(List<IpAddress> newAdvertised) {
        return new ScopeConfig(
                registrars, groups, newAdvertised, timeout, endpoint, node, policies);
    }

    /** Returns a copy whose calls wait for as long. */
    public ScopeConfig withTimeout(Duration newTimeout) {
        return new ScopeConfig(
                registrars, groups, advertised, newTimeout, endpoint, node, policies);
    }

    /** Returns a copy with other timers and limits of the protocol, and its spelling. */
    public ScopeConfig withEndpoint(EndpointConfig newEndpoint) {
        return new ScopeConfig(
                registrars, groups, advertised, timeout, newEndpoint, node, policies);
    }

    /** Returns a copy with other limits of links and threads, or other transports. */
    public ScopeConfig withNode(NodeConfig newNode) {
        return new ScopeConfig(
                registrars, groups, advertised, timeout, endpoint, newNode, policies);
    }

    /**
     * Returns a copy that uses these transports only, as those of a {@link
     * org.rserpool.net.memory.MemoryNetwork}.
     */
    public ScopeConfig withTransports(TransportKind... newTransports) {
        return withNode(node.withTransports(newTransports));
    }

    /** Returns a copy that knows other policies. */
    public ScopeConfig withPolicies(Policies newPolicies) {
        return new ScopeConfig(
                registrars, groups, advertised, timeout, endpoint, node, newPolicies);
    }
}

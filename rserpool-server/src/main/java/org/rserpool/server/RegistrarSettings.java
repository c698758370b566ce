package org.rserpool.server;

import java.util.List;
import java.util.Optional;
import org.rserpool.core.policy.Policies;
import org.rserpool.core.policy.SelectionConfig;
import org.rserpool.core.profile.Profile;
import org.rserpool.core.registrar.RegistrarConfig;
import org.rserpool.net.transport.Limits;
import org.rserpool.net.transport.MulticastGroup;
import org.rserpool.net.transport.TransportKind;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;

/**
 * Everything that can be set about a registrar. Immutable; the {@code with} methods return changed
 * copies.
 *
 * @param profile the ready set that the other settings start from; it also says in which groups a
 *     registrar makes itself known if that is not set
 * @param id the identifier; drawn at random at each start if empty (ENRP-040)
 * @param asap where it serves ASAP
 * @param enrp where it serves ENRP, to its peers and to those who read the handlespace; may be
 *     empty where it is to have no peers
 * @param peers where its peers are looked for; its own addresses may be among them. Without any it
 *     knows only those that it hears by multicast, and those that have found it
 * @param groups where it makes itself known; if empty, in the groups of the profile, but nowhere if
 *     it serves ASAP at loopback addresses only
 * @param peerGroups where it makes itself known to its peers, and hears of them; if empty, in those
 *     of {@link Groups#ofPeers}, but nowhere if it serves ENRP at loopback addresses only
 * @param advertised the hosts that it names as its own where they differ from those that it is
 *     bound to, as behind address translation; may be empty
 * @param config timers, rules and limits of the protocol, and how messages are spelled
 * @param selection which elements of an answer count as used
 * @param links limits of links and threads
 * @param policies the policies that are known; they cannot be set in a file
 * @param transports what it serves over; none: what the addresses need. They cannot be set in a
 *     file
 * @param names who knows the addresses of peers by their names; cannot be set in a file
 */
public record RegistrarSettings(
        Profile profile,
        Optional<RegistrarId> id,
        List<TransportAddress> asap,
        List<TransportAddress> enrp,
        List<PeerAddress> peers,
        Optional<List<MulticastGroup>> groups,
        Optional<List<MulticastGroup>> peerGroups,
        List<IpAddress> advertised,
        RegistrarConfig config,
        SelectionConfig selection,
        Limits links,
        Policies policies,
        List<TransportKind> transports,
        HostNames names) {

    /** Copies the lists. */
    public RegistrarSettings {
        asap = List.copyOf(asap);
        enrp = List.copyOf(enrp);
        peers = List.copyOf(peers);
        groups = groups.map(List::copyOf);
        peerGroups = peerGroups.map(List::copyOf);
        advertised = List.copyOf(advertised);
        transports = List.copyOf(transports);
    }

    /** Returns the settings of a profile, with no address to serve at. */
    public static RegistrarSettings of(Profile profile) {
        return new RegistrarSettings(
                profile,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                profile.registrar(),
                SelectionConfig.DEFAULTS,
                Limits.DEFAULTS,
                Policies.STANDARD,
                List.of(),
                HostNames.SYSTEM);
    }

    /** Returns a copy with a fixed identifier. */
    public RegistrarSettings withId(RegistrarId newId) {
        return copy(Optional.of(newId), asap, enrp, advertised);
    }

    /** Returns a copy that serves ASAP at these addresses. */
    public RegistrarSettings withAsap(List<TransportAddress> newAsap) {
        return copy(id, newAsap, enrp, advertised);
    }

    /** Returns a copy that serves ENRP at these addresses. */
    public RegistrarSettings withEnrp(List<TransportAddress> newEnrp) {
        return copy(id, asap, newEnrp, advertised);
    }

    /** Returns a copy that looks for its peers here. */
    public RegistrarSettings withPeers(List<PeerAddress> newPeers) {
        return copy(newPeers, groups, peerGroups, names);
    }

    /** Returns a copy that makes itself known to elements and users in these groups, or nowhere. */
    public RegistrarSettings withGroups(List<MulticastGroup> newGroups) {
        return copy(peers, Optional.of(newGroups), peerGroups, names);
    }

    /** Returns a copy that makes itself known to its peers in these groups, or nowhere. */
    public RegistrarSettings withPeerGroups(List<MulticastGroup> newGroups) {
        return copy(peers, groups, Optional.of(newGroups), names);
    }

    /** Returns a copy that asks somebody else for the addresses of its peers. */
    public RegistrarSettings withNames(HostNames newNames) {
        return copy(peers, groups, peerGroups, newNames);
    }

    /** Returns a copy that names these hosts as its own. */
    public RegistrarSettings withAdvertised(List<IpAddress> newAdvertised) {
        return copy(id, asap, enrp, newAdvertised);
    }

    /** Returns a copy with other timers, rules and limits. */
    public RegistrarSettings withConfig(RegistrarConfig newConfig) {
        return copy(newConfig, selection, links, policies, transports);
    }

    /** Returns a copy in which other elements of an answer count as used. */
    public RegistrarSettings withSelection(SelectionConfig newSelection) {
        return copy(config, newSelection, links, policies, transports);
    }

    /** Returns a copy with other limits of links and threads. */
    public RegistrarSettings withLinks(Limits newLinks) {
        return copy(config, selection, newLinks, policies, transports);
    }

    /** Returns a copy that knows other policies. */
    public RegistrarSettings withPolicies(Policies newPolicies) {
        return copy(config, selection, links, newPolicies, transports);
    }

    /** Returns a copy that serves over these transports only. */
    public RegistrarSettings withTransports(TransportKind... newTransports) {
        return copy(config, selection, links, policies, List.of(newTransports));
    }

    /** Returns the groups in which such a registrar makes itself known to elements and users. */
    List<MulticastGroup> announced() {
        return groups.orElseGet(() -> isWithin(asap) ? List.of() : Groups.of(profile));
    }

    /** Returns the groups in which such a registrar makes itself known to its peers. */
    List<MulticastGroup> peersAnnounced() {
        return peerGroups.orElseGet(() -> isWithin(enrp) ? List.of() : Groups.ofPeers());
    }

    /** Nobody on other machines is served. */
    private static boolean isWithin(List<TransportAddress> addresses) {
        return addresses.stream()
                .flatMap(address -> address.addresses().stream())
                .allMatch(IpAddress::isLoopback);
    }

    private RegistrarSettings copy(
            Optional<RegistrarId> newId,
            List<TransportAddress> newAsap,
            List<TransportAddress> newEnrp,
            List<IpAddress> newAdvertised) {
        return new RegistrarSettings(
                profile,
                newId,
                newAsap,
                newEnrp,
                peers,
                groups,
                peerGroups,
                newAdvertised,
                config,
                selection,
                links,
                policies,
                transports,
                names);
    }

    private RegistrarSettings copy(
            List<PeerAddress> newPeers,
            Optional<List<MulticastGroup>> newGroups,
            Optional<List<MulticastGroup>> newPeerGroups,
            HostNames newNames) {
        return new RegistrarSettings(
                profile,
                id,
                asap,
                enrp,
                newPeers,
                newGroups,
                newPeerGroups,
                advertised,
                config,
                selection,
                links,
                policies,
                transports,
                newNames);
    }

    private RegistrarSettings copy(
            RegistrarConfig newConfig,
            SelectionConfig newSelection,
            Limits newLinks,
            Policies newPolicies,
            List<TransportKind> newTransports) {
        return new RegistrarSettings(
                profile,
                id,
                asap,
                enrp,
                peers,
                groups,
                peerGroups,
                advertised,
                newConfig,
                newSelection,
                newLinks,
                newPolicies,
                newTransports,
                names);
    }
}

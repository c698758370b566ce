package org.rserpool.core.inspect;

import java.util.List;
import java.util.Optional;
import org.rserpool.core.Answer;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;

/**
 * The registrars of a scope, and which of them know which, as each says itself. They were asked one
 * after the other: what changed meanwhile may look like a difference.
 *
 * @param asked the registrar that was asked first
 * @param registrars by identifier
 */
public record PeerTable(RegistrarId asked, List<Registrar> registrars) implements Answer {

    /** Copies the list. */
    public PeerTable {
        registrars = List.copyOf(registrars);
    }

    /**
     * A registrar, which has answered or is in the list of one that has.
     *
     * @param address where it was asked
     * @param checksum of the elements that it owns, if it told it to a stranger (ENRP-015)
     * @param peers whom it lists, without itself, by identifier; nobody unless it has answered
     */
    public record Registrar(
            RegistrarId id,
            TransportAddress address,
            Standing standing,
            Optional<PeChecksum> checksum,
            List<RegistrarId> peers) {

        /** Copies the list. */
        public Registrar {
            peers = List.copyOf(peers);
        }
    }

    /** What came of asking a registrar. */
    public enum Standing {
        /** It has told whom it knows. */
        ANSWERS,
        /** It refuses to, as it does until it serves (ENRP-051). */
        STARTING,
        /** It is connected, and says nothing, or nothing that makes sense. */
        SILENT,
        /** There is nobody, or another one, at its address. */
        UNREACHABLE
    }

    /**
     * Returns those that have answered and are not in the list of {@code registrar}, which has
     * answered as well, by identifier: nobody in a scope where all is well.
     */
    public List<RegistrarId> missedBy(Registrar registrar) {
        if (registrar.standing != Standing.ANSWERS) {
            return List.of();
        }
        return registrars.stream()
                .filter(other -> other.standing == Standing.ANSWERS)
                .map(Registrar::id)
                .filter(id -> !id.equals(registrar.id) && !registrar.peers.contains(id))
                .toList();
    }
}

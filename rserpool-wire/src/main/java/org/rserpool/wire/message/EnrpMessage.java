package org.rserpool.wire.message;

import java.util.List;
import java.util.Optional;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.ServerInformation;

/** The messages of ENRP, in the order of their type numbers (RFC 5353, section 2; ENRP-005). */
public sealed interface EnrpMessage extends Message {

    /** Returns the registrar that sent the message. */
    RegistrarId sender();

    /** Returns whom it is for; {@link RegistrarId#NONE} in an announcement (ENRP-009). */
    RegistrarId receiver();

    /**
     * A registrar is there (section 2.1).
     *
     * @param replyRequired the receiver answers with a presence of its own
     * @param checksum over the elements that the sender owns
     * @param information where the sender can be reached
     */
    record Presence(
            RegistrarId sender,
            RegistrarId receiver,
            boolean replyRequired,
            Optional<PeChecksum> checksum,
            Optional<ServerInformation> information)
            implements EnrpMessage {}

    /**
     * Asks for the handlespace, or its next page (section 2.2).
     *
     * @param ownChildrenOnly the W bit: only elements that the receiver owns
     */
    record HandleTableRequest(RegistrarId sender, RegistrarId receiver, boolean ownChildrenOnly)
            implements EnrpMessage {}

    /**
     * One page of the handlespace (section 2.3).
     *
     * @param rejected the R bit; then there are no entries (ENRP-020)
     * @param moreToSend the M bit: ask again for the next page
     * @param entries empty also where the sender has nothing to list
     */
    record HandleTableResponse(
            RegistrarId sender,
            RegistrarId receiver,
            boolean rejected,
            boolean moreToSend,
            List<PoolEntry> entries)
            implements EnrpMessage {

        /** Refuses a rejection that has entries. */
        public HandleTableResponse {
            entries = List.copyOf(entries);
            if (rejected && !entries.isEmpty()) {
                throw new IllegalArgumentException(
                        "a rejecting handle table response has no entries");
            }
        }
    }

    /**
     * A pool and some of its elements.
     *
     * @param elements at least one (ENRP-022)
     */
    record PoolEntry(PoolHandle pool, List<PoolElementInfo> elements) {

        /** Refuses an entry without element. */
        public PoolEntry {
            elements = List.copyOf(elements);
            if (elements.isEmpty()) {
                throw new IllegalArgumentException("a pool entry has an element");
            }
        }
    }

    /**
     * An element was added, changed or removed (section 2.4).
     *
     * @param takeoverSuggested the receiver may become the element's home. Deviation: an extension
     *     (draft-dreibholz-rserpool-enrp-takeover), which others ignore
     */
    record HandleUpdate(
            RegistrarId sender,
            RegistrarId receiver,
            UpdateAction action,
            boolean takeoverSuggested,
            PoolHandle pool,
            PoolElementInfo element)
            implements EnrpMessage {}

    /** What a handle update is about (ENRP-024). */
    enum UpdateAction {
        /** ADD_PE: the element is new or has changed. */
        ADD,
        /** DEL_PE: the element is gone. */
        DELETE
    }

    /** Asks for the peers (section 2.5). */
    record ListRequest(RegistrarId sender, RegistrarId receiver) implements EnrpMessage {}

    /**
     * The peers that the sender knows (section 2.6).
     *
     * @param rejected the R bit; then there are no servers (ENRP-029)
     */
    record ListResponse(
            RegistrarId sender,
            RegistrarId receiver,
            boolean rejected,
            List<ServerInformation> servers)
            implements EnrpMessage {

        /** Refuses a rejection that lists servers. */
        public ListResponse {
            servers = List.copyOf(servers);
            if (rejected && !servers.isEmpty()) {
                throw new IllegalArgumentException("a rejecting list response has no servers");
            }
        }
    }

    /** The sender wants to take the elements of a dead registrar (section 2.7). */
    record InitTakeover(RegistrarId sender, RegistrarId receiver, RegistrarId target)
            implements EnrpMessage {}

    /** The sender agrees to a takeover (section 2.8). */
    record InitTakeoverAck(RegistrarId sender, RegistrarId receiver, RegistrarId target)
            implements EnrpMessage {}

    /** The sender has taken the elements of a dead registrar (section 2.9). */
    record TakeoverServer(RegistrarId sender, RegistrarId receiver, RegistrarId target)
            implements EnrpMessage {}

    /**
     * A message was not understood (section 2.10).
     *
     * @param errors at least one
     */
    record EnrpError(RegistrarId sender, RegistrarId receiver, List<ErrorCause> errors)
            implements EnrpMessage {

        /** Refuses an error without cause. */
        public EnrpError {
            errors = List.copyOf(errors);
            if (errors.isEmpty()) {
                throw new IllegalArgumentException("an ENRP error has a cause");
            }
        }
    }
}

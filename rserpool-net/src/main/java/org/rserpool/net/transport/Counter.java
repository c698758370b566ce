package org.rserpool.net.transport;

/** What a node counts, from its start on. */
public enum Counter {
    /** Links accepted from others. */
    LINKS_ACCEPTED,
    /** Links that the machine wanted opened. */
    LINKS_OPENED,
    /** Links that ended without the machine's doing, or could not be opened. */
    LINKS_LOST,
    /** Times that accepting stopped at a limit. */
    ACCEPT_PAUSES,
    /** Messages that came over links. */
    MESSAGES_RECEIVED,
    /** Messages sent over links. */
    MESSAGES_SENT,
    /** Messages over links that could not be decoded, or only in part. */
    MESSAGES_GARBLED,
    /** Messages over SCTP with a payload protocol identifier that is neither ASAP's nor ENRP's. */
    FOREIGN_PAYLOADS,
    /** Multicast messages that came. */
    DATAGRAMS_RECEIVED,
    /** Multicast messages that could not be decoded. */
    DATAGRAMS_GARBLED,
    /** Times that datagrams were left in the socket because too many came. */
    DATAGRAM_PAUSES,
    /** Multicast messages sent, once for each interface. */
    DATAGRAMS_SENT,
    /** Multicast messages that could not be sent. */
    DATAGRAMS_UNSENT,
    /** Requests handed to the machine. */
    REQUESTS,
    /** Requests refused because too many were pending. */
    REQUESTS_REFUSED,
    /** Notices that the listener has not heard because too many were waiting. */
    NOTICES_DROPPED,
    /** Turns of the loop. */
    TURNS
}

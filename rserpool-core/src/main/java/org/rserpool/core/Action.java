package org.rserpool.core;

import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/** What a machine wants done. */
public sealed interface Action {

    /**
     * Open a link. The answer is {@link Event.LinkUp} or {@link Event.LinkDown}.
     *
     * @param link an odd number not used before
     */
    record Open(Link link, Protocol protocol, TransportAddress remote) implements Action {}

    /** Send a message over a link; dropped silently if the link is gone. */
    record Send(Link link, Message message) implements Action {}

    /** Send a message to the multicast group of its protocol; dropped silently if there is none. */
    record Announce(Message message) implements Action {}

    /** End a link; nothing more is heard of it. */
    record Close(Link link, Manner manner) implements Action {

        /** How a link is ended. */
        public enum Manner {
            /** What was sent before is delivered first. */
            GRACEFUL,
            /** At once; what was not delivered is lost. */
            ABORT
        }
    }

    /** Answer a request; once per ticket. */
    record Reply(Ticket ticket, Answer answer) implements Action {}

    /** Tell logs, metrics, listeners. */
    record Tell(Notice notice) implements Action {}
}

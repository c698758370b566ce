package org.rserpool.core.registrar;

import java.util.List;
import org.rserpool.core.Answer;
import org.rserpool.core.Request;
import org.rserpool.wire.TransportAddress;

/** What an operator asks of a registrar. */
public sealed interface RegistrarRequest extends Request {

    /** A picture of the registrar at this moment. Answered by {@link RegistrarSnapshot}. */
    record TakeSnapshot() implements RegistrarRequest {}

    /**
     * Replaces the addresses at which peers are looked for; peers that are known stay. Answered by
     * {@link Done}.
     *
     * @param addresses for ENRP; our own may be among them
     */
    record UsePeers(List<TransportAddress> addresses) implements RegistrarRequest {

        /** Copies the list. */
        public UsePeers {
            addresses = List.copyOf(addresses);
        }
    }

    /** What was asked for is done. */
    record Done() implements Answer {}
}

package org.rserpool.wire.codec;

import java.util.List;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.Message;

/** What became of the octets of one message. */
public sealed interface Decoded {

    /**
     * A message to act on.
     *
     * @param reports what goes back to the sender in an error message all the same; usually empty
     */
    record Accepted(Message message, List<ErrorCause> reports) implements Decoded {

        /** Copies the list. */
        public Accepted {
            reports = List.copyOf(reports);
        }
    }

    /**
     * A request that was understood well enough to be refused by its own response: a known
     * parameter has a value that may not be (cause {@code INVALID_VALUES}).
     *
     * @param answer the response that goes back to the sender
     * @param why what was expected and what was found
     */
    record Refused(AsapMessage answer, String why) implements Decoded {}

    /**
     * Nothing to act on.
     *
     * @param why what was expected and what was found
     * @param reports what goes back to the sender in an error message; empty where the RFCs want
     *     silence
     */
    record Discarded(String why, List<ErrorCause> reports) implements Decoded {

        /** Copies the list. */
        public Discarded {
            reports = List.copyOf(reports);
        }
    }
}

package org.rserpool.wire.codec;

import java.util.Optional;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;

/** Ends the decoding of a message. Never leaves this package, so it has no stack trace. */
@SuppressWarnings("serial") // is never serialised
final class Undecodable extends Exception {

    private final String why;
    private final Optional<ErrorCause> report;

    private Undecodable(String why, Optional<ErrorCause> report) {
        super(why, null, false, false);
        this.why = why;
        this.report = report;
    }

    /** What the RFCs want to be discarded in silence. */
    static Undecodable silently(String why) {
        return new Undecodable(why, Optional.empty());
    }

    /** What is reported to the sender. */
    static Undecodable reporting(String why, CauseCode code, Bytes information) {
        return new Undecodable(why, Optional.of(new ErrorCause(code, information)));
    }

    /** Returns what was expected and what was found. */
    String why() {
        return why;
    }

    /** Returns what is reported to the sender, if anything. */
    Optional<ErrorCause> report() {
        return report;
    }
}

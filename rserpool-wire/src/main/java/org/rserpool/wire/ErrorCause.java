package org.rserpool.wire;

/**
 * One cause of an Operation Error parameter (RFC 5354, section 3.12; PAR-071).
 *
 * @param code what went wrong
 * @param information what the code says more: a parameter, a message, or nothing
 */
public record ErrorCause(CauseCode code, Bytes information) {

    /** Makes a cause without information. */
    public ErrorCause(CauseCode code) {
        this(code, Bytes.EMPTY);
    }

    @Override
    public String toString() {
        return information.isEmpty() ? code.toString() : code + " " + information;
    }
}

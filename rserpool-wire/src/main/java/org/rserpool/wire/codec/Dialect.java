package org.rserpool.wire.codec;

/**
 * How the messages of the RFCs are spelled where implementations differ.
 *
 * @param lifeUnit the unit of Registration Life
 * @param lengthCoversPadding whether the length of a container and of a message counts the padding
 *     behind its last parameter. Either form is understood
 * @param tcpControl whether TCP carries ASAP and ENRP on all legs: 1 in the reserved field of a TCP
 *     Transport stands for "data plus control", and a TCP Transport may stand where the RFCs want
 *     an SCTP Transport (ASAP Transport, Server Information). Else the field is sent as 0 and
 *     ignored, and such a parameter is refused
 */
public record Dialect(LifeUnit lifeUnit, boolean lengthCoversPadding, boolean tcpControl) {

    /** As the RFCs have it. */
    public static final Dialect RFC = new Dialect(LifeUnit.SECONDS, false, false);

    /** As the RFCs have it, with our marked extensions. */
    public static final Dialect EXTENDED = new Dialect(LifeUnit.SECONDS, false, true);

    /** As RSPLIB 3.x has it (Deviation: `docs/deviations.md`). */
    public static final Dialect RSPLIB = new Dialect(LifeUnit.MILLISECONDS, true, true);

    /** The unit in which Registration Life travels. */
    public enum LifeUnit {
        /** RFC 5354, section 3.10. */
        SECONDS,
        /** RSPLIB; what has the highest bit set, except for -1, is unsigned there. */
        MILLISECONDS
    }
}

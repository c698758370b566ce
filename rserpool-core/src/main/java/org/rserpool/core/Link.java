package org.rserpool.core;

/**
 * A connection to somebody: a TCP connection or an SCTP association.
 *
 * @param number unique for the life of a node; odd if the machine opened the link, even if the
 *     other side did, so that nobody waits for anybody to hand out numbers
 */
public record Link(long number) {

    @Override
    public String toString() {
        return "link-" + number;
    }
}

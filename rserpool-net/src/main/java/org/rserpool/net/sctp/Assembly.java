package org.rserpool.net.sctp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.rserpool.wire.codec.Wire;

/** Puts the pieces of one user message together; holds nothing between messages. */
final class Assembly {

    private static final byte[] NOTHING = {};

    private byte[] octets = NOTHING;
    private int length;

    /**
     * Adds a piece, which is read from {@code piece}.
     *
     * @param scratch where a message that comes in one piece is put, {@link Wire#MAX_SIZE} long
     * @return false if the message is too long; nothing is kept of it then
     */
    boolean add(ByteBuffer piece, boolean complete, byte[] scratch) {
        int more = piece.remaining();
        if (length + more > Wire.MAX_SIZE) {
            clear();
            return false;
        }
        if (length == 0 && complete) {
            octets = scratch;
        } else if (length + more > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(length + more, 2 * octets.length));
        }
        piece.get(octets, length, more);
        length += more;
        return true;
    }

    int length() {
        return length;
    }

    /** Returns the array at whose beginning the message is, and forgets it. */
    byte[] take() {
        var taken = octets;
        clear();
        return taken;
    }

    void clear() {
        octets = NOTHING;
        length = 0;
    }
}

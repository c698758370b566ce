package org.rserpool.net.tcp;

import java.util.Arrays;
import org.rserpool.wire.codec.Wire;

/**
 * Cuts a stream of octets into messages by their length fields.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * | Message Type  | Message Flags |  Message Length, at least 4   |
 * +---------------+---------------+-------------------------------+
 * :    Message Value, and 0 to 3 octets of padding not counted    :
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>It keeps octets only of a message that has begun and not ended: no more than twice those that
 * have come of it, whatever its length field claims.
 */
final class Framer {

    private static final int HEADER = 4;
    private static final byte[] NOTHING = {};

    private byte[] partial = NOTHING;
    private int count;

    /** What becomes of messages. */
    @FunctionalInterface
    interface Sink {

        /** Takes the message {@code octets[from]} to {@code octets[to - 1]}, padding included. */
        void message(byte[] octets, int from, int to);
    }

    /**
     * Takes the next octets of the stream, {@code octets[from]} to {@code octets[to - 1]}.
     *
     * @return false if a length field says less than 4; the stream is of no use any more then
     */
    boolean feed(byte[] octets, int from, int to, Sink sink) {
        int position = from;
        while (count > 0 && position < to) {
            int missing = missing();
            if (missing < 0) {
                return false;
            }
            int taken = Math.min(missing, to - position);
            keep(octets, position, taken);
            position += taken;
            if (count >= HEADER && missing() == 0) {
                sink.message(partial, 0, count);
                partial = NOTHING;
                count = 0;
            }
        }
        while (to - position >= HEADER) {
            int size = size(octets, position);
            if (size < HEADER) {
                return false;
            }
            if (size > to - position) {
                break;
            }
            sink.message(octets, position, position + size);
            position += size;
        }
        if (position < to) {
            keep(octets, position, to - position);
        }
        return count == 0 || missing() >= 0;
    }

    /** How many octets the header, or if it is complete the message, needs; less than 0 if bad. */
    private int missing() {
        if (count < HEADER) {
            return HEADER - count;
        }
        int size = size(partial, 0);
        return size < HEADER ? -1 : size - count;
    }

    private void keep(byte[] octets, int from, int length) {
        if (count + length > partial.length) {
            partial = Arrays.copyOf(partial, Math.max(count + length, 2 * partial.length));
        }
        System.arraycopy(octets, from, partial, count, length);
        count += length;
    }

    private static int size(byte[] octets, int at) {
        int length = (octets[at + 2] & 0xff) << 8 | octets[at + 3] & 0xff;
        return length < HEADER ? length : Wire.paddedSize(length);
    }
}

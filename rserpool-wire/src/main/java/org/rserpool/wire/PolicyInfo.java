package org.rserpool.wire;

import java.nio.ByteBuffer;

/**
 * A Pool Member Selection Policy parameter: which policy, and its data for one pool element (RFC
 * 5354, section 3.8).
 *
 * @param type the policy; never an invalid number
 * @param data the policy's 32-bit words in network byte order, or whatever an unknown policy has
 */
public record PolicyInfo(PolicyType type, Bytes data) {

    /** Round robin, which every component supports (PAR-055). */
    public static final PolicyInfo ROUND_ROBIN = new PolicyInfo(PolicyType.ROUND_ROBIN);

    /** Refuses the two invalid policy types (PAR-056). */
    public PolicyInfo {
        if (!type.isValid()) {
            throw new IllegalArgumentException("policy type " + type + " is invalid");
        }
    }

    /**
     * Makes the parameter of a policy whose data are 32-bit words.
     *
     * @param words the data, each 0 to 0xffffffff
     */
    public PolicyInfo(PolicyType type, long... words) {
        this(type, octets(words));
    }

    /** Returns the number of complete 32-bit words of data. */
    public int words() {
        return data.size() / 4;
    }

    /**
     * Returns a word of the data, 0 to 0xffffffff.
     *
     * @param index counted from 0
     * @throws IndexOutOfBoundsException if there is no such word
     */
    public long word(int index) {
        int at = 4 * index;
        return (data.at(at) & 0xffL) << 24
                | (data.at(at + 1) & 0xff) << 16
                | (data.at(at + 2) & 0xff) << 8
                | data.at(at + 3) & 0xff;
    }

    private static Bytes octets(long... words) {
        var octets = ByteBuffer.allocate(4 * words.length);
        for (long word : words) {
            if (word < 0 || word > 0xffffffffL) {
                throw new IllegalArgumentException(
                        "a policy value is 0 to 4294967295, not " + word);
            }
            octets.putInt((int) word);
        }
        return Bytes.copyOf(octets.flip());
    }
}

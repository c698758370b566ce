package org.rserpool.wire.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.rserpool.wire.Bytes;

/**
 * Puts messages together by the rules of RFC 5354, apart from the codec: a second opinion on
 * lengths and padding, and a way to build what the codec would not.
 */
final class Octets {

    private Octets() {}

    static Bytes hex(String digits) {
        return Bytes.ofHex(digits);
    }

    /** A parameter without the padding behind it; parts are fields or further parameters. */
    static Bytes tlv(int type, Bytes... parts) {
        var value = joined(parts);
        var header = ByteBuffer.allocate(4).putShort((short) type);
        header.putShort((short) (4 + value.size()));
        return joined(Bytes.copyOf(header.flip()), value);
    }

    /** An ASAP message with the padding behind it. */
    static Bytes asap(int type, int flags, Bytes... parts) {
        var value = joined(parts);
        var header = ByteBuffer.allocate(4).put((byte) type).put((byte) flags);
        header.putShort((short) (4 + value.size()));
        return padded(joined(Bytes.copyOf(header.flip()), value));
    }

    /** An ENRP message from 0xabcd0001 to 0xabcd0002 with the padding behind it. */
    static Bytes enrp(int type, int flags, Bytes... parts) {
        var body = joined(parts);
        var ids = hex("abcd0001 abcd0002");
        return body.isEmpty() ? asap(type, flags, ids) : asap(type, flags, ids, body);
    }

    static Bytes padded(Bytes octets) {
        var padded = new byte[(octets.size() + 3) / 4 * 4];
        octets.copyTo(padded, 0);
        return Bytes.of(padded);
    }

    /** All parts, the ones before the last padded. */
    static Bytes joined(Bytes... parts) {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < parts.length; i++) {
            var part = i < parts.length - 1 ? padded(parts[i]) : parts[i];
            all.writeBytes(part.toArray());
        }
        return Bytes.of(all.toByteArray());
    }
}

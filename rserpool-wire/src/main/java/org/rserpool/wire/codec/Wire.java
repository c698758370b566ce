package org.rserpool.wire.codec;

import java.util.Objects;
import java.util.function.BiConsumer;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.ServerInformation;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/**
 * Encodes and decodes messages in one dialect (RFC 5352 to 5354). May be shared between threads.
 *
 * <p>Decoding accepts what any dialect sends, except that the dialect decides about the unit of
 * Registration Life and about TCP as a carrier of control. It takes time and memory in proportion
 * to the octets that came, whatever lengths they claim, and throws nothing because of them.
 *
 * <p>Encoding refuses a message that is too long for its 16-bit length. Whoever lists things that
 * may be too many for one message adds up their sizes: {@link #ASAP_HEADER} or {@link #ENRP_HEADER}
 * and what {@link #sizeOf(PoolHandle)} and its like return must not exceed {@link #MAX_PAGE}.
 */
public final class Wire {

    /** The most octets that a message takes up, padding included. */
    public static final int MAX_SIZE = 0x10000;

    /** The most octets, padding included, that fit into one message in every dialect. */
    public static final int MAX_PAGE = 0xfffc;

    /** The octets of every ASAP message, before anything else. */
    public static final int ASAP_HEADER = MessageDecoder.HEADER;

    /** The octets of every ENRP message, before anything else. */
    public static final int ENRP_HEADER = EnrpEncoder.HEADER;

    private static final int MAX_LENGTH = 0xffff;

    private final Dialect dialect;

    /** Makes a codec for a dialect. */
    public Wire(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Decodes one message. */
    public Decoded decode(Protocol protocol, Bytes octets) {
        var array = octets.toArray();
        return decode(protocol, array, 0, array.length);
    }

    /**
     * Decodes the message {@code octets[from]} to {@code octets[to - 1]}. Octets behind the message
     * and its padding are ignored; the array is not kept.
     *
     * @throws IndexOutOfBoundsException if the array has no such range
     */
    public Decoded decode(Protocol protocol, byte[] octets, int from, int to) {
        Objects.checkFromToIndex(from, to, octets.length);
        return new MessageDecoder(protocol, dialect, octets, from, to).decode();
    }

    /**
     * Encodes a message, padding included.
     *
     * @throws IllegalArgumentException if it does not fit into 65,535 octets, or names a TCP
     *     transport for control in a dialect that has none
     */
    public Bytes encode(Message message) {
        var target = new byte[checkedSize(message)];
        int end = write(message, target, 0);
        return Bytes.copyOf(target, 0, end);
    }

    /**
     * Encodes a message, padding included, into {@code target} from {@code offset} on.
     *
     * @return where it ends in {@code target}
     * @throws IllegalArgumentException as {@link #encode(Message)} does
     * @throws IndexOutOfBoundsException if {@code target} is too short; nothing is written then
     */
    public int encode(Message message, byte[] target, int offset) {
        Objects.checkFromIndexSize(offset, checkedSize(message), target.length);
        return write(message, target, offset);
    }

    private int write(Message message, byte[] target, int offset) {
        var out = new WireWriter(dialect, target, offset);
        int length =
                switch (message) {
                    case AsapMessage asap -> AsapEncoder.write(out, asap);
                    case EnrpMessage enrp -> EnrpEncoder.write(out, enrp);
                };
        if (length > MAX_LENGTH) {
            throw tooLong(message, length);
        }
        return out.position();
    }

    private static int checkedSize(Message message) {
        long size = size(message);
        if (size > MAX_SIZE) {
            throw tooLong(message, size);
        }
        return (int) size;
    }

    private static IllegalArgumentException tooLong(Message message, long size) {
        return new IllegalArgumentException(
                "a message has at most %d octets, this %s has %d"
                        .formatted(MAX_LENGTH, message.getClass().getSimpleName(), size));
    }

    /**
     * Encodes a Pool Element parameter, without the padding behind it, as an error cause carries
     * it.
     *
     * @throws IllegalArgumentException as {@link #encode(Message)} does
     */
    public Bytes encode(PoolElementInfo parameter) {
        return encode(parameter, PoolElementCodec.size(parameter), PoolElementCodec::write);
    }

    /**
     * Encodes a transport parameter, without the padding behind it, as an error cause carries it.
     *
     * @throws IllegalArgumentException as {@link #encode(Message)} does
     */
    public Bytes encode(TransportAddress parameter) {
        return encode(parameter, TransportCodec.size(parameter), TransportCodec::write);
    }

    /**
     * Encodes a policy parameter, without the padding behind it, as an error cause carries it.
     *
     * @throws IllegalArgumentException as {@link #encode(Message)} does
     */
    public Bytes encode(PolicyInfo parameter) {
        return encode(parameter, PolicyCodec.size(parameter), PolicyCodec::write);
    }

    /**
     * Encodes a Pool Handle parameter as it stands in an error cause: without its own padding.
     *
     * @throws IllegalArgumentException as {@link #encode(Message)} does
     */
    public Bytes encode(PoolHandle parameter) {
        return encode(parameter, FieldCodec.size(parameter), FieldCodec::write);
    }

    private <T> Bytes encode(T parameter, long size, BiConsumer<WireWriter, T> codec) {
        if (size > MAX_SIZE) {
            throw tooLongParameter(size);
        }
        var target = new byte[(int) size];
        var out = new WireWriter(dialect, target, 0);
        codec.accept(out, parameter);
        int length = (target[2] & 0xff) << 8 | target[3] & 0xff;
        if (out.position() != paddedSize(length)) {
            throw tooLongParameter(size);
        }
        return Bytes.copyOf(target, 0, length);
    }

    private static IllegalArgumentException tooLongParameter(long size) {
        return new IllegalArgumentException(
                "a parameter has at most %d octets, this one has %d".formatted(MAX_LENGTH, size));
    }

    /** Returns how many octets a message takes up, padding included. */
    public static int sizeOf(Message message) {
        return saturated(size(message));
    }

    /** Returns how many octets a Pool Handle parameter takes up, padding included. */
    public static int sizeOf(PoolHandle parameter) {
        return saturated(FieldCodec.size(parameter));
    }

    /** Returns how many octets a Pool Element parameter takes up, padding included. */
    public static int sizeOf(PoolElementInfo parameter) {
        return saturated(PoolElementCodec.size(parameter));
    }

    /** Returns how many octets a policy parameter takes up, padding included. */
    public static int sizeOf(PolicyInfo parameter) {
        return saturated(PolicyCodec.size(parameter));
    }

    /** Returns how many octets a Server Information parameter takes up, padding included. */
    public static int sizeOf(ServerInformation parameter) {
        return saturated(ServerInformationCodec.size(parameter));
    }

    /** Returns {@code messageLength} with the padding behind it. */
    public static int paddedSize(int messageLength) {
        return (messageLength + 3) & ~3;
    }

    private static long size(Message message) {
        return switch (message) {
            case AsapMessage asap -> AsapEncoder.size(asap);
            case EnrpMessage enrp -> EnrpEncoder.size(enrp);
        };
    }

    private static int saturated(long size) {
        return (int) Math.min(size, Integer.MAX_VALUE);
    }
}

package org.rserpool.wire.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.PoolHandle;

/**
 * Writes big-endian fields and parameters into an array, which the caller has made large enough.
 *
 * <p>{@link #open} begins a parameter or a message, {@link #close} fills in its length and pads it.
 * A container's length counts the padding between its parameters, and the padding behind the last
 * one only in the dialects that want it (PAR-002, PAR-012).
 */
final class WireWriter {

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final Dialect dialect;
    private final byte[] target;
    private int position;

    /** How many octets of padding are directly before the position. */
    private int padding;

    WireWriter(Dialect dialect, byte[] target, int offset) {
        this.dialect = dialect;
        this.target = target;
        this.position = offset;
    }

    Dialect dialect() {
        return dialect;
    }

    int position() {
        return position;
    }

    /** Begins a parameter or an error cause and returns where, for {@link #close}. */
    int open(int type) {
        return openWord(type << 16);
    }

    /** Begins a message and returns where, for {@link #close}. */
    int openMessage(int type, int flags) {
        return openWord(type << 24 | flags << 16);
    }

    private int openWord(int word) {
        int start = position;
        padding = 0;
        i32(word);
        return start;
    }

    /** Ends what began at {@code start} and returns its length as it stands in its header. */
    int close(int start) {
        int length = position - start - (dialect.lengthCoversPadding() ? 0 : padding);
        SHORTS.set(target, start + 2, (short) length);
        int missing = -(position - start) & 3;
        if (missing > 0) {
            padding = missing;
            for (int i = 0; i < missing; i++) {
                target[position++] = 0;
            }
        }
        return length;
    }

    void u16(int value) {
        SHORTS.set(target, position, (short) value);
        position += 2;
    }

    void i32(int value) {
        INTS.set(target, position, value);
        position += 4;
    }

    void i64(long value) {
        LONGS.set(target, position, value);
        position += 8;
    }

    void octets(Bytes octets) {
        octets.copyTo(target, position);
        position += octets.size();
    }

    void octets(PoolHandle pool) {
        pool.copyTo(target, position);
        position += pool.length();
    }
}

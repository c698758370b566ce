package org.rserpool.wire.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;

/**
 * Reads big-endian fields and parameters from one region of octets and never steps outside it.
 *
 * <p>At first the region is the whole message. {@link #open} makes it the value of the next
 * parameter, {@link #close} the surrounding again, behind that parameter:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |        Parameter Type         |   Parameter Length, from the  |
 * |                               | type to the end of the value  |
 * +-------------------------------+-------------------------------+
 * :                        Parameter Value                        :
 * :                               +-------------------------------+
 * :                               |  padding, 0 to 3 octets       |
 * +-------------------------------+-------------------------------+
 * </pre>
 *
 * <p>Whether a container counts the padding behind its last parameter makes no difference: less
 * than a header at the end of a region is padding, and is not looked at (PAR-002, PAR-014).
 */
final class WireReader {

    /** The deepest: Pool Element or Server Information, transport, address. */
    private static final int MAX_DEPTH = 3;

    /** Beyond these, unknown parameters are skipped without a report. */
    static final int MAX_REPORTS = 16;

    private static final int HEADER = 4;

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final Dialect dialect;
    private final byte[] octets;
    private int position;
    private int end;

    /** Of each open parameter: where it begins, and where the region around it ends. */
    private final int[] starts = new int[MAX_DEPTH];

    private final int[] outerEnds = new int[MAX_DEPTH];
    private int depth;

    private List<ErrorCause> reports = List.of();
    private RegistrarId latest = RegistrarId.NONE;

    /** Reads {@code octets[from]} to {@code octets[to - 1]}. */
    WireReader(Dialect dialect, byte[] octets, int from, int to) {
        this.dialect = dialect;
        this.octets = octets;
        this.position = from;
        this.end = to;
    }

    /**
     * Returns a new reader of the outermost region, whatever is open here.
     *
     * @param from where it begins
     */
    WireReader enclosing(int from) {
        return new WireReader(dialect, octets, from, depth == 0 ? end : outerEnds[0]);
    }

    Dialect dialect() {
        return dialect;
    }

    /** Returns the reports of skipped parameters so far. */
    List<ErrorCause> reports() {
        return reports;
    }

    int position() {
        return position;
    }

    /** Goes to a position of this region that was noted earlier. */
    void moveTo(int noted) {
        position = noted;
    }

    int remaining() {
        return end - position;
    }

    /** Lets the region end after {@code length} octets more, if it is longer. */
    void limit(int length) {
        end = Math.min(end, position + length);
    }

    int u16(String field) throws Undecodable {
        need(2, field);
        int value = (short) SHORTS.get(octets, position) & 0xffff;
        position += 2;
        return value;
    }

    int i32(String field) throws Undecodable {
        need(4, field);
        int value = (int) INTS.get(octets, position);
        position += 4;
        return value;
    }

    long i64(String field) throws Undecodable {
        need(8, field);
        long value = (long) LONGS.get(octets, position);
        position += 8;
        return value;
    }

    /** Reads the identifier of a registrar; in one message they are mostly the same. */
    RegistrarId registrarId(String field) throws Undecodable {
        int value = i32(field);
        if (value != latest.value()) {
            latest = new RegistrarId(value);
        }
        return latest;
    }

    /** Reads all that remains, which is at least one octet, as a pool handle. */
    PoolHandle poolHandle() {
        var pool = PoolHandle.copyOf(octets, position, end);
        position = end;
        return pool;
    }

    /** Reads all that remains. */
    Bytes rest() {
        var rest = Bytes.copyOf(octets, position, end);
        position = end;
        return rest;
    }

    /** Returns whether there is a further parameter, and not just padding. */
    boolean hasParameter() {
        return end - position >= HEADER;
    }

    /** Returns the type of the next parameter, which must be there. */
    int peekType() {
        return (short) SHORTS.get(octets, position) & 0xffff;
    }

    /** Returns where the next parameter, which must be there, ends without its padding. */
    private int peekEnd() throws Undecodable {
        int length = (short) SHORTS.get(octets, position + 2) & 0xffff;
        if (length < HEADER || length > end - position) {
            throw invalid(
                    "the Length of type 0x"
                            + HexFormat.of().toHexDigits((short) peekType())
                            + " is "
                            + length
                            + ", which must be "
                            + HEADER
                            + " to "
                            + (end - position));
        }
        return position + length;
    }

    /** Enters the next parameter, which must be there, and returns its type. */
    int open() throws Undecodable {
        int valueEnd = peekEnd();
        int type = peekType();
        starts[depth] = position;
        outerEnds[depth] = end;
        depth++;
        position += HEADER;
        end = valueEnd;
        return type;
    }

    /** Leaves the parameter that was entered last, whether it was read to its end or not. */
    void close() {
        depth--;
        int padded = starts[depth] + Wire.paddedSize(end - starts[depth]);
        end = outerEnds[depth];
        position = Math.min(padded, end);
    }

    /** Steps over the next parameter, which must be there. */
    void skip() throws Undecodable {
        int length = peekEnd() - position;
        position += Math.min(Wire.paddedSize(length), end - position);
    }

    /** Steps over the next parameter, which means nothing here, as its type demands. */
    void skipUnknown() throws Undecodable {
        int type = peekType();
        int start = position;
        int valueEnd = peekEnd();
        skip();
        switch (OnUnknown.parameter(type)) {
            case STOP -> throw Undecodable.silently(unexpected(type));
            case STOP_AND_REPORT ->
                    throw Undecodable.reporting(
                            unexpected(type),
                            CauseCode.UNRECOGNIZED_PARAMETER,
                            Bytes.copyOf(octets, start, valueEnd));
            case SKIP -> {}
            case SKIP_AND_REPORT -> report(Bytes.copyOf(octets, start, valueEnd));
        }
    }

    /** Ends the decoding because of the values in the innermost open parameter. */
    Undecodable invalid(String why) {
        // Of a field or a parameter of the message itself there is no parameter to show.
        var parameter = depth == 0 ? Bytes.EMPTY : Bytes.copyOf(octets, starts[depth - 1], end);
        return Undecodable.reporting(why, CauseCode.INVALID_VALUES, parameter);
    }

    /** Ends the decoding because of the next parameter, which must be there. */
    Undecodable invalidNext(String why) throws Undecodable {
        var parameter = Bytes.copyOf(octets, position, peekEnd());
        return Undecodable.reporting(why, CauseCode.INVALID_VALUES, parameter);
    }

    private void report(Bytes parameter) {
        if (reports.isEmpty()) {
            reports = new ArrayList<>();
        }
        if (reports.size() < MAX_REPORTS) {
            reports.add(new ErrorCause(CauseCode.UNRECOGNIZED_PARAMETER, parameter));
        }
    }

    private static String unexpected(int type) {
        return ParameterType.describe(type) + " is unknown or out of place";
    }

    private void need(int length, String field) throws Undecodable {
        if (length > end - position) {
            throw invalid(
                    field + " needs " + length + " octets, " + (end - position) + " are left");
        }
    }
}

package org.rserpool.wire.codec;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/**
 * What is the same for all messages (RFC 5354, section 4; PAR-016 to PAR-027).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * | Message Type  | Message Flags |  Message Length, without the  |
 * |               |               |  padding at the very end      |
 * +---------------+---------------+-------------------------------+
 * :                         Message Value                         :
 * +---------------------------------------------------------------+
 * </pre>
 */
final class MessageDecoder {

    static final int HEADER = 4;

    /**
     * How much of an unknown message is sent back; a message of full size would not fit into the
     * error that reports it.
     */
    static final int MAX_REPORTED = 512;

    private final Protocol protocol;
    private final Dialect dialect;
    private final byte[] octets;
    private final int from;
    private final int to;

    MessageDecoder(Protocol protocol, Dialect dialect, byte[] octets, int from, int to) {
        this.protocol = protocol;
        this.dialect = dialect;
        this.octets = octets;
        this.from = from;
        this.to = to;
    }

    Decoded decode() {
        if (from == to) {
            return new Decoded.Discarded("there are no octets", List.of());
        }
        int number = octets[from] & 0xff;
        if (!MessageType.isKnown(protocol, number)) {
            return unknown(number);
        }
        var type = MessageType.of(protocol, number);
        var in = new WireReader(dialect, octets, from, to);
        int flags;
        try {
            flags = header(type, in);
        } catch (Undecodable e) {
            return discarded(type, e, List.of());
        }
        int body = in.position();
        try {
            Message message =
                    switch (type) {
                        case MessageType.Asap asap -> AsapDecoder.decode(asap, flags, in);
                        case MessageType.Enrp enrp -> EnrpDecoder.decode(enrp, flags, in);
                    };
            return new Decoded.Accepted(message, reports(type, in.reports()));
        } catch (Undecodable e) {
            return refusedOrDiscarded(type, e, in.reports(), in.enclosing(body));
        }
    }

    /** Reads the common header, lets the region end where the message does, returns the flags. */
    private static int header(MessageType type, WireReader in) throws Undecodable {
        int received = in.remaining();
        int least = type.leastLength();
        if (received < least) {
            throw in.invalid("at least " + least + " octets were expected, not " + received);
        }
        int flags = in.u16("message header") & 0xff;
        int length = in.u16("message header");
        if (length < least || length > received) {
            throw in.invalid(
                    "Message Length is " + length + ", which must be " + least + " to " + received);
        }
        in.limit(Wire.paddedSize(length) - HEADER);
        return flags;
    }

    /** Discards a message of unknown type and reports it if the type demands that. */
    private Decoded unknown(int number) {
        var why =
                protocol + " has no message of type 0x" + HexFormat.of().toHexDigits((byte) number);
        if (OnUnknown.message(number) != OnUnknown.STOP_AND_REPORT) {
            return new Decoded.Discarded(why, List.of());
        }
        var message = Bytes.copyOf(octets, from, from + Math.min(shownOfUnknown(), MAX_REPORTED));
        return new Decoded.Discarded(
                why, List.of(new ErrorCause(CauseCode.UNRECOGNIZED_MESSAGE, message)));
    }

    /** Returns Message Length if it is usable; else all that came is the message. */
    private int shownOfUnknown() {
        int received = to - from;
        var in = new WireReader(dialect, octets, from, to);
        try {
            in.u16("message header");
            int length = in.u16("message header");
            return length < HEADER ? received : Math.min(length, received);
        } catch (Undecodable e) {
            return received;
        }
    }

    private static Decoded refusedOrDiscarded(
            MessageType type, Undecodable e, List<ErrorCause> skipped, WireReader body) {
        var invalid = e.report().filter(cause -> cause.code().equals(CauseCode.INVALID_VALUES));
        if (invalid.isPresent() && type instanceof MessageType.Asap asap) {
            var answer = Refusal.answer(asap, body, causes(e, skipped));
            if (answer.isPresent()) {
                return new Decoded.Refused(answer.get(), type.title() + ": " + e.why());
            }
        }
        return discarded(type, e, skipped);
    }

    private static Decoded discarded(MessageType type, Undecodable e, List<ErrorCause> skipped) {
        return new Decoded.Discarded(
                type.title() + ": " + e.why(), reports(type, causes(e, skipped)));
    }

    private static List<ErrorCause> causes(Undecodable e, List<ErrorCause> skipped) {
        var causes = new ArrayList<ErrorCause>(1 + skipped.size());
        // RSPLIB reads the first cause only, so what stopped the decoding comes first.
        e.report().ifPresent(causes::add);
        causes.addAll(skipped);
        return causes;
    }

    /** Returns what can go back to the sender: nothing in answer to an error. */
    private static List<ErrorCause> reports(MessageType type, List<ErrorCause> causes) {
        return causes.isEmpty() || type.isError()
                ? List.of()
                : OperationErrorCodec.fitting(causes, Wire.MAX_PAGE - EnrpEncoder.HEADER);
    }
}

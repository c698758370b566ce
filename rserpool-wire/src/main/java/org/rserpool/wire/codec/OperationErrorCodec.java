package org.rserpool.wire.codec;

import java.util.ArrayList;
import java.util.List;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;

/**
 * Operation Error and its causes (RFC 5354, section 3.12; PAR-070 to PAR-084).
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |         Type = 0x000c         |            Length             |
 * +-------------------------------+-------------------------------+
 * :                  error causes, at least one:                  :
 * +-------------------------------+-------------------------------+
 * |           Cause Code          |  Cause Length, from the code  |
 * |                               |  to the end of information    |
 * +-------------------------------+-------------------------------+
 * :                  cause-specific information                   :
 * :                               +-------------------------------+
 * :                               |  padding, 0 to 3 octets       |
 * +-------------------------------+-------------------------------+
 * </pre>
 */
final class OperationErrorCodec {

    private static final List<CauseCode> KNOWN =
            List.of(
                    CauseCode.UNSPECIFIED_ERROR,
                    CauseCode.UNRECOGNIZED_PARAMETER,
                    CauseCode.UNRECOGNIZED_MESSAGE,
                    CauseCode.INVALID_VALUES,
                    CauseCode.NON_UNIQUE_PE_IDENTIFIER,
                    CauseCode.INCONSISTENT_POOLING_POLICY,
                    CauseCode.LACK_OF_RESOURCES,
                    CauseCode.INCONSISTENT_TRANSPORT_TYPE,
                    CauseCode.INCONSISTENT_DATA_CONTROL_CONFIGURATION,
                    CauseCode.UNKNOWN_POOL_HANDLE,
                    CauseCode.REJECTED_DUE_TO_SECURITY);

    private OperationErrorCodec() {}

    /** Reads the next parameter, which is an Operation Error. */
    static List<ErrorCause> read(WireReader in) throws Undecodable {
        in.open();
        if (!in.hasParameter()) {
            throw in.invalid("an Operation Error has a cause");
        }
        var causes = new ArrayList<ErrorCause>(1);
        while (in.hasParameter()) {
            // A cause has the form of a parameter, its code in the place of the type.
            int code = in.open();
            causes.add(
                    new ErrorCause(
                            code < KNOWN.size() ? KNOWN.get(code) : new CauseCode(code),
                            in.rest()));
            in.close();
        }
        in.close();
        return causes;
    }

    static void write(WireWriter out, List<ErrorCause> causes) {
        int start = out.open(ParameterType.OPERATION_ERROR);
        for (ErrorCause cause : causes) {
            int causeStart = out.open(cause.code().value());
            out.octets(cause.information());
            out.close(causeStart);
        }
        out.close(start);
    }

    /** Returns the size of the parameter; it is not sent without cause. */
    static long size(List<ErrorCause> causes) {
        long size = causes.isEmpty() ? 0 : 4;
        for (ErrorCause cause : causes) {
            size += size(cause);
        }
        return size;
    }

    private static long size(ErrorCause cause) {
        return 4 + FieldCodec.padded(cause.information().size());
    }

    /**
     * Returns as much of {@code causes} as an Operation Error of at most {@code room} octets can
     * carry: information that is too long is left out, then the cause.
     */
    static List<ErrorCause> fitting(List<ErrorCause> causes, long room) {
        var fitting = new ArrayList<ErrorCause>(causes.size());
        long left = room - 4;
        for (ErrorCause cause : causes) {
            var shown = size(cause) <= left ? cause : new ErrorCause(cause.code());
            if (size(shown) <= left) {
                left -= size(shown);
                fitting.add(shown);
            }
        }
        return fitting;
    }
}

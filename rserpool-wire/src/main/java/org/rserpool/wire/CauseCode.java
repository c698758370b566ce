package org.rserpool.wire;

import java.util.HexFormat;

/**
 * The code of an error cause (RFC 5354, section 3.12; PAR-072). Codes beyond those of the RFC,
 * which RSPLIB sends, are kept as they come.
 *
 * @param value 0 to 0xffff
 */
public record CauseCode(int value) {

    /** Nothing more specific fits. Reads as "no error" at RSPLIB. */
    public static final CauseCode UNSPECIFIED_ERROR = new CauseCode(0x0000);

    /** A parameter of unknown type; carries the parameter. */
    public static final CauseCode UNRECOGNIZED_PARAMETER = new CauseCode(0x0001);

    /** A message of unknown type; carries the message. */
    public static final CauseCode UNRECOGNIZED_MESSAGE = new CauseCode(0x0002);

    /** A known parameter with bad contents; carries the parameter. */
    public static final CauseCode INVALID_VALUES = new CauseCode(0x0003);

    /** The identifier belongs to another element of the pool. */
    public static final CauseCode NON_UNIQUE_PE_IDENTIFIER = new CauseCode(0x0004);

    /** The pool has another policy; carries the pool's policy. */
    public static final CauseCode INCONSISTENT_POOLING_POLICY = new CauseCode(0x0005);

    /** The registrar cannot take more. */
    public static final CauseCode LACK_OF_RESOURCES = new CauseCode(0x0006);

    /** The pool has another transport; carries a transport of the pool's type. */
    public static final CauseCode INCONSISTENT_TRANSPORT_TYPE = new CauseCode(0x0007);

    /** The pool has another transport use. */
    public static final CauseCode INCONSISTENT_DATA_CONTROL_CONFIGURATION = new CauseCode(0x0008);

    /** There is no such pool. */
    public static final CauseCode UNKNOWN_POOL_HANDLE = new CauseCode(0x0009);

    /** Credentials are missing or do not suffice. */
    public static final CauseCode REJECTED_DUE_TO_SECURITY = new CauseCode(0x000a);

    /** Refuses what does not fit into 16 bits. */
    public CauseCode {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException("a cause code has 16 bits, not " + value);
        }
    }

    /** Returns the name of RFC 5354 or RSPLIB in words, else {@code 0x} and four digits. */
    @Override
    public String toString() {
        return switch (value) {
            case 0x0000 -> "unspecified error";
            case 0x0001 -> "unrecognized parameter";
            case 0x0002 -> "unrecognized message";
            case 0x0003 -> "invalid values";
            case 0x0004 -> "non-unique PE identifier";
            case 0x0005 -> "inconsistent pooling policy";
            case 0x0006 -> "lack of resources";
            case 0x0007 -> "inconsistent transport type";
            case 0x0008 -> "inconsistent data/control configuration";
            case 0x0009 -> "unknown pool handle";
            case 0x000a -> "rejected due to security considerations";
            case 0x0010 -> "invalid message (RSPLIB)";
            case 0x0011 -> "invalid value (RSPLIB)";
            case 0x1001 -> "buffer size exceeded (RSPLIB)";
            case 0x100a -> "wrong transport protocol (RSPLIB)";
            case 0x100b -> "unsupported pool policy (RSPLIB)";
            case 0xf000 -> "invalid identifier (RSPLIB)";
            case 0xf002 -> "duplicate identifier (RSPLIB)";
            case 0xf003 -> "invalid pool policy (RSPLIB)";
            case 0xf004 -> "invalid pool handle (RSPLIB)";
            case 0xf005 -> "invalid addresses (RSPLIB)";
            case 0xf006 -> "invalid registrar (RSPLIB)";
            case 0xf007 -> "no usable ASAP addresses (RSPLIB)";
            case 0xf008 -> "no usable user addresses (RSPLIB)";
            default -> "0x" + HexFormat.of().toHexDigits((short) value);
        };
    }
}

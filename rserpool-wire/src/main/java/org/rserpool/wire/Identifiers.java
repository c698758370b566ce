package org.rserpool.wire;

import java.util.HexFormat;

/** How 32-bit identifiers are written for people. */
final class Identifiers {

    private Identifiers() {}

    static String format(int value) {
        return "0x" + HexFormat.of().toHexDigits(value);
    }

    static int parse(String text) {
        if (!text.matches("0[xX][0-9a-fA-F]{1,8}")) {
            throw new IllegalArgumentException(
                    "an identifier is written as 0x and up to eight hexadecimal digits, not '%s'"
                            .formatted(text));
        }
        return Integer.parseUnsignedInt(text.substring(2), 16);
    }
}

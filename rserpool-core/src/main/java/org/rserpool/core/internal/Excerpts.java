package org.rserpool.core.internal;

import java.util.List;
import java.util.stream.Collectors;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;

/** Shortens what others sent to what people need of it, so that a flood fills no log. */
public final class Excerpts {

    private static final int MAX_CHARACTERS = 200;
    private static final int MAX_CODES = 8;

    private Excerpts() {}

    /** Returns the beginning of {@code text}, and the whole if it is short. */
    public static String of(String text) {
        return text.length() <= MAX_CHARACTERS
                ? text
                : "%s... (%d characters)"
                        .formatted(text.substring(0, MAX_CHARACTERS), text.length());
    }

    /** Returns what the first causes are, without what they carry. */
    public static List<CauseCode> codes(List<ErrorCause> causes) {
        return causes.stream().limit(MAX_CODES).map(ErrorCause::code).toList();
    }

    /** Returns what the first causes are in words, without what they carry. */
    public static String of(List<ErrorCause> causes) {
        var codes = codes(causes).stream().map(CauseCode::toString);
        var words = codes.collect(Collectors.joining(", "));
        return causes.size() <= MAX_CODES
                ? words
                : "%s and %d more".formatted(words, causes.size() - MAX_CODES);
    }
}

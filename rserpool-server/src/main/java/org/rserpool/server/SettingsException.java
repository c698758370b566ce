package org.rserpool.server;

import java.util.List;

/** Settings that cannot be used, as those of a file; says all that is wrong with them. */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception with a line per mistake. */
    public SettingsException(List<String> mistakes) {
        super(String.join("\n", mistakes));
    }
}

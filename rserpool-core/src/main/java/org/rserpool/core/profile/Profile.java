package org.rserpool.core.profile;

import java.util.Locale;
import org.rserpool.core.endpoint.EndpointConfig;
import org.rserpool.core.registrar.RegistrarConfig;
import org.rserpool.wire.codec.Dialect;

/** How a scope as a whole behaves; all who take part in it should have the same one. */
public enum Profile {
    /** The timers and rules of the RFCs. */
    RFC,
    /** Ours, the default: what fails is noticed within two seconds. */
    FAST,
    /** The timers and quirks of RSPLIB 3.x, for scopes in which it takes part. */
    RSPLIB;

    /** Returns how a registrar behaves. */
    public RegistrarConfig registrar() {
        return switch (this) {
            case RFC -> RegistrarConfig.RFC;
            case FAST -> RegistrarConfig.FAST;
            case RSPLIB -> RegistrarConfig.RSPLIB;
        };
    }

    /** Returns how pool elements and pool users behave. */
    public EndpointConfig endpoint() {
        return switch (this) {
            case RFC -> EndpointConfig.RFC;
            case FAST -> EndpointConfig.FAST;
            case RSPLIB -> EndpointConfig.RSPLIB;
        };
    }

    /** Returns how messages are spelled. */
    public Dialect dialect() {
        return switch (this) {
            case RFC -> Dialect.RFC;
            case FAST -> Dialect.EXTENDED;
            case RSPLIB -> Dialect.RSPLIB;
        };
    }

    /** Returns the name as people write it: {@code rfc}, {@code fast}, {@code rsplib}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package org.rserpool.core.profile;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.rserpool.core.endpoint.EndpointConfig;
import org.rserpool.core.registrar.RegistrarConfig;
import org.rserpool.wire.codec.Dialect;

/** Ways for all parties of an operational scope to behave, one of which it agrees on. */
public enum Profile {
    /** What the RFCs say, with their timers, and nothing else. */
    RFC,

    /** The default: failures are noticed within two seconds, nobody gives up, TCP suffices. */
    FAST,

    /** What works together with RSPLIB 3.x. */
    RSPLIB;

    /** Returns how a registrar behaves. */
    public RegistrarConfig registrar() {
        return switch (this) {
            case RFC -> RegistrarConfig.RFC;
            case FAST -> RegistrarConfig.FAST;
            case RSPLIB -> RegistrarConfig.RSPLIB;
        };
    }

    /** Returns how a pool element or pool user behaves. */
    public EndpointConfig endpoint() {
        return switch (this) {
            case RFC -> EndpointConfig.RFC;
            case FAST -> EndpointConfig.FAST;
            case RSPLIB -> EndpointConfig.RSPLIB;
        };
    }

    /** Returns how messages are spelled. */
    public Dialect dialect() {
        return registrar().dialect();
    }

    /**
     * Returns the profile that people write as {@code name}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Profile parse(String name) {
        return find(name)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "there is no profile '%s'; known are %s"
                                        .formatted(
                                                name,
                                                Arrays.stream(values())
                                                        .map(Profile::toString)
                                                        .collect(Collectors.joining(", ")))));
    }

    private static Optional<Profile> find(String name) {
        return Arrays.stream(values()).filter(p -> p.toString().equals(name)).findFirst();
    }

    /** Returns the name for people: {@code rfc}, {@code fast} or {@code rsplib}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

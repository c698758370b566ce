package org.rserpool.examples;

import java.io.IOException;
import org.rserpool.core.profile.Profile;
import org.rserpool.net.TransportAddresses;
import org.rserpool.server.Registrar;
import org.rserpool.server.RegistrarSettings;

/** A registrar within a program of one's own, as for tests: it tells what happens. */
public final class OwnRegistrar {

    private OwnRegistrar() {}

    /** Runs a registrar until the process ends. */
    public static void main(String[] args) throws IOException {
        var settings =
                RegistrarSettings.of(Profile.FAST)
                        .withAsap(TransportAddresses.parse("tcp:127.0.0.1:0"));
        try (var registrar =
                Registrar.start(settings, notice -> System.out.println(notice.text()))) {
            System.out.println("serving at " + registrar.asap().getFirst());
            registrar.stopped().join();
        }
    }
}

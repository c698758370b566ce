package org.rserpool.examples;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.rserpool.client.PoolResolver;
import org.rserpool.client.Registrars;
import org.rserpool.client.ResolvedElement;

/**
 * A client that uses a pool: it asks for a greeting, and gets around elements that are dead.
 *
 * <p>Argument: a registrar, as {@code tcp:127.0.0.1:3863}.
 */
public final class GreetingUser {

    private static final int MAX_TRIES = 5;

    private GreetingUser() {}

    /** Asks for one greeting. */
    public static void main(String[] args) throws IOException {
        try (var registrars = Registrars.at(args[0])) {
            System.out.println(greeting(registrars.resolver()));
        }
    }

    private static String greeting(PoolResolver resolver) throws IOException {
        var element = resolver.next("greetings");
        for (int tries = 1; ; tries++) {
            try {
                return ask(element);
            } catch (IOException e) {
                if (tries == MAX_TRIES) {
                    throw e;
                }
                element = resolver.nextAfter(element);
            }
        }
    }

    private static String ask(ResolvedElement element) throws IOException {
        var address = element.address();
        try (var socket = new Socket(address.getAddress(), address.getPort())) {
            var answer = socket.getInputStream().readAllBytes();
            return new String(answer, StandardCharsets.UTF_8).strip();
        }
    }
}

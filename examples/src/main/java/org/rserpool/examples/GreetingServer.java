package org.rserpool.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.rserpool.client.PoolElement;
import org.rserpool.client.Registrars;

/**
 * A server that joins a pool: it greets whoever connects. Start it as often as you like.
 *
 * <p>Argument: a registrar, as {@code tcp:127.0.0.1:3863}.
 */
public final class GreetingServer {

    private GreetingServer() {}

    /** Runs the server until the process ends. */
    public static void main(String[] args) throws IOException {
        try (var registrars = Registrars.at(args[0]);
                var server = new ServerSocket(0);
                var element =
                        PoolElement.joining("greetings")
                                .serving(server.getLocalPort())
                                .start(registrars)) {
            System.out.println("serving at " + element.info().userTransport());
            while (true) {
                var user = server.accept();
                Thread.startVirtualThread(() -> greet(user, element));
            }
        }
    }

    private static void greet(Socket user, PoolElement element) {
        try (user;
                var out = new PrintStream(user.getOutputStream(), true, StandardCharsets.UTF_8)) {
            out.println("hello from element " + element.id());
        } catch (IOException e) {
            System.err.println("a user has gone: " + e.getMessage());
        }
    }
}

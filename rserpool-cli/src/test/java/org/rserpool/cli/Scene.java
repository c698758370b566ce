package org.rserpool.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A registrar and elements, run by the program within this process. */
final class Scene implements AutoCloseable {

    private final Typed registrar;
    private final Deque<Typed> elements = new ArrayDeque<>();

    Scene(String... options) {
        var arguments = new ArrayList<>(List.of("registrar", "--asap", "tcp:127.0.0.1:0", "-qq"));
        arguments.addAll(List.of(options));
        registrar = Typed.start(arguments.toArray(String[]::new));
        registrar.awaitLine("ready ");
    }

    Typed registrar() {
        return registrar;
    }

    /** Returns the registrar's address. */
    String asap() {
        return Typed.value(registrar.awaitLine("ready "), "asap");
    }

    /** Starts an element and waits until it is registered. */
    Typed element(String pool, String... options) {
        var arguments = new ArrayList<>(List.of("element", pool, "--registrar", asap(), "-qq"));
        arguments.addAll(List.of(options));
        var element = Typed.start(arguments.toArray(String[]::new));
        elements.push(element);
        element.awaitLine("registered ");
        return element;
    }

    @Override
    public void close() {
        elements.forEach(Typed::close);
        registrar.close();
    }
}

package org.rserpool.cli;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.rserpool.cli.terminal.Json;
import org.rserpool.cli.terminal.Shell;
import org.rserpool.cli.terminal.Times;
import org.rserpool.core.Notice;
import org.rserpool.core.registrar.RegistrarNotice.ElementAdded;
import org.rserpool.core.registrar.RegistrarNotice.ElementChanged;
import org.rserpool.core.registrar.RegistrarNotice.ElementRemoved;
import org.rserpool.net.NodeListener;
import org.rserpool.net.transport.NetNotice;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PoolHandle;
import tools.jackson.core.JsonGenerator;

/** What a registrar tells: logged, and if wanted printed, a change of the handlespace per line. */
final class Journal implements NodeListener {

    private static final System.Logger LOGGER = System.getLogger(Journal.class.getName());

    private final Shell shell;
    private final boolean events;

    /** Opened when the line has been printed that comes first. */
    private final CountDownLatch begun = new CountDownLatch(1);

    Journal(Shell shell, boolean events) {
        this.shell = shell;
        this.events = events;
    }

    /** Prints changes from here on, those before included. */
    void begin() {
        begun.countDown();
    }

    @Override
    public void told(Notice notice) {
        if (events) {
            print(notice);
        }
        var level =
                switch (notice.level()) {
                    case DEBUG -> System.Logger.Level.DEBUG;
                    case INFO -> System.Logger.Level.INFO;
                    case WARNING -> System.Logger.Level.WARNING;
                };
        LOGGER.log(level, notice::text);
    }

    private void print(Notice notice) {
        switch (notice) {
            case ElementAdded(var pool, var element) ->
                    print("element-added", pool, element.id(), "registered");
            case ElementChanged(var pool, var element) ->
                    print("element-changed", pool, element.id(), "re-registered");
            case ElementRemoved(var pool, var id, var reason) ->
                    print("element-removed", pool, id, reason.toString());
            case NetNotice.NoticesDropped(var count) ->
                    print("events-lost", object -> object.writeNumberProperty("count", count));
            default -> {} // about no element in particular
        }
    }

    private void print(String event, PoolHandle pool, ElementId element, String reason) {
        print(
                event,
                object -> {
                    object.writeStringProperty("pool", pool.toString());
                    object.writeStringProperty("element", element.toString());
                    object.writeStringProperty("reason", reason);
                });
    }

    private void print(String event, Consumer<JsonGenerator> more) {
        var time = Times.now();
        try {
            begun.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        shell.say(
                Json.object(object -> {
                    object.writeStringProperty("time", time);
                    object.writeStringProperty("event", event);
                    more.accept(object);
                }));
    }

    @Override
    public void stopped(Optional<Throwable> failure) {
        // One that did not even begin is told by whoever wanted to start it.
        failure.filter(_ -> begun.getCount() == 0)
                .ifPresent(
                        e -> LOGGER.log(System.Logger.Level.ERROR, "the registrar has failed", e));
    }
}

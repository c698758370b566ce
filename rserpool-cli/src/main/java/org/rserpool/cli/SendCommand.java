package org.rserpool.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.rserpool.cli.service.Dialogue;
import org.rserpool.cli.terminal.Shell;
import org.rserpool.client.PoolException;
import org.rserpool.client.PoolResolver;
import org.rserpool.client.ResolvedElement;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PoolHandle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends lines to the echo service of a pool. */
@Command(
        name = "send",
        description = {
            "Sends each line of standard input to an element's echo service and prints what comes"
                    + " back; when the element fails, the line goes to the next one."
        })
final class SendCommand implements Callable<Integer> {

    private static final System.Logger LOGGER = System.getLogger(SendCommand.class.getName());

    /** Between two rounds in which nobody answered. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Shell shell;

    @Parameters(paramLabel = "POOL", description = "The pool.")
    PoolHandle pool = PoolHandle.of("-");

    @Option(
            names = "--reply-within",
            paramLabel = "TIME",
            description = "How long an element may take to answer a line; 2s otherwise.")
    Duration replyWithin = Duration.ofSeconds(2);

    @Mixin Scope scope = new Scope();
    @Mixin Common common = new Common();

    @Spec CommandSpec spec = CommandSpec.create();

    private Optional<Talk> talk = Optional.empty();

    SendCommand(Shell shell) {
        this.shell = shell;
    }

    /** A dialogue with the element that is in use. */
    private record Talk(ResolvedElement element, Dialogue dialogue) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        common.log(System.Logger.Level.WARNING);
        Scope.requireTime(spec, "--reply-within", replyWithin);
        try (var registrars = scope.registrars(common.profile())) {
            var resolver = registrars.resolver();
            var in = new BufferedInputStream(shell.in());
            for (var line = line(in); line.isPresent(); line = line(in)) {
                var answer = send(line.get(), resolver);
                shell.out().write(answer);
                shell.out().write('\n');
                shell.out().flush();
            }
        } finally {
            talk.ifPresent(t -> t.dialogue.close());
        }
        return ExitCode.DONE;
    }

    /**
     * Sends a line until somebody answers it.
     *
     * @throws IOException if nobody does, though all were tried
     */
    private byte[] send(byte[] line, PoolResolver resolver)
            throws IOException, InterruptedException {
        Set<ElementId> tried = new HashSet<>(); // never iterated
        long end = System.nanoTime() + scope.timeout.toNanos();
        var last = new IOException("nobody was asked");
        while (true) {
            var element = talk.map(Talk::element).or(() -> next(resolver, tried));
            boolean isNews = element.isPresent() && tried.add(element.get().id());
            if (element.isEmpty() || (!isNews && System.nanoTime() - end > 0)) {
                throw new IOException(
                        "no element of pool '%s' answers, the last one: %s"
                                .formatted(pool, why(last)),
                        last);
            }
            if (!isNews) {
                shell.stop().await(PAUSE);
            }
            try {
                return talkWith(element.get()).dialogue.ask(line, replyWithin);
            } catch (IOException e) {
                last = e;
                LOGGER.log(
                        System.Logger.Level.WARNING, "{0} has failed: {1}", element.get(), why(e));
                hangUp();
                element.get().reportFailure();
            }
        }
    }

    /** Some exceptions of the JDK, as of closed channels, say it with their name alone. */
    static String why(IOException e) {
        return Optional.ofNullable(e.getMessage()).orElseGet(e::toString);
    }

    /** Returns whom to ask; nobody if the pool has gone after some of it were tried. */
    private Optional<ResolvedElement> next(PoolResolver resolver, Set<ElementId> tried) {
        try {
            return Optional.of(resolver.next(pool));
        } catch (PoolException.UnknownPool e) {
            if (tried.isEmpty()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private Talk talkWith(ResolvedElement element) throws IOException {
        if (talk.isEmpty()) {
            talk = Optional.of(new Talk(element, Dialogue.with(element.transport(), replyWithin)));
        }
        return talk.get();
    }

    private void hangUp() {
        talk.ifPresent(t -> t.dialogue.close());
        talk = Optional.empty();
    }

    /** Reads the octets of a line; empty at the end. */
    private static Optional<byte[]> line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        int octet = in.read();
        if (octet < 0) {
            return Optional.empty();
        }
        while (octet >= 0 && octet != '\n') {
            if (line.size() == Dialogue.MAX_LINE) {
                throw new IOException(
                        "a line has up to %d octets here".formatted(Dialogue.MAX_LINE));
            }
            line.write(octet);
            octet = in.read();
        }
        return Optional.of(line.toByteArray());
    }
}

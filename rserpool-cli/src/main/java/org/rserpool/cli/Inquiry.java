package org.rserpool.cli;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.rserpool.client.PoolException;
import org.rserpool.core.Answer;
import org.rserpool.core.Machine;
import org.rserpool.core.Request;
import org.rserpool.net.Node;
import org.rserpool.net.NodeConfig;
import org.rserpool.net.Transports;
import org.rserpool.net.transport.Limits;
import org.rserpool.net.transport.TransportKind;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.codec.Dialect;

/**
 * Asks a registrar something over ENRP, as one that is none itself.
 *
 * @param name of the node
 * @param machines makes the machine that asks, with the patience that it is to have
 * @param requests what the machine is asked about a registrar
 * @param answers what its answer means; throws {@link PoolException.NoRegistrar} if it is none
 */
record Inquiry<T>(
        String name,
        Dialect dialect,
        Machines machines,
        Function<TransportAddress, Request> requests,
        Reading<T> answers) {

    private static final System.Logger LOGGER = System.getLogger(Inquiry.class.getName());

    /** What the machine gives up by itself before. */
    private static final Duration GRACE = Duration.ofMillis(500);

    /** The last addresses get that many nanoseconds even where the others have used up all. */
    private static final long MIN_SHARE = 1_000_000;

    /** Makes a machine. */
    @FunctionalInterface
    interface Machines {
        /** Makes a machine for one question, which is given up after {@code patience}. */
        Machine make(Duration patience, RandomGenerator random);
    }

    /** Finds what was asked for in an answer. */
    @FunctionalInterface
    interface Reading<T> {
        /** Returns what was asked for, or throws {@link PoolException.NoRegistrar}. */
        T read(TransportAddress address, Answer answer);
    }

    /** Tries the addresses of a host one after the other, each for its share of what is left. */
    T ask(List<TransportAddress> addresses, Duration patience)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        var failures = new ArrayList<String>();
        for (int i = 0; i < addresses.size(); i++) {
            long share = (end - System.nanoTime()) / (addresses.size() - i);
            try {
                return ask(addresses.get(i), Duration.ofNanos(Math.max(share, MIN_SHARE)));
            } catch (PoolException.NoRegistrar e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        }
        throw new PoolException.NoRegistrar(String.join("; ", failures));
    }

    private T ask(TransportAddress address, Duration patience)
            throws IOException, InterruptedException {
        var config =
                new NodeConfig(
                        name,
                        dialect,
                        transports(address),
                        List.of(),
                        List.of(),
                        Limits.DEFAULTS.withConnectTimeout(patience));
        var random = new SplittableRandom(new SecureRandom().nextLong());
        try (var node =
                Node.start(
                        config,
                        _ -> machines.make(patience, random),
                        notice -> LOGGER.log(System.Logger.Level.DEBUG, notice::text))) {
            var answer = node.ask(requests.apply(address));
            return answers.read(
                    address, answer.get(patience.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            throw new PoolException.NoRegistrar(
                    "%s did not send all within %d ms".formatted(address, patience.toMillis()));
        } catch (ExecutionException e) {
            throw new IOException("the reader has failed: " + e.getCause(), e);
        }
    }

    /** Others than the first registrar may be reached by another transport. */
    private static List<TransportKind> transports(TransportAddress address) {
        Optional<String> missing = Transports.KERNEL_SCTP.unavailable();
        if (missing.isPresent() && address.protocol() == TransportProtocol.SCTP) {
            throw new PoolException.NoRegistrar(
                    "%s cannot be reached: %s".formatted(address, missing.get()));
        }
        return missing.isPresent()
                ? List.of(Transports.TCP)
                : List.of(Transports.TCP, Transports.KERNEL_SCTP);
    }
}

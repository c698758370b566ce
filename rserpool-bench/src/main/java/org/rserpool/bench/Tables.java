package org.rserpool.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.rserpool.core.inspect.HandleTable;
import org.rserpool.core.inspect.HandleTableReader;
import org.rserpool.core.inspect.HandleTableReaderConfig;
import org.rserpool.net.Node;
import org.rserpool.net.NodeConfig;
import org.rserpool.net.Transports;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.codec.Dialect;

/** What registrars have in their handlespaces, read over ENRP as {@code rserpool dump} does. */
final class Tables implements AutoCloseable {

    /** A registrar that rejects, since it does not serve yet, is asked again soon. */
    private static final HandleTableReaderConfig CONFIG =
            new HandleTableReaderConfig(
                    Dialect.EXTENDED,
                    Duration.ofSeconds(5),
                    Duration.ofMillis(50),
                    Duration.ofMillis(20),
                    500,
                    1 << 20);

    private final Node node;

    Tables() throws IOException {
        node =
                Node.start(
                        NodeConfig.named("tables").withTransports(Transports.TCP),
                        _ -> new HandleTableReader(CONFIG, new SplittableRandom()),
                        _ -> {});
    }

    /** Reads the handlespace of a registrar; empty if it cannot be read. */
    Optional<HandleTable> find(TransportAddress enrp) throws IOException, InterruptedException {
        try {
            var answer = node.ask(new HandleTableReader.Read(enrp)).get();
            return answer instanceof HandleTable table ? Optional.of(table) : Optional.empty();
        } catch (ExecutionException e) {
            throw new IOException("the reader has failed", e);
        }
    }

    /** Reads the handlespace of a registrar that serves. */
    HandleTable read(TransportAddress enrp) throws IOException, InterruptedException {
        return find(enrp).orElseThrow(() -> new IOException(enrp + " was not read"));
    }

    /** Returns the home of each element, for elements with identifiers of their own. */
    static Map<ElementId, RegistrarId> homes(HandleTable table) {
        var homes = new TreeMap<ElementId, RegistrarId>();
        for (HandleTable.Pool pool : table.pools()) {
            pool.elements().forEach(element -> homes.put(element.id(), element.home()));
        }
        return homes;
    }

    /** Returns how many elements have one of these homes. */
    static int ownedBy(HandleTable table, List<RegistrarId> homes) {
        return table.owners().stream()
                .filter(owner -> homes.contains(owner.id()))
                .mapToInt(HandleTable.Owner::elements)
                .sum();
    }

    /**
     * Waits until some registrars agree on elements and homes, and there are so many elements.
     *
     * @throws IOException if they do not within a minute
     */
    void awaitAgreement(List<TransportAddress> registrars, int elements)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!agree(registrars, elements)) {
            if (System.nanoTime() - end > 0) {
                throw new IOException(
                        "no agreement of %s on %d elements".formatted(registrars, elements));
            }
            Thread.sleep(20);
        }
    }

    /** Returns whether registrars have the same elements with the same homes, and so many. */
    boolean agree(List<TransportAddress> registrars, int elements)
            throws IOException, InterruptedException {
        Optional<HandleTable> first = Optional.empty();
        for (TransportAddress registrar : registrars) {
            var table = find(registrar);
            if (table.isEmpty() || table.get().size() != elements) {
                return false;
            }
            if (first.isPresent() && !homes(first.get()).equals(homes(table.get()))) {
                return false;
            }
            first = table;
        }
        return true;
    }

    @Override
    public void close() {
        node.close();
    }
}

package org.rserpool.core.inspect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.message.EnrpMessage.PoolEntry;

/** Puts the pages of a handle table together. */
final class TableCollector {

    private final Map<PoolHandle, TreeMap<ElementId, PoolElementInfo>> pools =
            new LinkedHashMap<>();
    private int size;

    /** Takes a page, the later word counting, and returns whether there was anything new. */
    boolean add(List<PoolEntry> page) {
        boolean progress = false;
        for (PoolEntry entry : page) {
            var elements = pools.computeIfAbsent(entry.pool(), _ -> new TreeMap<>());
            for (PoolElementInfo element : entry.elements()) {
                var former = Optional.ofNullable(elements.put(element.id(), element));
                size += former.isPresent() ? 0 : 1;
                progress |= !former.equals(Optional.of(element));
            }
        }
        return progress;
    }

    int size() {
        return size;
    }

    HandleTable table(RegistrarId registrar) {
        var listed =
                pools.entrySet().stream()
                        .map(pool ->
                                new HandleTable.Pool(
                                        pool.getKey(), List.copyOf(pool.getValue().values())))
                        .toList();
        return new HandleTable(registrar, listed, owners());
    }

    private List<HandleTable.Owner> owners() {
        var counts = new TreeMap<RegistrarId, Integer>();
        var sums = new TreeMap<RegistrarId, Long>();
        pools.forEach((pool, elements) ->
                elements.values()
                        .forEach(element -> {
                            long contribution = PeChecksum.contribution(pool, element.id());
                            counts.merge(element.home(), 1, Integer::sum);
                            sums.merge(element.home(), contribution, Long::sum);
                        }));
        return counts.entrySet().stream()
                .map(owner ->
                        new HandleTable.Owner(
                                owner.getKey(),
                                owner.getValue(),
                                PeChecksum.ofSum(sums.getOrDefault(owner.getKey(), 0L))))
                .toList();
    }
}

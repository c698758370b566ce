package org.rserpool.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportUse;

/**
 * Pools and elements for measurements, the same for every implementation: all chance comes from
 * SplitMix64 with seed 42, drawn in a fixed order.
 */
final class Workload {

    static final RegistrarId REGISTRAR = new RegistrarId(0x5250AA01);

    private static final long SEED = 42;
    private static final int LINKS = 1024;
    private static final long FIRST_MICROSECOND = 1_000_000;

    final MeasuredPolicy policy;
    final Shape shape;
    final PoolHandle[] handles;
    final PoolElementInfo[] elements;
    final PoolElementInfo[] renewed;
    final int[] registration;
    final int[] reregistration;
    final int[] deregistration;
    final SplittableRandom random = new SplittableRandom(SEED);

    /** So many pools with so many elements each. */
    record Shape(int pools, int elementsPerPool) {

        /** Reads {@code 1000x100}. */
        static Shape parse(String text) {
            var numbers = text.split("x", -1);
            return new Shape(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
        }

        @Override
        public String toString() {
            return pools + "x" + elementsPerPool;
        }

        int elements() {
            return pools * elementsPerPool;
        }
    }

    Workload(MeasuredPolicy policy, Shape shape) {
        this.policy = policy;
        this.shape = shape;
        int count = shape.elements();
        handles = new PoolHandle[shape.pools()];
        for (int p = 0; p < handles.length; p++) {
            handles[p] = PoolHandle.of("pool-%07d".formatted(p));
        }
        elements = new PoolElementInfo[count];
        renewed = new PoolElementInfo[count];
        for (int j = 0; j < count; j++) {
            long a = random.nextLong();
            long b = random.nextLong();
            long c = random.nextLong();
            long weight = 1 + ((a >>> 32) * 100 >>> 32);
            long degradation = 1 + (b >>> 40);
            long priority = b & 0xffff_ffffL;
            elements[j] = element(j, policy.info(weight, a & 0xffff_ffffL, degradation, priority));
            renewed[j] = element(j, policy.info(weight, c & 0xffff_ffffL, degradation, priority));
        }
        registration = order(count);
        reregistration = order(count);
        deregistration = order(count);
    }

    private static PoolElementInfo element(int j, PolicyInfo policy) {
        var host = List.<IpAddress>of(new IpAddress.V4(10 << 24 | j & 0xff_ffff));
        return new PoolElementInfo(
                        new ElementId(identifier(j)),
                        new RegistrationLife(300_000),
                        new TransportAddress.Sctp(1024 + j % 60_000, TransportUse.DATA_ONLY, host),
                        policy)
                .withHome(REGISTRAR)
                .withAsapTransport(new TransportAddress.Sctp(3863, TransportUse.DATA_ONLY, host));
    }

    /** The finaliser of MurmurHash3: unique, and never 0 for a {@code j} from 0 on. */
    static int identifier(int j) {
        int h = j + 1;
        h ^= h >>> 16;
        h *= 0x85ebca6b;
        h ^= h >>> 13;
        h *= 0xc2b2ae35;
        h ^= h >>> 16;
        return h;
    }

    /** A number from 0 to {@code n - 1}. */
    int bound(int n) {
        return (int) ((random.nextLong() >>> 32) * n >>> 32);
    }

    private int[] order(int count) {
        var order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        for (int i = count; i > 1; i--) {
            int j = bound(i);
            int swapped = order[i - 1];
            order[i - 1] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /** The pools to ask for, drawn uniformly. */
    int[] drawnPools(int count) {
        var drawn = new int[count];
        for (int i = 0; i < count; i++) {
            drawn[i] = bound(shape.pools());
        }
        return drawn;
    }

    PoolHandle handleOf(int element) {
        return handles[element / shape.elementsPerPool()];
    }

    static int link(int element) {
        return 1 + element % LINKS;
    }

    /** The time of the {@code n}th registration. */
    static Instant at(long n) {
        return Instant.EPOCH.plusNanos((FIRST_MICROSECOND + n) * 1_000);
    }

    /** The octets of a handle, as they come in a message. */
    static byte[] octets(PoolHandle handle) {
        return handle.toString().getBytes(StandardCharsets.US_ASCII);
    }
}

package org.rserpool.bench;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import org.rserpool.core.handlespace.Handlespace;

/** M: live heap per element, in a process of its own; prints octets per element. */
final class MemoryMeasurement {

    private MemoryMeasurement() {}

    /**
     * Measures one shape.
     *
     * @param args the shape, as {@code 1000x100}
     */
    public static void main(String[] args) {
        var shape = Workload.Shape.parse(args[0]);
        // Handlespaces of small shapes are too small to be weighed one by one.
        int copies = Math.max(1, 100_000 / shape.elements());
        var workloads = new Workload[copies];
        var handlespaces = new Handlespace[copies];
        for (int i = 0; i < copies; i++) {
            handlespaces[i] = HandlespaceBenchmark.emptyHandlespace(MeasuredPolicy.RR);
        }
        long empty = liveHeap();
        for (int i = 0; i < copies; i++) {
            // Each element with addresses and values of its own, as if it had come by message.
            workloads[i] = new Workload(MeasuredPolicy.RR, shape);
            long at = 0;
            for (int element : workloads[i].registration) {
                HandlespaceBenchmark.register(workloads[i], handlespaces[i], element, at++);
            }
            workloads[i] = new Workload(MeasuredPolicy.RR, new Workload.Shape(1, 1));
        }
        try {
            System.out.printf("%.1f%n", (liveHeap() - empty) / (double) copies / shape.elements());
        } finally {
            Reference.reachabilityFence(handlespaces);
        }
    }

    private static long liveHeap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}

package org.rserpool.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.codec.Decoded;
import org.rserpool.wire.codec.Dialect;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.Message;

/** C: messages to octets and back. */
@Fork(3)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class CodecBenchmark {

    private static final int MUTATIONS = 1_000;

    /** Makes the benchmark. */
    public CodecBenchmark() {}

    /** The messages, with the octets that they must have. */
    public enum Sample {
        /** A registration without ASAP transport. */
        REGISTRATION(64, 4),
        /** A request for a pool. */
        HANDLE_RESOLUTION(20, 4),
        /** An answer with four elements. */
        HANDLE_RESOLUTION_RESPONSE_4(208, 4),
        /** A page of a handle table. */
        HANDLE_TABLE_RESPONSE_128(7_900, 12),
        /** A keep-alive. */
        ENDPOINT_KEEP_ALIVE(24, 8),
        /** Its acknowledgement. */
        ENDPOINT_KEEP_ALIVE_ACK(28, 4),
        /** A presence without server information. */
        PRESENCE(20, 12),
        /** An update about one element. */
        HANDLE_UPDATE(92, 16);

        private final int octets;
        private final int parameters;

        /** Takes how many octets it has, and where its parameters begin. */
        Sample(int octets, int parameters) {
            this.octets = octets;
            this.parameters = parameters;
        }

        private Message message() {
            var workload = new Workload(MeasuredPolicy.WRR, new Workload.Shape(13, 10));
            var peer = new RegistrarId(0x5250AA02);
            var pool = workload.handles[0];
            var first = workload.elements[0];
            return switch (this) {
                case REGISTRATION -> new AsapMessage.Registration(pool, registering(first));
                case HANDLE_RESOLUTION ->
                        new AsapMessage.HandleResolution(pool, false, OptionalLong.empty());
                case HANDLE_RESOLUTION_RESPONSE_4 ->
                        new AsapMessage.HandleResolutionResponse(
                                pool,
                                false,
                                Optional.of(first.policy()),
                                List.of(workload.elements).subList(0, 4).stream()
                                        .map(Sample::registering)
                                        .map(element -> element.withHome(Workload.REGISTRAR))
                                        .toList(),
                                List.of());
                case HANDLE_TABLE_RESPONSE_128 ->
                        new EnrpMessage.HandleTableResponse(
                                Workload.REGISTRAR, peer, false, true, page(workload));
                case ENDPOINT_KEEP_ALIVE ->
                        new AsapMessage.EndpointKeepAlive(
                                Workload.REGISTRAR, pool, false, Optional.empty());
                case ENDPOINT_KEEP_ALIVE_ACK ->
                        new AsapMessage.EndpointKeepAliveAck(pool, first.id());
                case PRESENCE ->
                        new EnrpMessage.Presence(
                                Workload.REGISTRAR,
                                RegistrarId.NONE,
                                false,
                                Optional.of(new PeChecksum(0xb880)),
                                Optional.empty());
                case HANDLE_UPDATE ->
                        new EnrpMessage.HandleUpdate(
                                Workload.REGISTRAR,
                                RegistrarId.NONE,
                                EnrpMessage.UpdateAction.ADD,
                                false,
                                pool,
                                first);
            };
        }

        private static PoolElementInfo registering(PoolElementInfo element) {
            return new PoolElementInfo(
                    element.id(), element.life(), element.userTransport(), element.policy());
        }

        private static List<EnrpMessage.PoolEntry> page(Workload workload) {
            var entries = new ArrayList<EnrpMessage.PoolEntry>();
            int left = 128;
            for (int p = 0; left > 0; p++) {
                var elements =
                        List.of(workload.elements).subList(10 * p, 10 * p + 10).stream()
                                .sorted(Comparator.comparing(PoolElementInfo::id))
                                .limit(left)
                                .toList();
                entries.add(new EnrpMessage.PoolEntry(workload.handles[p], elements));
                left -= elements.size();
            }
            return entries;
        }
    }

    /** One message, its octets, and octets in which one length is wrong. */
    @State(Scope.Thread)
    public static class Content {

        /** Which message. */
        @Param public Sample sample = Sample.REGISTRATION;

        final Wire wire = new Wire(Dialect.RFC);
        final byte[] buffer = new byte[Wire.MAX_SIZE];
        Message message = Sample.REGISTRATION.message();
        byte[] octets = {};
        byte[][] malformed = {};
        int next;

        /** Makes the state. */
        public Content() {}

        /** Encodes the message. */
        @Setup
        public void encode() {
            message = sample.message();
            octets = wire.encode(message).toArray();
            if (octets.length != sample.octets) {
                throw new IllegalStateException(
                        "%s has %d octets, expected %d"
                                .formatted(sample, octets.length, sample.octets));
            }
            malformed = mutations();
        }

        private byte[][] mutations() {
            var workload = new Workload(MeasuredPolicy.RR, new Workload.Shape(1, 1));
            var fields = lengthFields();
            var mutations = new ArrayList<byte[]>();
            while (mutations.size() < MUTATIONS) {
                var mutation = octets.clone();
                int at = fields.get(workload.bound(fields.size()));
                mutation[at] = (byte) workload.bound(256);
                mutation[at + 1] = (byte) workload.bound(256);
                var decoded = wire.decode(message.protocol(), mutation, 0, mutation.length);
                if (!(decoded instanceof Decoded.Accepted)) {
                    mutations.add(mutation);
                }
            }
            return mutations.toArray(new byte[0][]);
        }

        /** Where the lengths of the message and of the parameters directly in it are. */
        private List<Integer> lengthFields() {
            var fields = new ArrayList<>(List.of(2));
            int parameter = sample.parameters;
            while (parameter < octets.length) {
                fields.add(parameter + 2);
                int length =
                        Byte.toUnsignedInt(octets[parameter + 2]) << 8
                                | Byte.toUnsignedInt(octets[parameter + 3]);
                parameter += length + 3 & ~3;
            }
            return fields;
        }
    }

    /** Encodes into a buffer that is used again and again. */
    @Benchmark
    public int encode(Content content, CpuTime cpu) {
        cpu.operations++;
        return content.wire.encode(content.message, content.buffer, 0);
    }

    /** Decodes and validates. */
    @Benchmark
    public Decoded decode(Content content, CpuTime cpu) {
        cpu.operations++;
        return content.wire.decode(
                content.message.protocol(), content.octets, 0, content.octets.length);
    }

    /** Rejects what is wrong. */
    @Benchmark
    public Decoded reject(Content content, CpuTime cpu) {
        cpu.operations++;
        var octets = content.malformed[content.next];
        content.next = content.next + 1 == MUTATIONS ? 0 : content.next + 1;
        return content.wire.decode(content.message.protocol(), octets, 0, octets.length);
    }
}

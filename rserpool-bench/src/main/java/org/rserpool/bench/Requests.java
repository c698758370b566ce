package org.rserpool.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.codec.Dialect;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.Message;

/** The requests about the pools and elements of one shape, encoded. */
final class Requests {

    private static final int DRAWN = 65_536;

    private static final Wire WIRE = new Wire(Dialect.EXTENDED);

    final ByteBuffer[] registrations;
    final ByteBuffer[] deregistrations;
    final ByteBuffer[] resolutions;
    private final int[] drawn;

    Requests(Workload.Shape shape) {
        var workload = new Workload(MeasuredPolicy.RR, shape);
        registrations = new ByteBuffer[shape.elements()];
        deregistrations = new ByteBuffer[shape.elements()];
        for (int i = 0; i < shape.elements(); i++) {
            int j = workload.registration[i];
            registrations[i] =
                    octets(
                            new AsapMessage.Registration(
                                    workload.handleOf(j), onLoopback(workload.elements[j])));
            int gone = workload.deregistration[i];
            deregistrations[i] =
                    octets(
                            new AsapMessage.Deregistration(
                                    workload.handleOf(gone), workload.elements[gone].id()));
        }
        resolutions = new ByteBuffer[shape.pools()];
        for (int p = 0; p < shape.pools(); p++) {
            resolutions[p] = octets(resolution(workload.handles[p]));
        }
        drawn = workload.drawnPools(DRAWN);
    }

    /** Returns an element as it is where registrar and load are on one machine. */
    static PoolElementInfo onLoopback(PoolElementInfo element) {
        return new PoolElementInfo(
                new ElementId(element.id().value()),
                RegistrationLife.ofSeconds(300_000),
                new TransportAddress.Tcp(
                        element.userTransport().port(), IpAddress.parse("127.0.0.1")),
                element.policy());
    }

    private static AsapMessage.HandleResolution resolution(PoolHandle pool) {
        return new AsapMessage.HandleResolution(pool, false, OptionalLong.empty());
    }

    /** Registers all. */
    ClosedLoop.Run register(ClosedLoop loop) throws IOException {
        return register(loop, 0, registrations.length);
    }

    /** Registers some of them, in the order of registration. */
    ClosedLoop.Run register(ClosedLoop loop, int from, int to) throws IOException {
        return loop.pass(to - from, i -> registrations[from + i], Answer.REGISTERED);
    }

    /** Deregisters all. */
    ClosedLoop.Run deregister(ClosedLoop loop) throws IOException {
        return loop.pass(deregistrations.length, i -> deregistrations[i], Answer.DEREGISTERED);
    }

    /** Returns the {@code i}th of many requests about pools drawn at random. */
    ByteBuffer resolution(int i) {
        return resolutions[drawn[i & DRAWN - 1]];
    }

    /** Encodes a message, to be sent by {@code duplicate()}. */
    static ByteBuffer octets(Message message) {
        var octets = WIRE.encode(message).toArray();
        return ByteBuffer.allocateDirect(octets.length).put(octets).flip();
    }
}

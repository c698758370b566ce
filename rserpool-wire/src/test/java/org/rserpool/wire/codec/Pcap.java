package org.rserpool.wire.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.rserpool.wire.message.Protocol;

/** Writes messages as packets of a capture file: Ethernet, IPv4, SCTP or UDP. */
final class Pcap {

    private static final int SCTP = 132;
    private static final int UDP = 17;
    private static final int PADDING_MASK = 3;

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private int packets;

    Pcap() {
        file.writeBytes(
                ByteBuffer.allocate(24)
                        .putInt(0xa1b2c3d4)
                        .putShort((short) 2)
                        .putShort((short) 4)
                        .putLong(0)
                        .putInt(0x40000)
                        .putInt(1)
                        .array());
    }

    /** Adds a message in one DATA chunk, with the protocol's port and payload identifier. */
    void addSctp(Protocol protocol, byte[] message) {
        int padding = -message.length & PADDING_MASK;
        var packet = ByteBuffer.allocate(12 + 16 + message.length + padding);
        packet.putShort((short) protocol.port()).putShort((short) protocol.port());
        packet.putInt(0x12345678).putInt(0);
        packet.put((byte) 0).put((byte) 3).putShort((short) (16 + message.length));
        packet.putInt(packets + 1).putShort((short) 0).putShort((short) packets);
        packet.putInt(protocol.payloadProtocolId()).put(message);
        var checksum = new CRC32C();
        checksum.update(packet.array());
        packet.order(ByteOrder.LITTLE_ENDIAN).putInt(8, (int) checksum.getValue());
        addIp(SCTP, packet.array());
    }

    /** Adds a message in one datagram, to the protocol's port. */
    void addUdp(Protocol protocol, byte[] message) {
        var packet = ByteBuffer.allocate(8 + message.length);
        packet.putShort((short) protocol.port()).putShort((short) protocol.port());
        // A checksum of 0 stands for none.
        packet.putShort((short) (8 + message.length)).putShort((short) 0).put(message);
        addIp(UDP, packet.array());
    }

    private void addIp(int protocol, byte[] payload) {
        var packet = ByteBuffer.allocate(14 + 20 + payload.length);
        packet.putInt(0x02000000).putInt(0x00020200).putInt(0x00000001).putShort((short) 0x0800);
        int header = packet.position();
        packet.put((byte) 0x45).put((byte) 0).putShort((short) (20 + payload.length));
        packet.putInt(packets << 16).put((byte) 64).put((byte) protocol).putShort((short) 0);
        packet.putInt(0x0a010001).putInt(0x0a010002);
        int sum = 0;
        for (int i = header; i < header + 20; i += 2) {
            sum += packet.getShort(i) & 0xffff;
        }
        packet.putShort(header + 10, (short) ~((sum & 0xffff) + (sum >>> 16)));
        packet.put(payload);
        file.writeBytes(
                ByteBuffer.allocate(16)
                        .putInt(packets++)
                        .putInt(0)
                        .putInt(packet.capacity())
                        .putInt(packet.capacity())
                        .array());
        file.writeBytes(packet.array());
    }

    /** Returns the file. */
    byte[] toArray() {
        return file.toByteArray();
    }
}

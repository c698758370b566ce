package org.rserpool.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rserpool.wire.codec.Decoding.POOL;
import static org.rserpool.wire.codec.Decoding.asap;
import static org.rserpool.wire.codec.Octets.hex;
import static org.rserpool.wire.codec.Octets.tlv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.ServerInformation;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportUse;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.Protocol;

/** What fits, what it costs, and what happens beyond. */
final class LimitsTest {

    private static final Wire RFC = new Wire(Dialect.RFC);

    @Test
    void aMessageThatIsTooLongIsNotEncoded() {
        var cookie = new AsapMessage.Cookie(Bytes.of(new byte[65_528]));

        assertThatThrownBy(() -> RFC.encode(cookie))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a message has at most 65535 octets, this Cookie has 65536");
        assertThatThrownBy(() -> RFC.encode(cookie, new byte[100_000], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a message has at most 65535 octets, this Cookie has 65536");
        assertThatThrownBy(() -> RFC.encode(new AsapMessage.Cookie(Bytes.of(new byte[100_000]))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a message has at most 65535 octets, this Cookie has 100008");
    }

    @Test
    void whereTheLengthCoversThePaddingThreeOctetsLessFit() {
        var cookie = new AsapMessage.Cookie(Bytes.of(new byte[65_525]));
        var rsplib = new Wire(Dialect.RSPLIB);

        assertThat(RFC.encode(cookie).size()).isEqualTo(65_536);
        assertThatThrownBy(() -> rsplib.encode(cookie))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a message has at most 65535 octets, this Cookie has 65536");
        assertThat(rsplib.encode(new AsapMessage.Cookie(Bytes.of(new byte[65_524]))).size())
                .isEqualTo(Wire.MAX_PAGE);
    }

    @Test
    void aTargetThatIsTooShortIsNotTouched() {
        var target = new byte[20];
        Arrays.fill(target, (byte) 0x55);

        assertThatThrownBy(
                        () -> RFC.encode(new AsapMessage.HandleResolution(Golden.ECHO1), target, 5))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(target).containsOnly(0x55);
        assertThat(RFC.encode(new AsapMessage.HandleResolution(Golden.ECHO1), target, 4))
                .isEqualTo(20);
    }

    @Test
    void aParameterThatIsTooLongIsNotEncoded() {
        var opaque = new TransportAddress.Opaque(Bytes.of(new byte[65_532]));
        var largest = new TransportAddress.Opaque(Bytes.of(new byte[65_531]));
        var policy = new PolicyInfo(PolicyType.RANDOM, Bytes.of(new byte[70_000]));

        assertThat(RFC.encode(largest).size()).isEqualTo(65_535);
        assertThatThrownBy(() -> RFC.encode(opaque))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a parameter has at most 65535 octets, this one has 65536");
        assertThatThrownBy(() -> RFC.encode(policy))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a parameter has at most 65535 octets, this one has 70008");
        assertThatThrownBy(() -> RFC.encode(Golden.REGISTERING.withUserTransport(largest)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a parameter has at most 65535 octets, this one has 65560");
    }

    @Test
    void aPageIsFilledByAddingUpSizes() {
        var element = Golden.AT_HOME;
        var elements = new ArrayList<PoolElementInfo>();
        int left = Wire.MAX_PAGE - Wire.ENRP_HEADER - Wire.sizeOf(Golden.ECHO1);
        while (left >= Wire.sizeOf(element)) {
            elements.add(element);
            left -= Wire.sizeOf(element);
        }

        assertThat(elements).hasSize(1023);
        for (Dialect dialect : List.of(Dialect.RFC, Dialect.EXTENDED, Dialect.RSPLIB)) {
            assertThat(new Wire(dialect).encode(table(elements)).size())
                    .isEqualTo(Wire.MAX_PAGE - left);
        }
        elements.add(element);
        assertThatThrownBy(() -> RFC.encode(table(elements)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a message has at most 65535 octets, this HandleTableResponse has 65560");
    }

    private static EnrpMessage table(List<PoolElementInfo> elements) {
        return new EnrpMessage.HandleTableResponse(
                Golden.PR1,
                Golden.PR2,
                false,
                false,
                List.of(new EnrpMessage.PoolEntry(Golden.ECHO1, elements)));
    }

    @Test
    void sizesCountThePadding() {
        assertThat(Wire.sizeOf(PoolHandle.of("Echo1"))).isEqualTo(12);
        assertThat(Wire.sizeOf(Golden.REGISTERING)).isEqualTo(48);
        assertThat(Wire.sizeOf(Golden.AT_HOME)).isEqualTo(64);
        assertThat(Wire.sizeOf(PolicyInfo.ROUND_ROBIN)).isEqualTo(8);
        assertThat(Wire.sizeOf(new PolicyInfo(new PolicyType(0x12345678), Bytes.ofHex("aabbcc"))))
                .isEqualTo(12);
        assertThat(
                        Wire.sizeOf(
                                new ServerInformation(
                                        Golden.PR1,
                                        Golden.sctp(9901, TransportUse.DATA_ONLY, "192.0.2.1"))))
                .isEqualTo(24);
        assertThat(Wire.sizeOf(new EnrpMessage.ListRequest(Golden.PR1, Golden.PR2)))
                .isEqualTo(Wire.ENRP_HEADER);
        assertThat(Wire.sizeOf(new AsapMessage.ServerAnnounce(Golden.PR1, List.of())))
                .isEqualTo(Wire.ASAP_HEADER + 4);
    }

    /** Messages that cost most for their size, or claim most. */
    static Stream<Bytes> expensive() {
        var address = hex("0001 0008 c0000201");
        var transport = tlv(0x0004, hex("1389 0000"), repeated(address, 8000));
        return Stream.of(
                // One element with as many addresses as fit.
                Octets.asap(0x0d, 0, POOL, Decoding.element(transport, Decoding.POLICY)),
                // As many of the smallest elements as fit.
                Octets.asap(
                        0x0d,
                        0,
                        POOL,
                        repeated(Decoding.element(hex("0010 0004"), Decoding.POLICY), 2300)),
                // As many causes as fit.
                Octets.asap(0x0e, 0, tlv(0x000c, repeated(hex("ffff 0004"), 16_000))),
                // As many transports as fit.
                Octets.asap(
                        0x0a,
                        0,
                        hex("abcd0001"),
                        repeated(hex("0004 0010 1389 0000 0001 0008 c0000201"), 4000)),
                // As many unknown parameters as fit, to be reported, to be skipped, and large.
                Octets.asap(0x05, 0, POOL, repeated(hex("c123 0004"), 16_000)),
                Octets.asap(0x05, 0, POOL, repeated(hex("8123 0004"), 16_000)),
                Octets.asap(0x05, 0, POOL, repeated(tlv(0xc123, Bytes.of(new byte[4000])), 16)),
                // Parameters in parameters in parameters, none of them known.
                Octets.asap(0x05, 0, POOL, nested(16_000)),
                // A wrong element around all of it.
                Octets.asap(0x01, 0, POOL, Decoding.element(transport)),
                // Few octets that claim many.
                hex("0d00 ffff 0009 ffff"),
                hex("0d00 0010 0009 0005 41000000 000a ffff"),
                hex("0e00 000c 000c 0008 ffff ffff"),
                hex("0300 0014 abcd0001 abcd0002 0009 0005 41000000"));
    }

    @ParameterizedTest
    @MethodSource("expensive")
    void memoryIsBoundedByTheSizeOfTheInput(Bytes octets) {
        var array = octets.toArray();
        for (Protocol protocol : Protocol.values()) {
            Allocation.check(RFC, protocol, array);
        }
    }

    private static Bytes repeated(Bytes parameter, int times) {
        return Octets.joined(Collections.nCopies(times, parameter).toArray(Bytes[]::new));
    }

    private static Bytes nested(int depth) {
        var octets = new byte[4 * depth];
        for (int i = 0; i < depth; i++) {
            int length = octets.length - 4 * i;
            octets[4 * i] = (byte) 0x81;
            octets[4 * i + 2] = (byte) (length >>> 8);
            octets[4 * i + 3] = (byte) length;
        }
        return Bytes.of(octets);
    }

    @Test
    void nestingIsNotFollowedDeeperThanItMeansSomething() {
        assertThat(asap(Octets.asap(0x05, 0, POOL, nested(16_000))))
                .isInstanceOf(Decoded.Accepted.class);
    }
}

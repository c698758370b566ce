package org.rserpool.net.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rserpool.wire.Bytes;

class FramerTest {

    private final List<Bytes> messages = new ArrayList<>();
    private final Framer framer = new Framer();

    private boolean feed(byte[] octets, int from, int to) {
        return framer.feed(
                octets,
                from,
                to,
                (array, begin, end) -> messages.add(Bytes.copyOf(array, begin, end)));
    }

    /** A message whose length field says {@code length}, with its padding. */
    private static byte[] message(int length, int seed) {
        var octets = new byte[(length + 3) & ~3];
        new java.util.Random(seed).nextBytes(octets);
        octets[2] = (byte) (length >> 8);
        octets[3] = (byte) length;
        return octets;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverPiecesTheStreamComesInTheMessagesAreTheSame(long seed) {
        var random = new SplittableRandom(seed);
        var sent = new ArrayList<Bytes>();
        var stream = new ByteArrayOutputStream();
        for (int i = 0; i < 200; i++) {
            int length =
                    random.nextInt(10) == 0 ? random.nextInt(4, 0x10000) : random.nextInt(4, 60);
            var message = message(length, random.nextInt());
            sent.add(Bytes.of(message));
            stream.writeBytes(message);
        }
        var octets = stream.toByteArray();
        int position = 0;
        while (position < octets.length) {
            int piece = random.nextInt(3) == 0 ? random.nextInt(1, 8) : random.nextInt(1, 20_000);
            int end = Math.min(octets.length, position + piece);
            assertThat(feed(octets, position, end)).isTrue();
            position = end;
        }
        assertThat(messages).isEqualTo(sent);
    }

    @Test
    void octetByOctetIsEnough() {
        var octets = message(13, 1);
        for (int i = 0; i < octets.length; i++) {
            assertThat(messages).isEmpty();
            assertThat(feed(octets, i, i + 1)).isTrue();
        }
        assertThat(messages).containsExactly(Bytes.of(octets));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aLengthBelowTheHeaderIsRefused(int length) {
        var octets = new byte[] {1, 0, 0, (byte) length};
        assertThat(feed(octets, 0, 4)).isFalse();
        assertThat(messages).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aLengthBelowTheHeaderIsRefusedAlsoOctetByOctet(int length) {
        var octets = new byte[] {1, 0, 0, (byte) length};
        assertThat(feed(octets, 0, 3)).isTrue();
        assertThat(feed(octets, 3, 4)).isFalse();
        assertThat(messages).isEmpty();
    }

    @Test
    void whatCameBeforeABadLengthIsGood() {
        var stream = new ByteArrayOutputStream();
        stream.writeBytes(message(8, 1));
        stream.writeBytes(new byte[] {0, 0, 0, 3});
        assertThat(feed(stream.toByteArray(), 0, 12)).isFalse();
        assertThat(messages).containsExactly(Bytes.of(message(8, 1)));
    }

    @Test
    void aMessageOfFourOctetsIsOne() {
        assertThat(feed(new byte[] {7, 0, 0, 4, 7, 0, 0, 4, 7}, 0, 9)).isTrue();
        assertThat(messages).hasSize(2);
    }
}

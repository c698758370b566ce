package org.rserpool.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.rserpool.testkit.Requirement;

/** Messages drawn at random, there and back. */
final class RoundTripTest {

    static final List<Dialect> DIALECTS = List.of(Dialect.RFC, Dialect.EXTENDED, Dialect.RSPLIB);

    @ParameterizedTest
    @FieldSource("DIALECTS")
    @Requirement({
        "PAR-010",
        "PAR-023",
        "PAR-031",
        "PAR-039",
        "PAR-064",
        "PAR-067",
        "PAR-085",
        "PAR-088",
        "ENRP-010"
    })
    void aMessageComesOutAsItWentIn(Dialect dialect) {
        var wire = new Wire(dialect);
        var generator = new Generator(dialect, new SplittableRandom(20_260_101));
        var types = new TreeSet<String>();
        for (int i = 0; i < 20_000; i++) {
            var message = generator.message();
            types.add(message.getClass().getName());

            var octets = wire.encode(message);

            assertThat(octets.size() % 4).isZero();
            assertThat(Wire.sizeOf(message)).isEqualTo(octets.size());
            assertThat(wire.decode(message.protocol(), octets))
                    .isEqualTo(new Decoded.Accepted(message, List.of()));
        }
        assertThat(types).hasSize(24);
    }

    @ParameterizedTest
    @FieldSource("DIALECTS")
    void aDamagedMessageLeavesAnOutcomeThatCanBeActedUpon(Dialect dialect) {
        var wire = new Wire(dialect);
        var random = new SplittableRandom(20_260_102);
        var generator = new Generator(dialect, random);
        for (int i = 0; i < 20_000; i++) {
            var message = generator.message();
            var octets = wire.encode(message).toArray();
            for (int damage = random.nextInt(4); damage >= 0; damage--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
            }

            Outcomes.check(dialect, message.protocol(), octets);
        }
    }
}

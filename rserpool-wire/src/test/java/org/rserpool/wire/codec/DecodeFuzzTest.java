package org.rserpool.wire.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.rserpool.wire.message.Protocol;

/**
 * Decodes whatever octets, in both protocols and all dialects. In the ordinary build it runs over
 * the inputs that are kept in {@code DecodeFuzzTestInputs} among the test resources; with {@code
 * -Pfuzz} it searches for new ones (see the profile in the POM of this module).
 */
final class DecodeFuzzTest {

    private static final List<Dialect> DIALECTS =
            List.of(Dialect.RFC, Dialect.EXTENDED, Dialect.RSPLIB);

    @FuzzTest(maxDuration = "10m")
    void decode(byte[] octets) {
        for (Protocol protocol : Protocol.values()) {
            for (Dialect dialect : DIALECTS) {
                Outcomes.check(dialect, protocol, octets);
                Allocation.check(new Wire(dialect), protocol, octets);
            }
        }
    }
}

package org.rserpool.core.handlespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.handlespace.HandlespaceFixture.CALC;
import static org.rserpool.core.handlespace.HandlespaceFixture.ECHO;
import static org.rserpool.core.handlespace.HandlespaceFixture.OTHER;
import static org.rserpool.core.handlespace.HandlespaceFixture.PEER;
import static org.rserpool.core.handlespace.HandlespaceFixture.SELF;
import static org.rserpool.core.handlespace.HandlespaceFixture.find;
import static org.rserpool.core.handlespace.HandlespaceFixture.handlespace;
import static org.rserpool.core.handlespace.HandlespaceFixture.learn;
import static org.rserpool.core.handlespace.HandlespaceFixture.register;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.PoolHandle;

class ChecksumTest {

    private static final PeChecksum NOTHING = new PeChecksum(0xffff);

    private final Handlespace handlespace = handlespace();

    /** Rows 1 to 6 of the examples: two elements come and go. */
    @Test
    @Requirement({"PAR-087", "PAR-089", "ENRP-156", "ENRP-157", "ENRP-158", "ENRP-159"})
    void theChecksumFollowsEveryChange() {
        assertThat(handlespace.ownChecksum()).isEqualTo(NOTHING);
        register(handlespace, CALC, 0x3775a3bd);
        assertThat(handlespace.ownChecksum()).isEqualTo(new PeChecksum(0xe7d7));
        register(handlespace, CALC, 0x5562e917);
        assertThat(handlespace.ownChecksum()).isEqualTo(new PeChecksum(0x6c68));
        handlespace.remove(find(handlespace, CALC, 0x3775a3bd).orElseThrow());
        assertThat(handlespace.ownChecksum()).isEqualTo(new PeChecksum(0x8490));
        handlespace.remove(find(handlespace, CALC, 0x5562e917).orElseThrow());
        assertThat(handlespace.ownChecksum()).isEqualTo(NOTHING);
    }

    /** Rows 7 to 14. */
    @ParameterizedTest
    @CsvSource({
        "4563686f506f6f6c, 5562e917, 53d7",
        "41, 00000001, befe",
        "4142, 00000001, bebc",
        "414243, 00000001, 7bbc",
        "41424344, 00000001, 7b78",
        "4142434445, 00000001, 3678",
        "ffff0001, 00000000, fffe",
        "ffffffff, ffffffff, 0000"
    })
    @Requirement({"PAR-089", "ENRP-156", "ENRP-157"})
    void theBlockOfAnElementIsItsHandleFilledUpAndItsIdentifier(
            String handle, String id, String checksum) {
        register(handlespace, PoolHandle.of(Bytes.ofHex(handle)), Integer.parseUnsignedInt(id, 16));

        var expected = new PeChecksum(Integer.parseInt(checksum, 16));
        assertThat(handlespace.ownChecksum()).isEqualTo(expected);
        assertThat(handlespace.recomputedChecksum(SELF)).isEqualTo(expected);
    }

    /** Rows 15 to 17, the last of which needs a sum of more than 32 bits. */
    @Test
    @Requirement({"PAR-089", "ENRP-157"})
    void theSumIsWideEnoughForManyElements() {
        for (int id = 0x1000; id <= 0x1013; id++) {
            register(handlespace, ECHO, id);
        }
        assertThat(handlespace.ownChecksum()).isEqualTo(new PeChecksum(0x2da0));

        var many = handlespace();
        for (int i = 1; i <= 50_000; i++) {
            register(many, ECHO, (int) (i * 2_654_435_761L));
            if (i == 1_000) {
                assertThat(many.ownChecksum()).isEqualTo(new PeChecksum(0x5533));
            }
        }
        assertThat(many.ownChecksum()).isEqualTo(new PeChecksum(0xa83d));
        assertThat(many.recomputedChecksum(SELF)).isEqualTo(new PeChecksum(0xa83d));
        assertThat(many.totalChecksum()).isEqualTo(new PeChecksum(0xa83d));
        many.verify();
    }

    @Test
    @Requirement({"PAR-089", "ENRP-151", "ENRP-157"})
    void eachOwnerHasAChecksumOfItsElementsOnly() {
        register(handlespace, CALC, 0x5562e917);
        var moving = learn(handlespace, CALC, 0x3775a3bd, PEER);

        assertThat(handlespace.ownChecksum()).isEqualTo(new PeChecksum(0x8490));
        assertThat(handlespace.checksum(SELF)).isEqualTo(new PeChecksum(0x8490));
        assertThat(handlespace.checksum(PEER)).isEqualTo(new PeChecksum(0xe7d7));
        assertThat(handlespace.checksum(OTHER)).isEqualTo(NOTHING);
        assertThat(handlespace.totalChecksum()).isEqualTo(new PeChecksum(0x6c68));

        handlespace.changeOwner(moving, OTHER);
        assertThat(handlespace.checksum(PEER)).isEqualTo(NOTHING);
        assertThat(handlespace.checksum(OTHER)).isEqualTo(new PeChecksum(0xe7d7));
        assertThat(handlespace.totalChecksum()).isEqualTo(new PeChecksum(0x6c68));

        register(handlespace, CALC, 0x3775a3bd);
        assertThat(handlespace.checksum(OTHER)).isEqualTo(NOTHING);
        assertThat(handlespace.ownChecksum()).isEqualTo(new PeChecksum(0x6c68));
        handlespace.verify();
    }

    @Test
    void registeringAgainDoesNotChangeTheChecksum() {
        register(handlespace, CALC, 0x5562e917);
        register(handlespace, CALC, 0x5562e917);

        assertThat(handlespace.ownChecksum()).isEqualTo(new PeChecksum(0x8490));
    }
}

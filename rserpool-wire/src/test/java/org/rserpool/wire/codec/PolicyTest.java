package org.rserpool.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.wire.codec.Decoding.POOL;
import static org.rserpool.wire.codec.Decoding.SCTP;
import static org.rserpool.wire.codec.Decoding.asap;
import static org.rserpool.wire.codec.Decoding.assertDiscarded;
import static org.rserpool.wire.codec.Decoding.assertRefused;
import static org.rserpool.wire.codec.Decoding.element;
import static org.rserpool.wire.codec.Decoding.enrp;
import static org.rserpool.wire.codec.Decoding.handleUpdate;
import static org.rserpool.wire.codec.Decoding.invalid;
import static org.rserpool.wire.codec.Decoding.registered;
import static org.rserpool.wire.codec.Decoding.registration;
import static org.rserpool.wire.codec.Octets.hex;
import static org.rserpool.wire.codec.Octets.tlv;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;

/** The policy parameter. */
final class PolicyTest {

    @ParameterizedTest
    @CsvSource({
        "0x00000001, 0", // round robin
        "0x00000002, 1", // weighted round robin
        "0x00000003, 0", // random
        "0x00000004, 1", // weighted random
        "0x00000005, 1", // priority
        "0x40000001, 1", // least used
        "0x40000002, 2", // least used with degradation
        "0x40000003, 2", // priority least used
        "0x40000004, 1", // randomised least used
        "0xb0001001, 2", // of RSPLIB: randomised priority least used
        "0xb0001002, 2", // randomised least used with degradation
        "0xb0001003, 2", // priority least used with degradation
        "0xb0001004, 2", // randomised priority least used with degradation
        "0xb0002001, 3", // weighted random with distance penalty
        "0xb0002002, 3", // least used with distance penalty
        "0xb0002003, 4" // least used with degradation and distance penalty
    })
    @Requirement({"PAR-052", "PAR-054", "PAR-058", "POL-009"})
    void aKnownPolicyHasAllItsWordsOrIsRefused(String number, int words) {
        var type = new PolicyType(Integer.parseUnsignedInt(number.substring(2), 16));
        var data = hex("ffffffff 00000000 80000001 7fffffff 01020304");
        for (int octets = 0; octets < 4 * words; octets++) {
            var policy = policy(type, Bytes.copyOf(data.toArray(), 0, octets));

            assertRefused(asap(registration(SCTP, policy)), policy);
            assertDiscarded(enrp(handleUpdate(SCTP, policy)), invalid(policy));
        }
        for (int octets = 4 * words; octets <= 20; octets++) {
            var kept = Bytes.copyOf(data.toArray(), 0, octets);
            var policy = policy(type, kept);

            var decoded = registered(asap(registration(SCTP, policy))).element().policy();

            assertThat(decoded).isEqualTo(new PolicyInfo(type, kept));
            assertThat(new Wire(Dialect.RFC).encode(decoded)).isEqualTo(policy);
        }
    }

    @Test
    @Requirement({"PAR-052", "PAR-058", "POL-009", "POL-100"})
    void theWordsOfAPolicyAreUnsigned() {
        var policy = hex("0008 0010 40000002 ffffffff 80000000");

        var decoded = registered(asap(registration(SCTP, policy))).element().policy();

        assertThat(decoded.type()).isEqualTo(PolicyType.LEAST_USED_DEGRADATION);
        assertThat(decoded.words()).isEqualTo(2);
        assertThat(decoded.word(0)).isEqualTo(0xffffffffL);
        assertThat(decoded.word(1)).isEqualTo(0x80000000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "40000000"})
    @Requirement({"PAR-056", "PAR-077", "POL-007"})
    void anInvalidPolicyTypeIsRefused(String type) {
        var policy = hex("0008 0008 " + type);

        assertRefused(asap(registration(SCTP, policy)), policy);
        assertDiscarded(
                asap(Octets.asap(0x06, 0, POOL, policy, element(SCTP, Decoding.POLICY))),
                invalid(policy));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000006", "12345678", "3fffffff", "40000005", "80000000", "ffffffff"})
    @Requirement({"PAR-052", "PAR-057", "POL-006", "POL-008"})
    void theDataOfAnUnknownPolicyAreKeptAsTheyAre(String number) {
        for (String data : List.of("", "aa", "aabbccdd", "aabbccddeeff")) {
            var policy = tlv(0x0008, hex(number), hex(data));

            var decoded = registered(asap(registration(SCTP, policy))).element().policy();

            assertThat(decoded.type()).hasToString("0x" + number);
            assertThat(decoded.data()).isEqualTo(hex(data));
            assertThat(new Wire(Dialect.RFC).encode(decoded)).isEqualTo(policy);
        }
    }

    @Test
    @Requirement({"PAR-052", "PAR-077"})
    void aPolicyWithoutTypeIsRefused() {
        for (String digits : List.of("0008 0004", "0008 0007 000000")) {
            assertRefused(asap(registration(SCTP, hex(digits))), hex(digits));
        }
    }

    @Test
    void knownPoliciesAreNotRepeatedInMemory() {
        var decoded = registered(asap(registration(SCTP, Decoding.POLICY))).element().policy();

        assertThat(decoded).isSameAs(PolicyInfo.ROUND_ROBIN);
        assertThat(
                        registered(asap(registration(SCTP, hex("0008 000c 00000002 00000001"))))
                                .element()
                                .policy()
                                .type())
                .isSameAs(PolicyType.WEIGHTED_ROUND_ROBIN);
    }

    private static Bytes policy(PolicyType type, Bytes data) {
        return tlv(0x0008, hex(type.toString().substring(2)), data);
    }
}

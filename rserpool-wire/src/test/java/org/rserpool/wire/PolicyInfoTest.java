package org.rserpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rserpool.testkit.Requirement;

/** {@link PolicyInfo} and {@link PolicyType}. */
final class PolicyInfoTest {

    @ParameterizedTest
    @CsvSource({
        "1, true, false, false",
        "5, true, false, false",
        "40000001, true, false, true",
        "3fffffff, true, false, false",
        "7fffffff, true, false, true",
        "80000000, true, true, false",
        "b0001001, true, true, false",
        "c0000000, true, true, true",
        "ffffffff, true, true, true",
        "0, false, false, false",
        "40000000, false, false, true"
    })
    @Requirement({"PAR-056", "PAR-057", "POL-006", "POL-007", "POL-008"})
    void theBitsOfAPolicyTypeTellItsKind(
            String digits, boolean valid, boolean isPrivate, boolean adaptive) {
        var type = new PolicyType(Integer.parseUnsignedInt(digits, 16));

        assertThat(type.isValid()).isEqualTo(valid);
        assertThat(type.isPrivate()).isEqualTo(isPrivate);
        assertThat(type.isAdaptive()).isEqualTo(adaptive);
        assertThat(type.toString()).endsWith(digits).hasSize(10);
    }

    @Test
    @Requirement({"PAR-054", "PAR-058", "POL-009"})
    void thePoliciesOfRfc5356HaveItsNumbers() {
        assertThat(PolicyType.ROUND_ROBIN).hasToString("0x00000001");
        assertThat(PolicyType.WEIGHTED_ROUND_ROBIN).hasToString("0x00000002");
        assertThat(PolicyType.RANDOM).hasToString("0x00000003");
        assertThat(PolicyType.WEIGHTED_RANDOM).hasToString("0x00000004");
        assertThat(PolicyType.PRIORITY).hasToString("0x00000005");
        assertThat(PolicyType.LEAST_USED).hasToString("0x40000001");
        assertThat(PolicyType.LEAST_USED_DEGRADATION).hasToString("0x40000002");
        assertThat(PolicyType.PRIORITY_LEAST_USED).hasToString("0x40000003");
        assertThat(PolicyType.RANDOMIZED_LEAST_USED).hasToString("0x40000004");
    }

    @Test
    void thePoliciesOfRsplibHaveItsNumbers() {
        assertThat(PolicyType.RANDOMIZED_PRIORITY_LEAST_USED).hasToString("0xb0001001");
        assertThat(PolicyType.RANDOMIZED_LEAST_USED_DEGRADATION).hasToString("0xb0001002");
        assertThat(PolicyType.PRIORITY_LEAST_USED_DEGRADATION).hasToString("0xb0001003");
        assertThat(PolicyType.RANDOMIZED_PRIORITY_LEAST_USED_DEGRADATION).hasToString("0xb0001004");
        assertThat(PolicyType.WEIGHTED_RANDOM_DPF).hasToString("0xb0002001");
        assertThat(PolicyType.LEAST_USED_DPF).hasToString("0xb0002002");
        assertThat(PolicyType.LEAST_USED_DEGRADATION_DPF).hasToString("0xb0002003");
    }

    @Test
    @Requirement({"PAR-052", "POL-100"})
    void dataAreUnsignedWordsInNetworkOrder() {
        var policy = new PolicyInfo(PolicyType.LEAST_USED_DEGRADATION, 0x80000001L, 0xffffffffL);

        assertThat(policy.data().toHex()).isEqualTo("80000001ffffffff");
        assertThat(policy.words()).isEqualTo(2);
        assertThat(policy.word(0)).isEqualTo(0x80000001L);
        assertThat(policy.word(1)).isEqualTo(0xffffffffL);
        assertThat(policy)
                .isEqualTo(
                        new PolicyInfo(
                                PolicyType.LEAST_USED_DEGRADATION,
                                Bytes.ofHex("80000001ffffffff")));
        assertThatThrownBy(() -> policy.word(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> policy.word(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void anIncompleteWordIsNoWord() {
        var policy = new PolicyInfo(new PolicyType(0x12345678), Bytes.ofHex("0000000102"));

        assertThat(policy.words()).isEqualTo(1);
        assertThatThrownBy(() -> policy.word(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0x100000000L})
    void aWordHas32Bits(long word) {
        assertThatThrownBy(() -> new PolicyInfo(PolicyType.PRIORITY, word))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a policy value is 0 to 4294967295, not " + word);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0x40000000})
    @Requirement({"PAR-056", "POL-007"})
    void anInvalidPolicyTypeIsRefused(int value) {
        assertThatThrownBy(() -> new PolicyInfo(new PolicyType(value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("policy type 0x%08x is invalid", value);
    }
}

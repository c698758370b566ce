package org.rserpool.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;

class PoliciesTest {

    private static final Policies POLICIES = Policies.STANDARD;

    @ParameterizedTest
    @CsvSource({
        "round-robin,                                0x00000001, 0",
        "weighted-round-robin,                       0x00000002, 1",
        "random,                                     0x00000003, 0",
        "weighted-random,                            0x00000004, 1",
        "priority,                                   0x00000005, 1",
        "least-used,                                 0x40000001, 1",
        "least-used-degradation,                     0x40000002, 2",
        "priority-least-used,                        0x40000003, 2",
        "randomized-least-used,                      0x40000004, 1",
        "randomized-priority-least-used,             0xb0001001, 2",
        "randomized-least-used-degradation,          0xb0001002, 2",
        "priority-least-used-degradation,            0xb0001003, 2",
        "randomized-priority-least-used-degradation, 0xb0001004, 2",
        "weighted-random-dpf,                        0xb0002001, 3",
        "least-used-dpf,                             0xb0002002, 3",
        "least-used-degradation-dpf,                 0xb0002003, 4"
    })
    @Requirement({"POL-009", "PAR-058"})
    void theStandardPoliciesHaveTheirNumbersAndValues(String name, String number, int values) {
        var type = new PolicyType(Integer.parseUnsignedInt(number.substring(2), 16));
        var policy = POLICIES.find(type).orElseThrow();

        assertThat(policy.name()).isEqualTo(name);
        assertThat(policy.values()).hasSize(values);
        assertThat(POLICIES.find(name)).hasValue(policy);
        assertThat(POLICIES.all()).hasSize(16);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "round-robin                          | 00000001 |",
                "weighted-round-robin:3               | 00000002 | 00000003",
                "weighted-round-robin:4294967295      | 00000002 | ffffffff",
                "weighted-random:0x1f                 | 00000004 | 0000001f",
                "priority:0                           | 00000005 | 00000000",
                "least-used:0%                        | 40000001 | 00000000",
                "least-used:1%                        | 40000001 | 028f5c29",
                "least-used:10%                       | 40000001 | 1999999a",
                "least-used:25%                       | 40000001 | 40000000",
                "least-used:50%                       | 40000001 | 80000000",
                "least-used:75%                       | 40000001 | bfffffff",
                "least-used:99%                       | 40000001 | fd70a3d6",
                "least-used:100%                      | 40000001 | ffffffff",
                "least-used:0.5                       | 40000001 | 80000000",
                "least-used:1.0                       | 40000001 | ffffffff",
                "least-used:1                         | 40000001 | 00000001",
                "least-used:12.5%                     | 40000001 | 20000000",
                "least-used-degradation:20%,10%       | 40000002 | 333333331999999a",
                "least-used-dpf:20%,0.001,50          | b0002002 | 333333330041893700000032",
                // What is left out at the end has its default.
                "weighted-round-robin                 | 00000002 | 00000001",
                "least-used                           | 40000001 | 00000000",
                "least-used-degradation:20%           | 40000002 | 3333333300000000",
                "least-used-degradation-dpf:1,2,0.001 | b0002003 | 00000001000000020041893700000000"
            })
    @Requirement({"POL-001", "POL-100", "PAR-052"})
    void policiesAreReadAsPeopleWriteThem(String text, String type, String data) {
        assertThat(POLICIES.parse(text))
                .isEqualTo(
                        new PolicyInfo(
                                new PolicyType(Integer.parseUnsignedInt(type, 16)),
                                Bytes.ofHex(data == null ? "" : data)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "roundrobin",
                "Round-Robin",
                "round-robin:",
                "round-robin:1",
                "weighted-round-robin:",
                "weighted-round-robin:-1",
                "weighted-round-robin:4294967296",
                "weighted-round-robin:99999999999",
                "weighted-round-robin:0x100000000",
                "weighted-round-robin:50%",
                "weighted-round-robin:1,2",
                "least-used:101%",
                "least-used:100.1%",
                "least-used:1.1",
                "least-used:.5",
                "least-used:50%%",
                "least-used:1e3",
                "least-used: 5",
                "least-used-degradation:1,",
                "least-used-degradation:,1"
            })
    void whatIsNoPolicyIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> POLICIES.parse(text));
    }

    @Test
    void refusalsSayWhatIsExpected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> POLICIES.parse("least-used:half"))
                .withMessage(
                        "load is a number of 0% to 100%, 0.0 to 1.0, or 0 to 4294967295, not"
                                + " 'half'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> POLICIES.parse("least-used-degradation:1,2,3"))
                .withMessage(
                        "policy least-used-degradation has 2 values [load, load degradation], not"
                                + " 3: 'least-used-degradation:1,2,3'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> POLICIES.parse("most-used"))
                .withMessageStartingWith("there is no policy 'most-used'; known are round-robin, ");
    }

    static Stream<SelectionPolicy> all() {
        return POLICIES.all().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatIsPrintedIsReadAsTheSame(SelectionPolicy policy) {
        var random = new SplittableRandom(11);
        for (int i = 0; i < 2_000; i++) {
            var words = new long[policy.values().size()];
            for (int w = 0; w < words.length; w++) {
                words[w] =
                        switch (random.nextInt(3)) {
                            case 0 -> random.nextLong(PolicyValue.MAX + 1);
                            case 1 -> Math.round(PolicyValue.MAX * random.nextInt(1001) / 1000.0);
                            default -> random.nextInt(2) * PolicyValue.MAX;
                        };
            }
            var info = new PolicyInfo(policy.type(), words);

            assertThat(POLICIES.parse(POLICIES.print(info))).isEqualTo(info);
        }
    }

    @Test
    void policiesArePrintedForPeople() {
        assertThat(POLICIES.print(PolicyInfo.ROUND_ROBIN)).isEqualTo("round-robin");
        assertThat(POLICIES.print(POLICIES.parse("least-used-degradation:0.2,12.5%")))
                .isEqualTo("least-used-degradation:20%,12.5%");
        assertThat(POLICIES.print(new PolicyInfo(PolicyType.LEAST_USED, 12345)))
                .isEqualTo("least-used:12345");
        assertThat(POLICIES.print(new PolicyInfo(PolicyType.PRIORITY, PolicyValue.MAX)))
                .isEqualTo("priority:4294967295");
    }

    @Test
    void whatIsNotUnderstoodIsPrintedAsDigits() {
        var unknown = new PolicyType(0x80001234);

        assertThat(POLICIES.print(new PolicyInfo(unknown, Bytes.EMPTY))).isEqualTo("0x80001234");
        assertThat(POLICIES.print(new PolicyInfo(unknown, Bytes.ofHex("0a0b0c"))))
                .isEqualTo("0x80001234:0x0a0b0c");
        assertThat(POLICIES.print(new PolicyInfo(PolicyType.LEAST_USED, Bytes.EMPTY)))
                .isEqualTo("0x40000001");
    }

    @Test
    void aPolicyParameterIsCompleteWithAllValuesOrMore() {
        assertThat(POLICIES.isComplete(PolicyInfo.ROUND_ROBIN)).isTrue();
        assertThat(POLICIES.isComplete(new PolicyInfo(PolicyType.LEAST_USED, 1))).isTrue();
        assertThat(POLICIES.isComplete(new PolicyInfo(PolicyType.LEAST_USED, 1, 2))).isTrue();
        assertThat(
                        POLICIES.isComplete(
                                new PolicyInfo(PolicyType.LEAST_USED, Bytes.ofHex("000000"))))
                .isFalse();
        assertThat(POLICIES.isComplete(new PolicyInfo(PolicyType.LEAST_USED_DEGRADATION, 1)))
                .isFalse();
        assertThat(POLICIES.isComplete(new PolicyInfo(new PolicyType(0x80001234), Bytes.EMPTY)))
                .isTrue();
    }

    @Test
    @Requirement({"POL-007", "PAR-056"})
    void policiesWithInvalidNumbersCannotBeMadeKnown() {
        for (int invalid : new int[] {0, 0x40000000}) {
            var policy = SelectionPolicy.ranked(new PolicyType(invalid), "bad", List.of(), _ -> 0);

            assertThatIllegalArgumentException().isThrownBy(() -> POLICIES.plus(policy));
        }
    }

    @Test
    void numbersAndNamesAreUnique() {
        var type = new PolicyType(0x80000001);
        var policy = SelectionPolicy.ranked(type, "mine", List.of(), _ -> 0);
        var more = POLICIES.plus(policy);

        assertThat(more.find(type)).hasValue(policy);
        assertThat(more.all()).hasSize(17).last().isEqualTo(policy);
        assertThat(POLICIES.find(type)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> more.plus(policy));
        var named = SelectionPolicy.ranked(new PolicyType(0x80000002), "mine", List.of(), _ -> 0);
        assertThatIllegalArgumentException().isThrownBy(() -> more.plus(named));
        var shouted = SelectionPolicy.ranked(new PolicyType(0x80000002), "Mine", List.of(), _ -> 0);
        assertThatIllegalArgumentException().isThrownBy(() -> more.plus(shouted));
    }
}

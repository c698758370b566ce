package org.rserpool.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.Protocol;

/** Every message whose octets are known, in both directions, whole, cut short and damaged. */
final class GoldenMessagesTest {

    private static final List<Dialect> DIALECTS =
            List.of(Dialect.RFC, Dialect.EXTENDED, Dialect.RSPLIB);

    @ParameterizedTest
    @FieldSource("org.rserpool.wire.codec.Golden#ALL")
    @Requirement({
        "PAR-001",
        "PAR-003",
        "PAR-009",
        "PAR-015",
        "PAR-016",
        "PAR-022",
        "PAR-025",
        "PAR-028",
        "PAR-035",
        "PAR-036",
        "PAR-040",
        "PAR-053",
        "PAR-059",
        "PAR-060",
        "PAR-061",
        "PAR-062",
        "PAR-065",
        "PAR-068",
        "PAR-069",
        "PAR-070",
        "PAR-071",
        "PAR-074",
        "PAR-079",
        "PAR-084",
        "PAR-086",
        "PAR-087",
        "ASAP-010",
        "ASAP-011",
        "ASAP-012",
        "ASAP-016",
        "ASAP-018",
        "ASAP-022",
        "ASAP-025",
        "ASAP-034",
        "ASAP-035",
        "ENRP-003",
        "ENRP-005",
        "ENRP-006",
        "ENRP-016",
        "ENRP-018",
        "ENRP-019",
        "ENRP-020",
        "ENRP-022",
        "ENRP-024",
        "ENRP-026",
        "ENRP-027",
        "ENRP-030",
        "ENRP-031",
        "ENRP-032",
        "POL-100"
    })
    void octetsDecodeToTheMessage(Golden golden) {
        var decoded = decode(golden.dialect(), golden, golden.octets());

        assertThat(decoded).isEqualTo(new Decoded.Accepted(golden.message(), List.of()));
    }

    @ParameterizedTest
    @FieldSource("org.rserpool.wire.codec.Golden#ALL")
    @Requirement({
        "PAR-001",
        "PAR-002",
        "PAR-003",
        "PAR-009",
        "PAR-010",
        "PAR-011",
        "PAR-012",
        "PAR-013",
        "PAR-015",
        "PAR-016",
        "PAR-021",
        "PAR-022",
        "PAR-023",
        "PAR-024",
        "PAR-025",
        "PAR-026",
        "PAR-028",
        "PAR-035",
        "PAR-036",
        "PAR-040",
        "PAR-053",
        "PAR-059",
        "PAR-062",
        "PAR-068",
        "PAR-069",
        "PAR-070",
        "PAR-071",
        "PAR-086",
        "PAR-087",
        "ASAP-010",
        "ASAP-011",
        "ASAP-012",
        "ASAP-016",
        "ASAP-035",
        "ENRP-003",
        "ENRP-004",
        "ENRP-005",
        "ENRP-006",
        "ENRP-007",
        "ENRP-008",
        "ENRP-016",
        "ENRP-018",
        "ENRP-020",
        "ENRP-023",
        "ENRP-025",
        "ENRP-026",
        "ENRP-027",
        "ENRP-029",
        "ENRP-030",
        "ENRP-031",
        "ENRP-032",
        "POL-100"
    })
    void theMessageEncodesToTheOctets(Golden golden) {
        var wire = new Wire(golden.dialect());

        assertThat(wire.encode(golden.message())).isEqualTo(Bytes.of(golden.octets()));

        var target = new byte[golden.octets().length + 8];
        Arrays.fill(target, (byte) 0x55);
        int end = wire.encode(golden.message(), target, 5);
        assertThat(end).isEqualTo(5 + golden.octets().length);
        assertThat(Arrays.copyOfRange(target, 5, end)).isEqualTo(golden.octets());
        assertThat(target).startsWith(0x55, 0x55, 0x55, 0x55, 0x55).endsWith(0x55, 0x55, 0x55);
        assertThat(Wire.sizeOf(golden.message())).isEqualTo(golden.octets().length);
    }

    @ParameterizedTest
    @FieldSource("org.rserpool.wire.codec.Golden#ALL")
    void everyPrefixIsDiscarded(Golden golden) {
        var octets = golden.octets();
        int length = (octets[2] & 0xff) << 8 | octets[3] & 0xff;
        for (Dialect dialect : DIALECTS) {
            for (int i = 0; i < length; i++) {
                assertThat(decode(dialect, golden, Arrays.copyOf(octets, i)))
                        .as("the first %d octets", i)
                        .isInstanceOf(Decoded.Discarded.class);
            }
            for (int i = length; i <= octets.length; i++) {
                assertThat(decode(dialect, golden, Arrays.copyOf(octets, i)))
                        .as("the first %d octets", i)
                        .isInstanceOf(Decoded.Accepted.class);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("org.rserpool.wire.codec.Golden#ALL")
    void everyDamagedBitLeavesAnOutcomeThatCanBeActedUpon(Golden golden) {
        for (Dialect dialect : DIALECTS) {
            var octets = golden.octets();
            for (int bit = 0; bit < 8 * octets.length; bit++) {
                octets[bit / 8] ^= (byte) (1 << bit % 8);
                Outcomes.check(dialect, golden.message().protocol(), octets);
                octets[bit / 8] ^= (byte) (1 << bit % 8);
            }
        }
    }

    static Stream<Object[]> parameters() {
        var wire = new Wire(Dialect.RFC);
        return Stream.of(
                new Object[] {"sctp-transport", wire.encode(Golden.TWO_ADDRESSES)},
                new Object[] {"pool-element", wire.encode(Golden.REGISTERING)},
                new Object[] {"pool-element-home", wire.encode(Golden.AT_HOME)},
                new Object[] {"policy-round-robin", wire.encode(PolicyInfo.ROUND_ROBIN)},
                new Object[] {
                    "policy-weighted-round-robin",
                    wire.encode(new PolicyInfo(PolicyType.WEIGHTED_ROUND_ROBIN, 3))
                },
                new Object[] {
                    "policy-least-used",
                    wire.encode(new PolicyInfo(PolicyType.LEAST_USED, 0x80000000L))
                },
                new Object[] {
                    "policy-least-used-degradation",
                    wire.encode(
                            new PolicyInfo(
                                    PolicyType.LEAST_USED_DEGRADATION, 0x33333333L, 0x1999999aL))
                });
    }

    @ParameterizedTest
    @MethodSource("parameters")
    @Requirement({"PAR-035", "PAR-053", "PAR-068", "POL-009", "POL-100"})
    void aParameterForAnErrorCauseEncodesToItsOctets(String name, Bytes encoded) {
        assertThat(encoded).isEqualTo(Bytes.of(Golden.octets("parameter-" + name)));
    }

    @ParameterizedTest
    @CsvSource({
        "policy-round-robin, 0x00000001, ''",
        "policy-weighted-round-robin, 0x00000002, 00000003",
        "policy-least-used, 0x40000001, 80000000",
        "policy-least-used-degradation, 0x40000002, 333333331999999a"
    })
    @Requirement({"PAR-052", "PAR-054", "PAR-058", "POL-009", "POL-100"})
    void aPolicyDecodesToItsTypeAndData(String name, String type, String data) {
        var message =
                Octets.asap(
                        0x06,
                        0,
                        Octets.hex("0009 0009 4563686f31"),
                        Bytes.of(Golden.octets("parameter-" + name)),
                        Bytes.of(Golden.octets("parameter-pool-element")));

        var decoded = (Decoded.Accepted) decodeAsap(message);

        assertThat(((AsapMessage.HandleResolutionResponse) decoded.message()).policy())
                .hasValueSatisfying(policy -> {
                    assertThat(policy.type()).hasToString(type);
                    assertThat(policy.data().toHex()).isEqualTo(data);
                });
    }

    @Test
    void everyMessageTypeIsAmongTheGoldenOnes() {
        var types =
                Stream.of(AsapMessage.class, EnrpMessage.class)
                        .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
                        .map(Class::getName);
        var golden = Golden.ALL.stream().map(message -> message.message().getClass().getName());

        assertThat(golden.distinct()).containsExactlyInAnyOrderElementsOf(types.toList());
    }

    private static Decoded decode(Dialect dialect, Golden golden, byte[] octets) {
        return new Wire(dialect).decode(golden.message().protocol(), octets, 0, octets.length);
    }

    private static Decoded decodeAsap(Bytes octets) {
        return new Wire(Dialect.RFC).decode(Protocol.ASAP, octets);
    }
}

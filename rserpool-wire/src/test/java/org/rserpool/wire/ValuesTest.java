package org.rserpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rserpool.wire.TransportUse.DATA_ONLY;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rserpool.testkit.Requirement;

/** The small values: causes, pool elements, registrars. */
final class ValuesTest {

    private static final IpAddress ADDRESS = IpAddress.parse("10.1.0.1");
    private static final TransportAddress SCTP =
            new TransportAddress.Sctp(1, DATA_ONLY, List.of(ADDRESS));
    private static final TransportAddress UDP = new TransportAddress.Udp(1, ADDRESS);
    private static final PoolElementInfo ELEMENT =
            new PoolElementInfo(
                    new ElementId(1), RegistrationLife.ofSeconds(300), UDP, PolicyInfo.ROUND_ROBIN);

    @ParameterizedTest
    @CsvSource({
        "0x0000, unspecified error",
        "0x0001, unrecognized parameter",
        "0x0002, unrecognized message",
        "0x0003, invalid values",
        "0x0004, non-unique PE identifier",
        "0x0005, inconsistent pooling policy",
        "0x0006, lack of resources",
        "0x0007, inconsistent transport type",
        "0x0008, inconsistent data/control configuration",
        "0x0009, unknown pool handle",
        "0x000a, rejected due to security considerations",
        "0x000b, 0x000b",
        "0x0010, invalid message (RSPLIB)",
        "0x0011, invalid value (RSPLIB)",
        "0x1001, buffer size exceeded (RSPLIB)",
        "0x100a, wrong transport protocol (RSPLIB)",
        "0x100b, unsupported pool policy (RSPLIB)",
        "0xf000, invalid identifier (RSPLIB)",
        "0xf002, duplicate identifier (RSPLIB)",
        "0xf003, invalid pool policy (RSPLIB)",
        "0xf004, invalid pool handle (RSPLIB)",
        "0xf005, invalid addresses (RSPLIB)",
        "0xf006, invalid registrar (RSPLIB)",
        "0xf007, no usable ASAP addresses (RSPLIB)",
        "0xf008, no usable user addresses (RSPLIB)",
        "0xffff, 0xffff"
    })
    @Requirement("PAR-072")
    void aCauseCodeIsShownByItsName(String value, String name) {
        var code = new CauseCode(Integer.decode(value));

        assertThat(code).hasToString(name);
        assertThat(new ErrorCause(code)).hasToString(name);
        assertThat(new ErrorCause(code, Bytes.ofHex("aabb"))).hasToString(name + " aabb");
    }

    @Test
    @Requirement("PAR-072")
    void theCauseCodesOfRfc5354HaveItsNumbers() {
        assertThat(
                        List.of(
                                CauseCode.UNSPECIFIED_ERROR,
                                CauseCode.UNRECOGNIZED_PARAMETER,
                                CauseCode.UNRECOGNIZED_MESSAGE,
                                CauseCode.INVALID_VALUES,
                                CauseCode.NON_UNIQUE_PE_IDENTIFIER,
                                CauseCode.INCONSISTENT_POOLING_POLICY,
                                CauseCode.LACK_OF_RESOURCES,
                                CauseCode.INCONSISTENT_TRANSPORT_TYPE,
                                CauseCode.INCONSISTENT_DATA_CONTROL_CONFIGURATION,
                                CauseCode.UNKNOWN_POOL_HANDLE,
                                CauseCode.REJECTED_DUE_TO_SECURITY))
                .extracting(CauseCode::value)
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0x10000})
    void aCauseCodeHas16Bits(int value) {
        assertThatThrownBy(() -> new CauseCode(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a cause code has 16 bits, not " + value);
    }

    @Test
    void aPoolElementIsChangedByCopies() {
        var policy = new PolicyInfo(PolicyType.PRIORITY, 7);

        assertThat(ELEMENT.home()).isEqualTo(RegistrarId.NONE);
        assertThat(ELEMENT.asapTransport()).isEmpty();
        assertThat(
                        ELEMENT.withHome(new RegistrarId(2))
                                .withUserTransport(SCTP)
                                .withPolicy(policy)
                                .withAsapTransport(SCTP))
                .isEqualTo(
                        new PoolElementInfo(
                                new ElementId(1),
                                new RegistrarId(2),
                                RegistrationLife.ofSeconds(300),
                                SCTP,
                                policy,
                                Optional.of(SCTP)));
    }

    @Test
    @Requirement("PAR-066")
    void theAsapTransportIsSctpOrTcp() {
        assertThat(ELEMENT.withAsapTransport(new TransportAddress.Tcp(1, ADDRESS)).asapTransport())
                .isPresent();
        assertThatThrownBy(() -> ELEMENT.withAsapTransport(UDP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ASAP and ENRP run over SCTP or TCP, not UDP");
    }

    @Test
    @Requirement("PAR-069")
    void aRegistrarIsReachedBySctpOrTcp() {
        assertThat(new ServerInformation(RegistrarId.NONE, SCTP).transport()).isEqualTo(SCTP);
        assertThatThrownBy(() -> new ServerInformation(RegistrarId.NONE, UDP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ASAP and ENRP run over SCTP or TCP, not UDP");
    }
}

package org.rserpool.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.message.Protocol;

/** New numbers need a specification (RFC 5352, section 8; RFC 5354, section 5): none is made up. */
final class NumbersTest {

    private static List<Integer> range(int last) {
        return IntStream.rangeClosed(1, last).boxed().toList();
    }

    private static Stream<Object> constants(Class<?> holder, Class<?> type) {
        return Arrays.stream(holder.getDeclaredFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .filter(field -> field.getType() == type)
                .map(NumbersTest::value);
    }

    private static Object value(Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Requirement("ASAP-231")
    void thereAreTheMessagesOfTheRfcsAndNoOthers() {
        assertThat(Arrays.stream(MessageType.Asap.values()).map(MessageType::number))
                .containsExactlyElementsOf(range(14));
        assertThat(Arrays.stream(MessageType.Enrp.values()).map(MessageType::number))
                .containsExactlyElementsOf(range(10));
    }

    @Test
    @Requirement("PAR-092")
    void thereAreTheParametersOfTheRfcsAndTheOneOfRsplib() {
        var numbers = constants(ParameterType.class, int.class);

        assertThat(numbers.map(Integer.class::cast))
                .hasSize(17)
                .contains(0x803f)
                .containsAll(range(16));
    }

    @Test
    @Requirement("PAR-092")
    void thereAreTheCausesOfTheRfcAndNoOthers() {
        var codes = constants(CauseCode.class, CauseCode.class);

        assertThat(codes.map(code -> ((CauseCode) code).value()))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(0, 0x0a).boxed().toList());
    }

    @Test
    @Requirement({"ASAP-232", "ENRP-036"})
    void thePortsAreTheWellKnownOnes() {
        assertThat(Protocol.ASAP.port()).isEqualTo(3863);
        assertThat(Protocol.ENRP.port()).isEqualTo(9901);
    }
}

package org.rserpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rserpool.testkit.Requirement;

/** {@link ElementId} and {@link RegistrarId}. */
final class IdentifiersTest {

    @ParameterizedTest
    @CsvSource({
        "0x0, 0, 0x00000000",
        "0x1, 1, 0x00000001",
        "0X12ab, 4779, 0x000012ab",
        "0x7FFFFFFF, 2147483647, 0x7fffffff",
        "0xffffffff, -1, 0xffffffff"
    })
    void anIdentifierIsWrittenInHexadecimal(String text, int value, String canonical) {
        assertThat(ElementId.parse(text)).isEqualTo(new ElementId(value)).hasToString(canonical);
        assertThat(RegistrarId.parse(text))
                .isEqualTo(new RegistrarId(value))
                .hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x", "12", "0x123456789", "0xg", " 0x1", "0x1 ", "-0x1", "1x0"})
    void anotherFormIsRefused(String text) {
        for (Function<String, Object> parser :
                Stream.<Function<String, Object>>of(ElementId::parse, RegistrarId::parse)
                        .toList()) {
            assertThatThrownBy(() -> parser.apply(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "an identifier is written as 0x and up to eight hexadecimal digits,"
                                    + " not '%s'",
                            text);
        }
    }

    @Test
    @Requirement({"PAR-060", "PAR-061"})
    void identifiersAreUnsigned() {
        assertThat(Stream.of(0, 1, 0x7fffffff, 0x80000000, -1).map(ElementId::new).toList())
                .isSorted();
        assertThat(Stream.of(0, 1, 0x7fffffff, 0x80000000, -1).map(RegistrarId::new).toList())
                .isSorted();
    }

    @Test
    @Requirement("PAR-061")
    void noRegistrarIs0() {
        assertThat(RegistrarId.NONE.value()).isZero();
    }
}

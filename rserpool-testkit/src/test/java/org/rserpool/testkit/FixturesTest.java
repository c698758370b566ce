package org.rserpool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FixturesTest {

    @Test
    void hexIsReadWithoutCommentsAndWhiteSpace() {
        assertThat(Fixtures.hex(getClass(), "/fixtures/sample.hex"))
                .isEqualTo(HexFormat.of().parseHex("0500000d0009000945636f"));
    }

    @Test
    void whatIsNoHexIsRefusedWithTheNameOfTheFile() {
        assertThatThrownBy(() -> Fixtures.hex(getClass(), "/fixtures/bad.hex"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/fixtures/bad.hex");
    }

    @Test
    void rowsAreReadWithoutTheNamesOfTheColumns() {
        assertThat(Fixtures.tsv(getClass(), "/fixtures/sample.tsv"))
                .containsExactly(List.of("a", "1"), List.of("b", ""));
    }

    @Test
    void aRowWithTooManyColumnsIsRefusedWithItsLine() {
        assertThatThrownBy(() -> Fixtures.tsv(getClass(), "/fixtures/ragged.tsv"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("/fixtures/ragged.tsv, line 2: 2 columns were expected, there are 3");
    }

    @Test
    void aMissingFileIsRefusedWithItsName() {
        assertThatThrownBy(() -> Fixtures.hex(getClass(), "/fixtures/none.hex"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no /fixtures/none.hex is on the class path");
    }
}

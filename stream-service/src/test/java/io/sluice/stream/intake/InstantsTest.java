package io.sluice.stream.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstantsTest {

    @ParameterizedTest
    @CsvSource({
        "2024-02-29, 2024-02-29T00:00:00Z",
        "2024-02-29T12:30, 2024-02-29T12:30:00Z",
        "2024-02-29 12:30:15.5, 2024-02-29T12:30:15.500Z",
        "2024-02-29T12:30:15+02:00, 2024-02-29T10:30:15Z",
        "20240229T123015Z, 2024-02-29T12:30:15Z",
        "20240229T1230, 2024-02-29T12:30:00Z",
        "1709209815, 2024-02-29T12:30:15Z",
    })
    void forms_of_a_time(String text, Instant expected) {
        assertThat(Instants.read(text)).isEqualTo(expected);
    }

    /** Not the day before, either. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2023-02-29",
                "2024-02-30T00:00:00Z",
                "2024-11-31",
                "20230229T123015Z",
                "2024-13-01",
                "2024-01-01T24:00:00Z",
                "2024-01-01T23:60:00Z"
            })
    void days_and_hours_that_do_not_exist_are_no_time(String text) {
        assertThat(Instants.read(text)).isNull();
    }
}

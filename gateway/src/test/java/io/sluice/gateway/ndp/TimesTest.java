package io.sluice.gateway.ndp;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Processing;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times in the options of a source, as notebooks write them. */
class TimesTest {

    @ParameterizedTest
    @CsvSource({
        "5, 5000",
        "2.5, 2500",
        "5 seconds, 5000",
        "1 second, 1000",
        "30s, 30000",
        "500ms, 500",
        "500 milliseconds, 500",
        "2 minutes, 120000",
        "15m, 900000",
        "1h, 3600000"
    })
    void a_time_is_a_number_of_seconds_or_says_its_unit(String text, long milliseconds) {
        Processing processing = Processing.of("event_stream", Map.of("refresh_rate", text));
        assertThat(processing.flow().refreshRate()).isEqualTo(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "5 parsecs", "-1", "25 h", "s", "5 s s"})
    void anything_else_is_told(String text) {
        assertThat(Processing.check("event_stream", Map.of("refresh_rate", text)))
                .singleElement()
                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo("/processing/refresh_rate"));
    }
}

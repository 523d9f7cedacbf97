package io.sluice.gateway.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "10s,PT10S", "5m,PT5M", "1h30m,PT1H30M", "1d,PT24H", "2w,PT336H", "0s,PT0S"})
    void texts_are_durations(String text, String iso) {
        assertThat(DurationText.parse(text)).contains(Duration.parse(iso));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "m", "5 m", "-5m", "5m!", "5y", "1.5h", "9999999999s"})
    void anything_else_is_none(String text) {
        assertThat(DurationText.parse(text)).isEmpty();
    }

    @Property
    void what_is_printed_reads_as_the_same(@ForAll @LongRange(min = 0, max = 10_000_000_000L) long millis) {
        Duration duration = Duration.ofMillis(millis);
        assertThat(DurationText.parse(String.valueOf(DurationText.print(duration))))
                .contains(duration);
    }
}

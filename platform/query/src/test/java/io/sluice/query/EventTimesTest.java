package io.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.filter.Expression;
import io.sluice.filter.Value;
import io.sluice.filter.Values;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The times of every variant of records that is known, and of what is none. */
class EventTimesTest {
    private static EventTime time(String of, String format) {
        return new EventTime(Expression.parse(of).orElseThrow(), format);
    }

    private static Value value(EventTime time, String json) {
        Values values = Values.of(List.of(time.of()), Clock.systemUTC());
        assertThat(values.read(new Rows(null, json, 1_234))).isTrue();
        return values.get(0);
    }

    private static OptionalLong read(String json, String of, String format) {
        EventTime time = time(of, format);
        return new EventTimes(time).read(value(time, json));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [2020, 7, 1, 0, 25, 32]       |                          | 2020-07-01T00:25:32Z
            [2020,7,1,0,25,32,500000000]  |                          | 2020-07-01T00:25:32.500Z
            [2020, 7, 1]                  |                          | 2020-07-01T00:00:00Z
            ["2020-07-01 00:25:32"]       |                          | 2020-07-01T00:25:32Z
            "2020-07-01 00:25:32"         |                          | 2020-07-01T00:25:32Z
            "2020-07-01T00:25:32"         |                          | 2020-07-01T00:25:32Z
            "2020-07-01T02:25:32+02:00"   |                          | 2020-07-01T00:25:32Z
            "2020-07-01"                  |                          | 2020-07-01T00:00:00Z
            1730429702000                 |                          | 2024-11-01T02:55:02Z
            1730429702000.0               |                          | 2024-11-01T02:55:02Z
            -1                            |                          | 1969-12-31T23:59:59.999Z
            "2020-07-01 00:25:32"         | yyyy-MM-dd HH:mm:ss      | 2020-07-01T00:25:32Z
            ["2020-07-01 00:25:32"]       | yyyy-MM-dd HH:mm:ss      | 2020-07-01T00:25:32Z
            "01/07/2020 12:25:32 AM"      | dd/MM/yyyy hh:mm:ss a    | 2020-07-01T00:25:32Z
            "Jul 1, 2020"                 | MMM d, yyyy              | 2020-07-01T00:00:00Z
            "20200701T002532+0200"        | yyyyMMdd'T'HHmmssXX      | 2020-06-30T22:25:32Z
            1730429702000                 | yyyy-MM-dd               | 2024-11-01T02:55:02Z
            "2024-02-29 07"               | uuuu-MM-dd HH            | 2024-02-29T07:00:00Z
            "29.2.24"                     | d.M.yy                   | 2024-02-29T00:00:00Z
            "2024-060"                    | uuuu-DDD                 | 2024-02-29T00:00:00Z
            """)
    void b1_every_way_to_write_a_time_is_read(String json, String format, Instant expected) {
        assertThat(read("{\"at\": " + json + "}", "at", format)).hasValue(expected.toEpochMilli());
    }

    @Test
    void the_time_of_the_record_is_read_without_its_value() {
        EventTime time = EventTime.RECORD;
        assertThat(new EventTimes(time).read(value(time, "{}"))).hasValue(1_234);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "soon"           |            | expected a time, found a text ('soon')
            "1730429702000"  |            | expected a time, found a text ('1730429702000'); write cast(at as number) for epoch milliseconds
            null             |            | the row has none
            true             |            | expected a time, found true
            [1, 2]           |            | expected a time, found a list
            {"a": 1}         |            | expected a time, found an object
            "2020-13-01"     |            | expected a time, found a text ('2020-13-01')
            "2020-07-01"     | dd/MM/yyyy | expected a time, found a text ('2020-07-01') that is not of the format 'dd/MM/yyyy'
            "2023-02-29"     | yyyy-MM-dd | expected a time, found a text ('2023-02-29') that is not of the format 'yyyy-MM-dd'
            "2024-04-31"     | uuuu-MM-dd | expected a time, found a text ('2024-04-31') that is not of the format 'uuuu-MM-dd'
            "+999999999-01-01" | uuuu-MM-dd | expected a time, found a text ('+999999999-01-01') that is not of the format 'uuuu-MM-dd'
            """)
    void what_is_no_time_is_told(String json, String format, String reason) {
        EventTime time = time("at", format);
        Value value = value(time, "{\"at\": " + json + "}");
        EventTimes times = new EventTimes(time);
        assertThat(times.read(value)).isEmpty();
        assertThat(times.refusal(value)).isEqualTo("timestamp by at: " + reason);
    }
}

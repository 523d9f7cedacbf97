package io.sluice.stream.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random rows with random lateness from several sources, against counting them by hand. */
class WindowOracleTest {
    private static final int ROWS = 600;
    private static final long SIZE = 10_000;
    private static final long GRACE = 3_000;
    private static final List<String> TOPICS = List.of("a", "b", "c");

    @TempDir
    Path directory;

    private record Row(String topic, int key, long at) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void each_window_is_written_once_with_all_rows_that_were_in_time(long seed) {
        List<Row> rows = rows(new Random(seed));
        String sql = "select k, count(*) as n from topic('a'), topic('b'), topic('c')"
                + " window tumbling (size 10 seconds, grace period 3 seconds, idle after 1 hour)"
                + " timestamp by t group by k emit final";
        Map<String, Integer> counts = new TreeMap<>();
        int late = count(rows, counts);
        try (QueryDriver driver = new QueryDriver(sql, directory)) {
            rows.forEach(row -> send(driver, row));
            TOPICS.forEach(topic -> send(driver, new Row(topic, -1, 1_000_000_000)));

            List<String> written = driver.written();

            assertThat(written).hasSize(counts.size()).doesNotHaveDuplicates();
            assertThat(written).containsExactlyInAnyOrderElementsOf(lines(counts));
            assertThat(driver.lost()).hasSize(late);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7, 8})
    void the_last_row_of_each_key_is_right_when_changes_are_written(long seed) {
        List<Row> rows = rows(new Random(seed));
        String sql = "select k, count(*) as n from topic('a'), topic('b'), topic('c')"
                + " window tumbling (size 10 seconds, grace period 3 seconds, idle after 1 hour)"
                + " timestamp by t group by k emit changes";
        Map<String, Integer> counts = new TreeMap<>();
        count(rows, counts);
        try (QueryDriver driver = new QueryDriver(sql, directory)) {
            rows.forEach(row -> send(driver, row));

            Map<String, String> last = new HashMap<>();
            driver.written().forEach(line -> last.put(line.substring(0, line.indexOf("}=") + 1), line));

            assertThat(last.values()).containsExactlyInAnyOrderElementsOf(lines(counts));
        }
    }

    /** Sources are as far as their latest row, and together as far as the one that is furthest behind. */
    private static int count(List<Row> rows, Map<String, Integer> counts) {
        Map<String, Long> reached = new HashMap<>();
        int late = 0;
        for (Row row : rows) {
            long start = row.at() - row.at() % SIZE;
            boolean known = reached.size() == TOPICS.size();
            if (known && start + SIZE + GRACE <= Collections.min(reached.values())) {
                late++;
            } else {
                counts.merge("%09d/%d".formatted(start / 1000, row.key()), 1, Integer::sum);
            }
            reached.merge(row.topic(), row.at(), Math::max);
        }
        return late;
    }

    private static List<String> lines(Map<String, Integer> counts) {
        List<String> lines = new ArrayList<>();
        counts.forEach((window, n) -> {
            long start = Long.parseLong(window.substring(0, 9));
            String key = window.substring(10);
            String from = Instant.ofEpochSecond(start).toString();
            String to = Instant.ofEpochSecond(start + SIZE / 1000).toString();
            lines.add(
                    "{\"window_start\":\"%s\",\"k\":%s}={\"window_start\":\"%s\",\"window_end\":\"%s\",\"k\":%s,\"n\":%d}"
                            .formatted(from, key, from, to, key, n));
        });
        return lines;
    }

    private static List<Row> rows(Random random) {
        List<Row> rows = new ArrayList<>();
        Map<String, Long> times = new HashMap<>();
        for (int i = 0; i < ROWS; i++) {
            String topic = TOPICS.get(random.nextInt(TOPICS.size()));
            long time = times.merge(topic, (long) random.nextInt(1_000), Long::sum);
            long delay = random.nextInt(5) == 0
                    ? random.nextInt((int) Duration.ofSeconds(30).toMillis())
                    : 0;
            rows.add(new Row(topic, random.nextInt(4), Math.max(0, time - delay)));
        }
        return rows;
    }

    private static void send(QueryDriver driver, Row row) {
        driver.send(row.topic(), null, "{\"k\":" + row.key() + ",\"t\":" + row.at() + "}", 5);
    }
}

package io.sluice.gateway.ndp;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.ext.web.handler.HttpException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code timestamp} of a search, against the extra of that name: {@code T} or {@code >T} the nearest dataset at or after,
 * {@code <T} the nearest at or before, {@code A/B} all between, an empty end being open.
 */
sealed interface TimeRange {

    List<JsonNode> select(List<JsonNode> found);

    /** @throws HttpException 422 when it is none of these */
    static TimeRange of(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return new Always();
        }
        int slash = text.indexOf('/');
        if (slash >= 0) {
            return new Between(
                    open(text.substring(0, slash), Instant.MIN), open(text.substring(slash + 1), Instant.MAX));
        }
        boolean before = text.startsWith("<");
        String time = before || text.startsWith(">") ? text.substring(1) : text;
        return new Nearest(
                time(time.strip())
                        .orElseThrow(() -> new HttpException(Faults.UNPROCESSABLE, "timestamp: expected a time")),
                before);
    }

    /** Datasets without a time are in. */
    record Always() implements TimeRange {
        @Override
        public List<JsonNode> select(List<JsonNode> found) {
            return found;
        }
    }

    record Between(Instant from, Instant to) implements TimeRange {
        @Override
        public List<JsonNode> select(List<JsonNode> found) {
            return found.stream()
                    .filter(dataset -> timeOf(dataset)
                            .filter(time -> !time.isBefore(from) && !time.isAfter(to))
                            .isPresent())
                    .sorted(Comparator.comparing(dataset -> timeOf(dataset).orElse(Instant.MIN)))
                    .toList();
        }
    }

    record Nearest(Instant to, boolean before) implements TimeRange {
        @Override
        public List<JsonNode> select(List<JsonNode> found) {
            Comparator<JsonNode> byTime =
                    Comparator.comparing(dataset -> timeOf(dataset).orElse(Instant.MIN));
            return found.stream()
                    .filter(dataset -> timeOf(dataset)
                            .filter(time -> before ? !time.isAfter(to) : !time.isBefore(to))
                            .isPresent())
                    .min(before ? byTime.reversed() : byTime)
                    .stream()
                    .toList();
        }
    }

    private static Instant open(String text, Instant whenEmpty) {
        return text.isBlank()
                ? whenEmpty
                : time(text.strip())
                        .orElseThrow(() -> new HttpException(Faults.UNPROCESSABLE, "timestamp: expected two times"));
    }

    private static Optional<Instant> timeOf(JsonNode dataset) {
        return time(dataset.path("extras").path("timestamp").asText(""));
    }

    private static Optional<Instant> time(String text) {
        try {
            if (text.length() == "2024-01-01".length()) {
                return Optional.of(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));
            }
            boolean zoned = text.matches(".*(Z|[+-]\\d{2}:?\\d{2})");
            return Optional.of(
                    zoned
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }
}

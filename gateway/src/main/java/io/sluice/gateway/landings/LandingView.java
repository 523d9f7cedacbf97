package io.sluice.gateway.landings;

import io.sluice.contract.Landings;
import io.sluice.contract.Landings.Column;
import io.sluice.contract.Landings.Definition;
import io.sluice.contract.Landings.Origin;
import io.sluice.contract.Landings.Stats;
import io.sluice.contract.Streams.State;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A landing as the API shows it.
 *
 * @param rest name of a column, or false
 */
record LandingView(
        UUID id,
        String name,
        String table,
        @Nullable String schema,
        @Nullable String database,
        Origin source,
        String topic,
        List<Column> columns,
        List<String> key,
        String mode,
        Object rest,
        boolean strict,
        String from,
        @Nullable String retention,
        State state,
        @Nullable String reason,
        String owner,
        Instant createdAt,
        Stats stats,
        DeadLetters deadLetters) {

    record DeadLetters(String topic) {}

    static LandingView of(Landings.Landing landing) {
        Definition definition = landing.definition();
        String rest = definition.rest();
        return new LandingView(
                landing.id(),
                landing.name(),
                definition.table(),
                definition.schema(),
                landing.database(),
                landing.source(),
                landing.topic(),
                definition.columns(),
                definition.key(),
                definition.mode().name().toLowerCase(Locale.ROOT),
                rest == null ? false : rest,
                definition.strict(),
                definition.from(),
                definition.retention(),
                landing.state(),
                landing.reason(),
                landing.owner(),
                landing.createdAt(),
                landing.stats(),
                new DeadLetters(landing.deadLetters()));
    }
}

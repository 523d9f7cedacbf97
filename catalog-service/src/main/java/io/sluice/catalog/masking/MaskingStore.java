package io.sluice.catalog.masking;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.contract.Masking.Rules;
import io.sluice.contract.Sealed;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of masking rules. */
final class MaskingStore {
    private static final String COLUMNS = "select m.id, m.rules::text as rules, m.salt from catalog.masking m ";
    private static final String FIND = COLUMNS + "where m.id = $1";
    /** Where a dataset's records are: see {@link io.sluice.contract.Source#output}. */
    private static final String OUTPUT = "coalesce(d.source ->> 'copy', d.source ->> 'topic')";

    private static final String OF_TOPIC =
            COLUMNS + "join catalog.datasets d on d.id = m.id where " + OUTPUT + " = $1 order by m.id";
    private static final String TOPICS = "select distinct " + OUTPUT + " as topic from catalog.masking m"
            + " join catalog.datasets d on d.id = m.id where " + OUTPUT + " is not null";
    private static final String TOPIC = "select " + OUTPUT + " as topic from catalog.datasets d where d.id = $1";
    /** The salt stays, so that equal values go on to have equal hashes. */
    private static final String PUT = """
            insert into catalog.masking (id, rules, salt, updated_at, updated_by)
            values ($1, $2::text::json, $3, $4, $5)
            on conflict (id) do update
            set rules = excluded.rules, updated_at = excluded.updated_at, updated_by = excluded.updated_by
            """;

    private static final String REMOVE = "delete from catalog.masking where id = $1";

    private static final ObjectReader RULES = Columns.reader(new TypeReference<Rules>() {});

    private MaskingStore() {}

    record Masked(UUID dataset, Rules rules, Sealed salt) {}

    static Future<Optional<Masked>> find(Session session, UUID dataset) {
        return session.query(FIND, dataset).map(rows -> Columns.first(rows, MaskingStore::read));
    }

    static Future<List<Masked>> ofTopic(Session session, String topic) {
        return session.query(OF_TOPIC, topic).map(rows -> Columns.all(rows, MaskingStore::read));
    }

    static Future<List<String>> topics(Session session) {
        return session.query(TOPICS).map(rows -> Columns.all(rows, row -> row.getString("topic")));
    }

    /** Where a dataset's records are, if it has any. */
    static Future<Optional<String>> topic(Session session, UUID dataset) {
        return session.query(TOPIC, dataset)
                .map(rows -> Columns.first(rows, row -> Optional.ofNullable(row.getString("topic")))
                        .flatMap(found -> found));
    }

    static Future<Void> put(Session session, Masked masked, Instant at, String by) {
        return session.query(
                        PUT,
                        masked.dataset(),
                        Columns.json(masked.rules()),
                        masked.salt().text(),
                        Columns.time(at),
                        by)
                .mapEmpty();
    }

    static Future<Void> remove(Session session, UUID dataset) {
        return session.query(REMOVE, dataset).mapEmpty();
    }

    private static Masked read(Row row) {
        return new Masked(row.getUUID("id"), Columns.fromJson(row, "rules", RULES), Sealed.of(row.getString("salt")));
    }
}

package io.sluice.catalog.rules;

import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.contract.Dataset;
import io.sluice.contract.Things.Described;
import io.sluice.contract.Views.View;
import io.sluice.rights.Kind;
import io.sluice.rights.Thing;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The catalog's things as rights see them: organizations, datasets and saved views. Organizations are open: everybody sees them who has not been denied. */
public final class ThingStore {
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final String ORGANIZATION = "select name, owner from catalog.organizations where name = $1";
    private static final String DATASET = """
            select d.id, d.name as dataset, d.owner as dataset_owner, d.private, o.name, o.owner
            from catalog.datasets d join catalog.organizations o on o.name = d.organization
            where d.id = $1 or d.name = $2
            """;

    private static final String VIEW = "select id, name, owner, private from catalog.views where id = $1";

    private ThingStore() {}

    /** Empty for what is not written as an id. */
    public static Optional<UUID> id(String text) {
        return ID.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    /** @param ref name or id */
    public static Future<Optional<Described>> find(Session session, Kind kind, String ref) {
        return switch (kind) {
            case ORGANIZATION ->
                session.query(ORGANIZATION, ref)
                        .map(rows ->
                                Columns.first(rows, row -> new Described(toOrganization(row), row.getString("name"))));
            case DATASET -> {
                @Nullable UUID id = id(ref).orElse(null);
                yield session.query(DATASET, id, id == null ? ref : null)
                        .map(rows -> Columns.first(rows, ThingStore::toDataset));
            }
            case VIEW -> session.query(VIEW, id(ref).orElse(null)).map(rows -> Columns.first(rows, ThingStore::toView));
            case TOPIC, STREAM, LANDING, ALERT -> Future.succeededFuture(Optional.empty());
        };
    }

    /** Of a dataset that may not be written yet. */
    public static Future<Thing> of(Session session, Dataset dataset) {
        return find(session, Kind.ORGANIZATION, dataset.organization())
                .map(organization -> new Thing(
                        Kind.DATASET,
                        dataset.id().toString(),
                        dataset.owner(),
                        !dataset.isPrivate(),
                        organization.stream().map(Described::thing).toArray(Thing[]::new)));
    }

    public static Thing of(View view) {
        return new Thing(Kind.VIEW, view.id(), view.owner(), !view.isPrivate());
    }

    private static Described toView(Row row) {
        String id = row.getUUID("id").toString();
        return new Described(
                new Thing(Kind.VIEW, id, row.getString("owner"), !row.getBoolean("private")), row.getString("name"));
    }

    private static Thing toOrganization(Row row) {
        return new Thing(Kind.ORGANIZATION, row.getString("name"), row.getString("owner"), true);
    }

    private static Described toDataset(Row row) {
        Thing dataset = new Thing(
                Kind.DATASET,
                row.getUUID("id").toString(),
                row.getString("dataset_owner"),
                !row.getBoolean("private"),
                toOrganization(row));
        return new Described(dataset, row.getString("dataset"));
    }
}

package io.sluice.catalog.datasets;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import io.sluice.catalog.database.Columns;
import io.sluice.contract.Dataset;
import io.sluice.contract.Metadata;
import io.sluice.contract.Sealed;
import io.sluice.contract.Source;
import io.vertx.sqlclient.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A dataset as columns. Its JSON columns are read and written as text, so that numbers keep their digits. */
final class DatasetRow {
    static final String COLUMNS = """
            d.id, d.name, d.title, d.organization, d.notes, d.tags, d.license, d.private, d.extras::text as extras,
            d.source::text as source, d.mapping::text as mapping, d.processing::text as processing,
            d.metadata::text as metadata, d.credentials::text as credentials, d.paused, d.owner, d.version,
            d.created_at, d.updated_at
            """;

    private static final ObjectReader JSON = Columns.reader(new TypeReference<LinkedHashMap<String, Object>>() {});
    private static final ObjectReader TEXTS = Columns.reader(new TypeReference<LinkedHashMap<String, String>>() {});
    private static final ObjectReader CREDENTIALS =
            Columns.reader(new TypeReference<LinkedHashMap<String, Sealed>>() {});
    private static final ObjectReader METADATA = Columns.reader(new TypeReference<Metadata>() {});
    private static final ObjectReader SOURCE = Columns.reader(new TypeReference<Source>() {});

    private DatasetRow() {}

    static Dataset toDataset(Row row) {
        Map<String, Object> extras = Columns.fromJson(row, "extras", JSON);
        Map<String, String> mapping = Columns.fromJson(row, "mapping", TEXTS);
        Map<String, Object> processing = Columns.fromJson(row, "processing", JSON);
        Map<String, Sealed> credentials = Columns.fromJson(row, "credentials", CREDENTIALS);
        return new Dataset(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("title"),
                row.getString("organization"),
                row.getString("notes"),
                List.of(row.getArrayOfStrings("tags")),
                row.getString("license"),
                row.getBoolean("private"),
                extras,
                Columns.fromJson(row, "source", SOURCE),
                mapping,
                processing,
                Columns.fromJson(row, "metadata", METADATA),
                credentials,
                row.getBoolean("paused"),
                row.getString("owner"),
                row.getInteger("version"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }

    /** In the order of the parameters of {@code DatasetStore}'s insert and update. */
    static @Nullable Object[] parameters(Dataset dataset) {
        Description description = Description.of(dataset);
        return new @Nullable Object[] {
            dataset.id(),
            dataset.name(),
            dataset.title(),
            dataset.organization(),
            dataset.notes(),
            dataset.tags().toArray(String[]::new),
            dataset.license(),
            dataset.isPrivate(),
            Columns.json(dataset.extras()),
            Columns.json(dataset.source()),
            Columns.json(dataset.mapping()),
            Columns.json(dataset.processing()),
            Columns.json(dataset.metadata()),
            Columns.json(dataset.credentials()),
            dataset.paused(),
            dataset.owner(),
            dataset.version(),
            Columns.time(dataset.createdAt()),
            Columns.time(dataset.updatedAt()),
            description.search(),
            description.text(),
            Periods.range(dataset.metadata().temporal())
        };
    }
}

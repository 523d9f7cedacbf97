package io.sluice.stream.flow.table;

import io.sluice.contract.Processing;
import io.sluice.stream.intake.Credentials;
import io.sluice.stream.intake.HttpWeb;
import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.intake.Web;
import io.sluice.stream.intake.WebSession;
import io.sluice.stream.intake.file.TableText;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A CSV file with a header, by its address. It is asked for with the entity tag of last time, so one that stays costs little. */
final class CsvLoader implements TableLoader {
    private static final int NOT_MODIFIED = 304;
    private static final Processing.Table HEADED =
            new Processing.Table(null, null, null, null, null, null, List.of(), true);

    private final HttpWeb web;
    private final URI uri;
    private @Nullable String tag;

    CsvLoader(HttpWeb web, URI uri) {
        this.web = web;
        this.uri = uri;
    }

    @Override
    public boolean load(Rows to) throws SourceFault, IOException {
        Map<String, String> headers = tag == null ? Map.of() : Map.of("If-None-Match", tag);
        HttpWeb.Limits limits = HttpWeb.Limits.answer(OutsideTables.MAX_BYTES);
        try (WebSession session = web.session(uri, Credentials.NONE, limits);
                Web.Answer answer = session.get(uri, headers)) {
            if (answer.status() == NOT_MODIFIED) {
                return false;
            }
            TableText text = TableText.of(answer.body(), HEADED);
            for (byte[] row = text.next(); row != null; row = text.next()) {
                to.add(row);
            }
            tag = answer.header("ETag").orElse(null);
            return true;
        }
    }
}

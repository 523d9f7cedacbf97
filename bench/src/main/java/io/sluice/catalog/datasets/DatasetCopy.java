package io.sluice.catalog.datasets;

import io.sluice.contract.Dataset;
import java.io.IOException;
import java.io.Writer;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Rows of datasets in the text format of {@code COPY}. In this package, though in the bench's jar, because what a row is made of is
 * nobody's business outside: a loaded dataset is the same as a registered one.
 */
public final class DatasetCopy {
    public static final String SQL = "copy catalog.datasets (" + DatasetStore.WRITTEN + ") from stdin";

    private DatasetCopy() {}

    public static void write(Dataset dataset, Writer to) throws IOException {
        @Nullable Object[] values = DatasetRow.parameters(dataset);
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                to.write('\t');
            }
            write(values[i], to);
        }
        to.write('\n');
    }

    private static void write(@Nullable Object value, Writer to) throws IOException {
        if (value == null) {
            to.write("\\N");
        } else if (value instanceof String[] texts) {
            escape(array(texts), to);
        } else if (value instanceof OffsetDateTime time) {
            to.write(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time));
        } else {
            escape(value.toString(), to);
        }
    }

    private static String array(String[] texts) {
        StringBuilder array = new StringBuilder("{");
        for (String text : texts) {
            array.append(array.length() == 1 ? "" : ",")
                    .append('"')
                    .append(text.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return array.append('}').toString();
    }

    private static void escape(String text, Writer to) throws IOException {
        to.write(text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r"));
    }
}

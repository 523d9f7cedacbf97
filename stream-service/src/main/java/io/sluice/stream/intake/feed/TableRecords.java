package io.sluice.stream.intake.feed;

import io.sluice.contract.Processing;
import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.intake.file.TableText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** The rows of a CSV file. */
final class TableRecords implements Records {
    private final InputStream in;
    private final Processing.Table table;
    private @Nullable TableText text;

    TableRecords(InputStream in, Processing.Table table) {
        this.in = in;
        this.table = table;
    }

    @Override
    public byte @Nullable [] next() throws Unreadable, IOException {
        try {
            TableText open = text == null ? TableText.of(in, table) : text;
            text = open;
            return open.next();
        } catch (CharacterCodingException foreign) {
            throw new Unreadable(
                    Unreadable.Extent.DOCUMENT,
                    "after line " + (text == null ? 0 : text.line())
                            + ": bytes that do not fit its character encoding (processing.encoding)");
        } catch (SourceFault fault) {
            throw new Unreadable(
                    fault.isLasting() ? Unreadable.Extent.DOCUMENT : Unreadable.Extent.END, fault.reason());
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

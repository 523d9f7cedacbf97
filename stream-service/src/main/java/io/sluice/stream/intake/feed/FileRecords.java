package io.sluice.stream.intake.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.contract.Processing;
import io.sluice.stream.intake.Limited;
import io.sluice.stream.intake.Refusal;
import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.intake.feed.Unreadable.Extent;
import io.sluice.stream.intake.json.Additions;
import io.sluice.stream.intake.json.DataKey;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UTFDataFormatException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The records of one file, read by its format. */
final class FileRecords implements Records {
    private final FileBytes bytes;
    private final Records records;

    private FileRecords(FileBytes bytes, Records records) {
        this.bytes = bytes;
        this.records = records;
    }

    /**
     * @param path without links
     * @param maxBytes of the file, also when it is decompressed
     */
    static FileRecords open(Path path, FileFormat format, Processing processing, long maxBytes)
            throws Unreadable, IOException {
        FileBytes bytes = FileBytes.open(path);
        try {
            boolean compressed = FileFormat.isCompressed(path.getFileName().toString());
            InputStream content = new Limited(compressed ? inflated(bytes) : bytes, maxBytes);
            return new FileRecords(bytes, records(content, path, format, processing, maxBytes));
        } catch (Unreadable | IOException | RuntimeException fault) {
            bytes.close();
            throw fault;
        }
    }

    private static Records records(InputStream in, Path path, FileFormat format, Processing processing, long maxBytes)
            throws Unreadable, IOException {
        Processing.Tree tree = processing.tree();
        Charset encoding = processing.table().encoding();
        return switch (format) {
            case JSON ->
                JsonRecords.of(
                        present(in), encoding, DataKey.of(tree.dataKey()), additions(path, tree, encoding, maxBytes));
            case JSON_LINES -> new LineRecords(in, encoding, tree);
            case YAML -> new YamlRecords(in, encoding, tree);
            case CSV -> new TableRecords(in, processing.table());
        };
    }

    /** From readings of their own, because they may stand behind the records, and the file may be larger than the memory. */
    private static Additions additions(Path path, Processing.Tree tree, @Nullable Charset encoding, long maxBytes)
            throws IOException {
        boolean compressed = FileFormat.isCompressed(path.getFileName().toString());
        try {
            return Additions.of(tree, pass -> {
                try (InputStream bytes = FileBytes.open(path);
                        InputStream again = new Limited(compressed ? new GZIPInputStream(bytes) : bytes, maxBytes)) {
                    pass.read(JsonRecords.parser(again, encoding));
                }
            });
        } catch (JsonProcessingException | EOFException | ZipException | Refusal | SourceFault broken) {
            // Reading the records comes to the same place and tells it.
            return Additions.NONE;
        }
    }

    /** A JSON text has a document; nothing at all is not written yet. */
    private static InputStream present(InputStream in) throws Unreadable, IOException {
        PushbackInputStream first = new PushbackInputStream(in);
        int read = first.read();
        if (read < 0) {
            throw new Unreadable(Extent.END, "the file is empty");
        }
        first.unread(read);
        return first;
    }

    private static InputStream inflated(FileBytes bytes) throws Unreadable, IOException {
        try {
            return new GZIPInputStream(bytes);
        } catch (EOFException early) {
            throw new Unreadable(Extent.END, "the compressed text ends early");
        } catch (ZipException foreign) {
            throw new Unreadable(Extent.DOCUMENT, "this is not compressed with gzip");
        }
    }

    @Override
    public byte @Nullable [] next() throws Unreadable, IOException {
        try {
            return records.next();
        } catch (Refusal tooLarge) {
            throw new Unreadable(Extent.DOCUMENT, tooLarge.fault().reason());
        } catch (EOFException early) {
            throw new Unreadable(Extent.END, "the compressed text ends early");
        } catch (ZipException broken) {
            throw new Unreadable(Extent.DOCUMENT, "the compressed text is damaged");
        } catch (CharacterCodingException | UTFDataFormatException foreign) {
            throw new Unreadable(
                    Extent.DOCUMENT, "there are bytes that do not fit its character encoding (processing.encoding)");
        }
    }

    /** How much of the file itself was read. */
    long bytes() {
        return bytes.count();
    }

    /** SHA-256 of the whole file. */
    String hash() throws IOException {
        return bytes.hash();
    }

    @Override
    public void close() throws IOException {
        records.close();
        bytes.close();
    }
}

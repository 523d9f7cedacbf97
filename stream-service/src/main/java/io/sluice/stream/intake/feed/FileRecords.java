package io.sluice.stream.intake.feed;

import io.sluice.contract.Processing;
import io.sluice.stream.intake.Gunzip;
import io.sluice.stream.intake.feed.Unreadable.Extent;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UTFDataFormatException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
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

    /** @param path without links */
    static FileRecords open(Path path, FileFormat format, Processing processing) throws Unreadable, IOException {
        FileBytes bytes = FileBytes.open(path);
        try {
            boolean compressed = FileFormat.isCompressed(path.getFileName().toString());
            return new FileRecords(bytes, records(compressed ? new Gunzip(bytes) : bytes, format, processing));
        } catch (IOException fault) {
            bytes.close();
            throw unreadableOr(fault);
        } catch (Unreadable | RuntimeException fault) {
            bytes.close();
            throw fault;
        }
    }

    private static Records records(InputStream in, FileFormat format, Processing processing)
            throws Unreadable, IOException {
        DataKey key = DataKey.of(processing.tree().dataKey());
        return switch (format) {
            case JSON -> JsonRecords.of(present(in), processing.table().encoding(), key);
            case JSON_LINES -> new LineRecords(in, key);
            case YAML -> new YamlRecords(in, processing.table().encoding(), key);
            case CSV -> new TableRecords(in, processing.table());
        };
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

    @Override
    public byte @Nullable [] next() throws Unreadable, IOException {
        try {
            return records.next();
        } catch (IOException fault) {
            throw unreadableOr(fault);
        }
    }

    /** @throws IOException the fault itself, unless it is one of the content */
    private static Unreadable unreadableOr(IOException fault) throws IOException {
        if (fault instanceof EOFException) {
            return new Unreadable(Extent.END, "the compressed text ends early");
        } else if (fault instanceof ZipException) {
            return new Unreadable(Extent.DOCUMENT, "the compressed text is damaged, or is not compressed with gzip");
        } else if (fault instanceof CharacterCodingException || fault instanceof UTFDataFormatException) {
            return new Unreadable(Extent.DOCUMENT, "the encoding is not UTF-8");
        }
        throw fault;
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

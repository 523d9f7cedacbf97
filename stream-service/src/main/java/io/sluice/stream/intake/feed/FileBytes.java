package io.sluice.stream.intake.feed;

import io.sluice.runtime.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The bytes of a file as they are on the disk, counted and hashed while they are read. */
final class FileBytes extends FilterInputStream {
    private final MessageDigest digest = Sha256.start();
    private long count;

    private FileBytes(InputStream in) {
        super(in);
    }

    /** @param path without links; one that has become a link in between is not followed */
    static FileBytes open(Path path) throws IOException {
        return new FileBytes(Files.newInputStream(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        if (read >= 0) {
            digest.update((byte) read);
            count++;
        }
        return read;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int read = super.read(into, from, length);
        if (read > 0) {
            digest.update(into, from, read);
            count += read;
        }
        return read;
    }

    long count() {
        return count;
    }

    /** Of the whole file; what was not read yet is. */
    String hash() throws IOException {
        transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}

package io.sluice.stream.intake;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses gzip with all its members, of which a file may have many. The JDK's own stream takes a pause of the network between
 * two members for the end of the file, and a failure there, too.
 *
 * <p>Fails with {@link EOFException} where the compressed bytes end early, with {@link ZipException} where they are not what gzip
 * writes, and with whatever the stream below fails with. Reads the first byte below when the first byte is wanted, not before: an
 * event stream may be silent. Belongs to one thread.
 */
public final class Gunzip extends InputStream {
    private final Below below;
    private @Nullable InputStream members;

    public Gunzip(InputStream compressed) {
        this.below = new Below(compressed);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int start, int length) throws IOException {
        try {
            return members().read(into, start, length);
        } catch (EOFException early) {
            throw early;
        } catch (IOException failed) {
            throw below.failed ? failed : damaged(failed);
        }
    }

    @Override
    public void close() throws IOException {
        below.close();
        if (members != null) {
            members.close();
        }
    }

    private InputStream members() throws IOException {
        InputStream open = members;
        if (open == null) {
            open = GzipCompressorInputStream.builder()
                    .setInputStream(below)
                    .setDecompressConcatenated(true)
                    .get();
            members = open;
        }
        return open;
    }

    private static ZipException damaged(IOException cause) {
        ZipException damaged = new ZipException(cause.getMessage());
        damaged.initCause(cause);
        return damaged;
    }

    /** Knows whether it was the bytes' way that failed, and not the bytes. */
    private static final class Below extends FilterInputStream {
        private boolean failed;

        Below(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException broken) {
                failed = true;
                throw broken;
            }
        }

        @Override
        public int read(byte[] into, int start, int length) throws IOException {
            try {
                return super.read(into, start, length);
            } catch (IOException broken) {
                failed = true;
                throw broken;
            }
        }
    }
}

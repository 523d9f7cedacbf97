package io.sluice.stream.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GunzipTest {
    private static final String[] PARTS = {"n\n1\n", "2\n", "", "3\n".repeat(1000)};

    @Property(tries = 300)
    void all_members_are_read_however_the_network_cuts_them(@ForAll @IntRange(min = 1, max = 60) int chunk)
            throws IOException {
        assertThat(read(new Chunked(members(), chunk))).isEqualTo(String.join("", PARTS));
    }

    @Property(tries = 300)
    void a_connection_that_breaks_is_told_wherever_it_breaks(@ForAll @IntRange(min = 0, max = 120) int after) {
        byte[] whole = members();
        InputStream breaking = new Chunked(Arrays.copyOf(whole, Math.min(after, whole.length - 1)), 7) {
            @Override
            int atEnd() throws IOException {
                throw new IOException("broken");
            }
        };

        assertThatThrownBy(() -> read(breaking)).hasMessage("broken");
    }

    @Test
    void what_is_not_compressed_passes_as_it_is() throws IOException {
        for (String plain : new String[] {"", "a", "a,b\n1,2\n"}) {
            assertThat(read(new ByteArrayInputStream(plain.getBytes(UTF_8)))).isEqualTo(plain);
        }
    }

    @Test
    void a_member_that_ends_early_is_told() {
        byte[] one = gzip("1\n2\n3\n");

        assertThatThrownBy(() -> read(new ByteArrayInputStream(one, 0, one.length - 9)))
                .isInstanceOf(EOFException.class);
    }

    private static String read(InputStream compressed) throws IOException {
        return new String(new Gunzip(compressed).readAllBytes(), UTF_8);
    }

    private static byte[] members() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String part : PARTS) {
            all.writeBytes(gzip(part));
        }
        return all.toByteArray();
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return bytes.toByteArray();
    }

    /** Gives so many bytes at a time, and never knows whether there are more. */
    private static class Chunked extends InputStream {
        private final byte[] bytes;
        private final int chunk;
        private int at;

        Chunked(byte[] bytes, int chunk) {
            this.bytes = bytes;
            this.chunk = chunk;
        }

        int atEnd() throws IOException {
            return -1;
        }

        @Override
        public int read() throws IOException {
            return at < bytes.length ? bytes[at++] & 0xff : atEnd();
        }

        @Override
        public int read(byte[] into, int start, int length) throws IOException {
            if (at == bytes.length) {
                return atEnd();
            }
            int count = Math.min(Math.min(chunk, length), bytes.length - at);
            System.arraycopy(bytes, at, into, start, count);
            at += count;
            return count;
        }
    }
}

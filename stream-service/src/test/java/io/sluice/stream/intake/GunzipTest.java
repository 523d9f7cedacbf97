package io.sluice.stream.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.SocketException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

class GunzipTest {
    @Test
    void reads_every_member_although_the_network_pauses_between_them() throws IOException {
        try (Gunzip gunzip = new Gunzip(new SequenceInputStream(
                hesitant(gzip("one\n")), new SequenceInputStream(hesitant(gzip("")), hesitant(gzip("two\n")))))) {
            assertThat(gunzip.readAllBytes()).asString(UTF_8).isEqualTo("one\ntwo\n");
        }
    }

    @Test
    void a_connection_that_breaks_between_two_members_is_no_end() {
        Gunzip gunzip = new Gunzip(new SequenceInputStream(hesitant(gzip("one\n")), broken()));

        assertThatThrownBy(gunzip::readAllBytes)
                .isInstanceOf(SocketException.class)
                .hasMessage("reset");
    }

    @Test
    void an_early_end_a_damaged_member_and_foreign_bytes_are_told_apart() {
        byte[] whole = gzip("a text that is long enough to be cut in the middle");
        byte[] damaged = whole.clone();
        damaged[whole.length - 5] ^= 1;

        assertThatThrownBy(new Gunzip(hesitant(Arrays.copyOf(whole, whole.length - 9)))::readAllBytes)
                .isInstanceOf(EOFException.class);
        assertThatThrownBy(new Gunzip(hesitant(damaged))::readAllBytes).isInstanceOf(ZipException.class);
        assertThatThrownBy(new Gunzip(hesitant("id,name\n1,ada\n".getBytes(UTF_8)))::readAllBytes)
                .isInstanceOf(ZipException.class);
    }

    @Test
    void nothing_is_read_before_something_is_wanted() throws IOException {
        try (Gunzip gunzip = new Gunzip(broken())) {
            assertThat(gunzip.available()).isZero();
        }
    }

    /** What a socket is between two packets: never more than a byte, and none that it would promise. */
    private static InputStream hesitant(byte[] bytes) {
        return new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int available() {
                return 0;
            }

            @Override
            public int read(byte[] into, int start, int length) throws IOException {
                return super.read(into, start, Math.min(length, 1));
            }
        };
    }

    private static InputStream broken() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new SocketException("reset");
            }
        };
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
}

package io.sluice.gateway.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeflateTest {
    private static final int PLENTY = 1 << 20;

    @Property(tries = 300)
    void a_stored_beginning_and_a_compressed_rest_are_one_message(
            @ForAll byte[] head, @ForAll @Size(max = 3000) byte[] body, @ForAll byte[] foot)
            throws DataFormatException {
        byte[] message = join(Deflate.stored(head), Deflate.last(body, foot));
        assertThat(Deflate.inflate(message, PLENTY)).isEqualTo(join(head, body, foot));
    }

    @Test
    void a_long_text_that_repeats_gets_short() throws DataFormatException {
        byte[] text = "{\"station\":\"UT01\"},".repeat(50_000).getBytes(UTF_8);
        byte[] compressed = Deflate.last(text);
        assertThat(compressed.length).isLessThan(text.length / 20);
        assertThat(Deflate.inflate(compressed, PLENTY)).isEqualTo(text);
    }

    @Test
    void a_message_that_would_get_too_long_is_not_unpacked_to_its_end() {
        byte[] bomb = Deflate.last(new byte[PLENTY]);
        assertThatThrownBy(() -> Deflate.inflate(bomb, 64 * 1024)).isInstanceOf(Deflate.TooLong.class);
    }

    @Test
    void what_is_not_deflate_is_refused() {
        assertThatThrownBy(() -> Deflate.inflate(new byte[] {(byte) 0xFF, 1, 2, 3}, PLENTY))
                .isInstanceOf(DataFormatException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "permessage-deflate                                                   | true",
                "permessage-deflate; client_max_window_bits                           | true",
                "Permessage-Deflate; server_no_context_takeover                       | true",
                "permessage-deflate; client_max_window_bits=\"10\"                    | true",
                "permessage-deflate; server_max_window_bits=15                        | true",
                "permessage-deflate; server_max_window_bits=10                        | false",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate    | true",
                "permessage-deflate; client_max_window_bits=7                         | false",
                "permessage-deflate; server_no_context_takeover=1                     | false",
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover | false",
                "permessage-deflate; unknown                                          | false",
                "x-webkit-deflate-frame                                               | false",
            })
    void an_offer_is_taken_or_passed_over(String offer, boolean taken) {
        assertThat(Deflate.isAcceptable(offer)).isEqualTo(taken);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}

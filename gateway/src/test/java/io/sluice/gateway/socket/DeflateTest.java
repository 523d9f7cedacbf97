package io.sluice.gateway.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
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
        assertThat(forgetful().inflate(message, PLENTY)).isEqualTo(join(head, body, foot));
    }

    @Test
    void a_long_text_that_repeats_gets_short() throws DataFormatException {
        byte[] text = "{\"station\":\"UT01\"},".repeat(50_000).getBytes(UTF_8);
        byte[] compressed = Deflate.last(text);
        assertThat(compressed.length).isLessThan(text.length / 20);
        assertThat(forgetful().inflate(compressed, PLENTY)).isEqualTo(text);
    }

    @Test
    void a_message_that_would_get_too_long_is_not_unpacked_to_its_end() {
        byte[] bomb = Deflate.last(new byte[PLENTY]);
        assertThatThrownBy(() -> forgetful().inflate(bomb, 64 * 1024)).isInstanceOf(Deflate.TooLong.class);
    }

    @Test
    void what_is_not_deflate_is_refused() {
        assertThatThrownBy(() -> forgetful().inflate(new byte[] {(byte) 0xFF, 1, 2, 3}, PLENTY))
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
        assertThat(Deflate.terms(offer).isPresent()).isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource({
        "permessage-deflate; client_no_context_takeover, permessage-deflate; server_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; client_max_window_bits, permessage-deflate; server_no_context_takeover",
    })
    void a_client_is_asked_only_for_what_it_offered(String offer, String answer) {
        assertThat(Deflate.terms(offer).orElseThrow().answer()).isEqualTo(answer);
    }

    @Property(tries = 100)
    void messages_of_a_client_that_keeps_its_window_refer_to_those_before(
            @ForAll @Size(max = 5) List<@Size(min = 1, max = 2000) byte[]> messages) throws DataFormatException {
        Deflate.Inflow inflow = new Deflate.Inflow(new Deflate.Terms(true));
        Deflater client = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        byte[] packed = new byte[8_000];
        for (byte[] message : messages) {
            client.setInput(message);
            int length = client.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH);
            byte[] sent = Arrays.copyOf(packed, length - 4);
            assertThat(inflow.inflate(sent, PLENTY)).isEqualTo(message);
        }
        client.end();
        inflow.close();
    }

    private static Deflate.Inflow forgetful() {
        return new Deflate.Inflow(new Deflate.Terms(false));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}

package io.sluice.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION);

    @Property(tries = 3000)
    void agrees_with_jackson_on_texts_made_of_json_fragments(@ForAll("fragments") String text) {
        JsonText seen = JsonText.of(text.getBytes(UTF_8), 512);
        assertThat(seen != JsonText.NONE).isEqualTo(jacksonReads(text));
        assertThat(seen == JsonText.LINES).isEqualTo(seen != JsonText.NONE && text.contains("\n"));
    }

    /** Strings are passed eight bytes at a time: what ends or breaks one may stand at any place in the eight. */
    @Property(tries = 5000)
    void a_byte_counts_wherever_it_stands_in_a_string(
            @ForAll byte odd,
            @ForAll byte next,
            @ForAll @IntRange(max = 20) int before,
            @ForAll @IntRange(max = 20) int behind) {
        byte[] text = new byte[before + behind + 4];
        Arrays.fill(text, (byte) 'x');
        text[0] = '"';
        text[1 + before] = odd;
        text[2 + before] = next;
        text[text.length - 1] = '"';
        String decoded = new String(text, UTF_8);
        boolean wellFormed = Arrays.equals(decoded.getBytes(UTF_8), text);
        assertThat(JsonText.of(text, 512) != JsonText.NONE).isEqualTo(wellFormed && jacksonReads(decoded));
    }

    @Test
    void tells_line_breaks_between_tokens_from_those_that_break_it() {
        assertThat(JsonText.of("{\"a\":\n1}".getBytes(UTF_8), 512)).isEqualTo(JsonText.LINES);
        assertThat(JsonText.of("[1]\r\n".getBytes(UTF_8), 512)).isEqualTo(JsonText.LINES);
        assertThat(JsonText.of("{\"a\":\"\\n\"}".getBytes(UTF_8), 512)).isEqualTo(JsonText.ONE_LINE);
        assertThat(JsonText.of("{\"a\":\"\n\"}".getBytes(UTF_8), 512)).isEqualTo(JsonText.NONE);
    }

    @Test
    void nesting_is_bounded() {
        String two = "{\"a\":[]}";
        assertThat(JsonText.of(two.getBytes(UTF_8), 2)).isEqualTo(JsonText.ONE_LINE);
        assertThat(JsonText.of(two.getBytes(UTF_8), 1)).isEqualTo(JsonText.NONE);
        assertThat(JsonText.of("[".repeat(1_000_000).getBytes(UTF_8), 512)).isEqualTo(JsonText.NONE);
    }

    @Provide
    Arbitrary<String> fragments() {
        return Arbitraries.of(
                        "{", "}", "[", "]", ",", ":", "\"a\"", "1", "-0.5e3", "true", "null", " ", "\n", "\"\\n\"", "0",
                        "[]", "{}", "\"k\":1")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }

    private static boolean jacksonReads(String text) {
        try {
            return !STRICT.readTree(text).isMissingNode();
        } catch (JsonProcessingException notJson) {
            return false;
        }
    }
}

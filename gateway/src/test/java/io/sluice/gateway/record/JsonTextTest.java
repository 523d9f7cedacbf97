package io.sluice.gateway.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonTextTest {
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION);

    @Property(tries = 3000)
    void agrees_with_jackson_on_texts_made_of_json_fragments(@ForAll("fragments") String text) {
        assertThat(JsonText.isJson(text.getBytes(UTF_8))).isEqualTo(jacksonReads(text));
    }

    @Property(tries = 3000)
    void utf8_agrees_with_the_decoder_of_the_jdk(@ForAll("bytes") byte[] bytes) {
        assertThat(Utf8.isValid(bytes)).isEqualTo(decodes(bytes));
    }

    @Property(tries = 2000)
    void no_bytes_make_it_throw(@ForAll("bytes") byte[] bytes) {
        assertThat(JsonText.isJson(bytes)).isIn(true, false);
        ByteBuilder out = new ByteBuilder(8);
        out.string(bytes, bytes.length);
        assertThat(JsonText.isJson(out.toBytes())).isTrue();
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

    @Provide
    Arbitrary<byte[]> bytes() {
        Arbitrary<Byte> interesting = Arbitraries.of(
                (byte) '"',
                (byte) '\\',
                (byte) 'a',
                (byte) 0x7F,
                (byte) 0x80,
                (byte) 0xBF,
                (byte) 0xC2,
                (byte) 0xE0,
                (byte) 0xA0,
                (byte) 0xED,
                (byte) 0x9F,
                (byte) 0xF0,
                (byte) 0x90,
                (byte) 0xF4,
                (byte) 0x8F,
                (byte) 0xFF);
        return Arbitraries.oneOf(interesting, Arbitraries.bytes())
                .array(byte[].class)
                .ofMaxSize(12);
    }

    private static boolean jacksonReads(String text) {
        try {
            return !STRICT.readTree(text).isMissingNode();
        } catch (com.fasterxml.jackson.core.JsonProcessingException notJson) {
            return false;
        }
    }

    private static boolean decodes(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}

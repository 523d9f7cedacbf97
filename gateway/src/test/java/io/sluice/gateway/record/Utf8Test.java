package io.sluice.gateway.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.filter.JsonText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class Utf8Test {
    @Property(tries = 3000)
    void agrees_with_the_decoder_of_the_jdk(@ForAll("bytes") byte[] bytes) {
        assertThat(Utf8.isValid(bytes)).isEqualTo(decodes(bytes));
    }

    @Property(tries = 2000)
    void whatever_the_bytes_they_make_a_json_string(@ForAll("bytes") byte[] bytes) {
        ByteBuilder out = new ByteBuilder(8);
        out.string(bytes, bytes.length);
        assertThat(JsonText.of(out.toBytes(), 1)).isEqualTo(JsonText.ONE_LINE);
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

    private static boolean decodes(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}

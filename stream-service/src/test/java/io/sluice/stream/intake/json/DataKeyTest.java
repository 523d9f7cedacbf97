package io.sluice.stream.intake.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataKeyTest {
    private static final String DOCUMENT =
            "{\"skip\":{\"b\":[1,2]},\"a\":{\"b\":[{\"c\":1},{\"c\":[2,[3,4]],\"0\":\"zero\"}]},"
                    + "\"a.x\":{\"y\":5},\"q[0]\":6,\"null\":null,\"last\":7}";

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "a.b[0].c; 1",
                "a.b.0.c; 1",
                "a.b[1].c[1][0]; 3",
                "a.b.1.c.1.1; 4",
                "a.b[1].c; [2,[3,4]]",
                "a.b[1].0; \"zero\"",
                "a.x.y; 5",
                "q[0]; 6",
                "null; null",
                "last; 7",
                "a.b[2]; -",
                "a.b[0].c.d; -",
                "a.b.c; -",
                "a.b[x]; -",
                "a.b[]; -",
                "none; -",
                "a..b; -"
            })
    void leads_to_what_is_named_and_indexed_and_else_to_the_end(String path, String expected) throws Exception {
        try (JsonParser parser = JsonText.parser(DOCUMENT.getBytes(StandardCharsets.UTF_8))) {
            parser.nextToken();
            boolean found = new DataKey(path).find(parser);

            assertThat(found).isEqualTo(!expected.equals("-"));
            if (found) {
                assertThat(new String(JsonText.copy(parser, Additions.NONE), StandardCharsets.UTF_8))
                        .isEqualTo(expected);
            } else {
                assertThat(parser.currentToken()).isEqualTo(JsonToken.END_OBJECT);
                assertThat(parser.nextToken()).isNull();
            }
        }
    }
}

package io.sluice.catalog.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void everything_but_letters_and_digits_separates() {
        assertThat(Words.of("timestamp-topic_1 'a':* & b|!(c) UT01.json"))
                .containsExactly("timestamp", "topic", "1", "a", "b", "c", "ut01", "json");
    }

    @Test
    void case_accents_and_composition_do_not_matter() {
        assertThat(Words.of("ZÜRICH zu\u0308rich ﬁne İstanbul"))
                .containsExactly("zurich", "zurich", "fine", "istanbul");
        assertThat(Words.of("한국 हिन्दी 東京")).hasSize(3);
    }

    @Test
    void long_words_are_cut_between_code_points() {
        String letter = Character.toString(0x10400);
        assertThat(Words.of(letter.repeat(150))).singleElement().satisfies(word -> assertThat(
                        word.codePointCount(0, word.length()))
                .isEqualTo(Words.MAX_LENGTH));
    }

    @Property
    void words_hold_nothing_that_a_query_could_stumble_over(@ForAll String text) {
        assertThat(Words.of(text)).allSatisfy(word -> assertThat(word).matches("[\\p{L}\\p{M}\\p{N}]+"));
    }

    @Property
    void words_of_words_are_the_same_words(@ForAll String text) {
        List<String> words = Words.of(text);

        assertThat(Words.of(String.join(" ", words))).isEqualTo(words);
    }
}

package io.sluice.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {
    @Test
    void a_name_matches_as_a_whole_also_where_there_are_alternatives() {
        NamePattern pattern = NamePattern.of("rides|zo.*");
        assertThat(pattern.fits("rides")).isTrue();
        assertThat(pattern.fits("zones")).isTrue();
        assertThat(pattern.fits("rides-2")).isFalse();
        assertThat(pattern.fits("my-zones")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[a", "(?=a)", "a{1000}{1000}", "((a{100}){100}){100}"})
    void what_is_none_or_too_large_is_a_fault(String regex) {
        assertThat(NamePattern.fault(regex)).isPresent();
        assertThatThrownBy(() -> NamePattern.of(regex)).isInstanceOf(IllegalArgumentException.class);
    }
}

package io.sluice.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void counts_inserts_deletes_replacements_and_swapped_neighbours() {
        assertThat(Nearest.distance("port", "port")).isZero();
        assertThat(Nearest.distance("prot", "port")).isEqualTo(1);
        assertThat(Nearest.distance("", "port")).isEqualTo(4);
        assertThat(Nearest.distance("ports", "port")).isEqualTo(1);
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    }

    @Test
    void takes_the_first_by_name_of_equally_near_ones() {
        assertThat(Nearest.to("b", List.of("c", "a"))).isEqualTo("a");
        assertThat(Nearest.to("http.prot", List.of("http.host", "http.port"))).isEqualTo("http.port");
    }
}

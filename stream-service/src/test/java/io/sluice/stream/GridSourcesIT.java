package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Dataset;
import io.sluice.contract.Source;
import io.sluice.contract.Streams.State;
import io.sluice.stream.CatalogInTest.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NetCDF files from the web; {@code netcdf/make.py} has made them. */
class GridSourcesIT extends FilesOnTheWeb {
    @ParameterizedTest
    @ValueSource(strings = {"classic.nc", "offset64.nc", "four.nc"})
    void each_point_is_a_record_with_its_coordinates_unpacked_values_and_nulls(String file) throws IOException {
        Dataset dataset = grid(file, Map.of("variables", List.of("temperature", "wind", "height")));

        List<String> values = in.completed(dataset);

        assertThat(values).hasSize(12).doesNotHaveDuplicates();
        assertThat(values)
                .startsWith("{\"time\":\"2026-01-01T00:00:00Z\",\"lat\":50.5,\"lon\":7.1,"
                        + "\"temperature\":273.15,\"wind\":0.0,\"height\":10}")
                .endsWith("{\"time\":\"2026-01-01T12:00:00Z\",\"lat\":51.25,\"lon\":7.2,"
                        + "\"temperature\":273.26,\"wind\":1.1,\"height\":40}");
        assertThat(values.get(6)).contains("\"temperature\":null,\"wind\":0.6");
        assertThat(values.get(7)).contains("\"temperature\":273.22,\"wind\":null");
        assertThat(in.state(dataset).progress().percent()).isEqualTo(100);
        try (Stream<Path> left = Files.list(node.stateDir.resolve("scratch"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void without_a_choice_every_variable_is_there_and_bounds_are_not() throws IOException {
        assertThat(in.completed(grid("four.nc", Map.of()))).hasSize(12).allMatch(value -> !value.contains("time_bnds"));
        assertThat(in.completed(grid("classic.nc", Map.of())))
                .hasSize(14)
                .contains("{\"station\":0,\"code\":\"P1\"}", "{\"station\":1,\"code\":\"ZURI\"}");
    }

    @Test
    void a_group_is_named_by_its_path() throws IOException {
        assertThat(in.completed(grid("four.nc", Map.of("group", "/obs/stations"))))
                .containsExactly(
                        "{\"station\":0,\"name\":\"P1\",\"count\":1,\"total\":1}",
                        "{\"station\":1,\"name\":\"Zürich\",\"count\":200,\"total\":2}",
                        "{\"station\":2,\"name\":\"\",\"count\":255,\"total\":null}");
    }

    @Test
    void more_points_than_are_read_at_a_time_arrive_once_each() throws IOException {
        List<String> values = in.completed(grid("many.nc", Map.of()));

        assertThat(values).hasSize(150_000).doesNotHaveDuplicates();
        assertThat(values.get(149_999)).isEqualTo("{\"y\":299,\"x\":499,\"cell\":149999}");
        assertThat(values.get(65_500)).isEqualTo("{\"y\":131,\"x\":0,\"cell\":65500}");
    }

    @Test
    void what_cannot_be_read_says_why() throws IOException {
        assertThat(in.until(grid("four.nc", Map.of("group", "/obs/planes")), State.FAILED)
                        .reason())
                .isEqualTo("The file has no group \"/obs/planes\" (processing.group); there are the groups stations.");
        assertThat(in.until(grid("four.nc", Map.of("variables", List.of("rain"))), State.FAILED)
                        .reason())
                .startsWith("The group has no variable \"rain\"")
                .contains("temperature");
        assertThat(in.until(grid("make.py", Map.of()), State.FAILED).reason())
                .isEqualTo("The file is neither classic NetCDF nor NetCDF-4.");
        String url = web.put("/five.nc", new byte[] {'C', 'D', 'F', 5, 0, 0, 0, 0});
        Dataset five = in.register(topic -> new Source.NetCdf(url, topic, 1), Reading.PLAIN);
        assertThat(in.until(five, State.FAILED).reason()).contains("CDF-5").contains("nccopy -k nc4");
    }

    private static Dataset grid(String file, Map<String, Object> processing) throws IOException {
        try (InputStream content = GridSourcesIT.class.getResourceAsStream("/netcdf/" + file)) {
            String url = web.put("/" + file, content.readAllBytes());
            return in.register(topic -> new Source.NetCdf(url, topic, 1), new Reading(Map.of(), processing, Map.of()));
        }
    }
}

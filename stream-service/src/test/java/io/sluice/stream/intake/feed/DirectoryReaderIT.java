package io.sluice.stream.intake.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contract.Processing;
import io.sluice.stream.intake.Reader;
import io.sluice.stream.intake.SourceFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryReaderIT {
    private static final String GEORGE = "{\"name\":\"george\",\"age\":24}";

    @TempDir
    private Path directory;

    private Drops drops;

    @BeforeEach
    void watch() {
        drops = new Drops(directory);
    }

    @Test
    void S1_a_file_that_is_dropped_becomes_a_record() throws Exception {
        try (Reader reader = drops.open(Map.of())) {
            Recorded seen = new Recorded();
            seen.step(reader, 10);

            drops.drop("george.json", "{\n  \"name\": \"george\",\n  \"age\": 24\n}\n");

            assertThat(seen.read(reader, it -> !it.values.isEmpty()).values).containsExactly(GEORGE);
        }
    }

    @Test
    void S2_the_same_content_as_yaml_gives_the_same_json_once_more_unless_the_owner_says_otherwise() throws Exception {
        drops.drop("george.json", GEORGE);
        drops.drop("george.yml", "name: george\nage: 24\n");
        drops.drop("again.JSON", GEORGE);
        drops.drop("z-last.json", "{\"last\":true}");

        assertThat(drops.published(Map.of()).values)
                .containsExactlyInAnyOrder(GEORGE, GEORGE, GEORGE, "{\"last\":true}");
        assertThat(drops.published(Map.of("skip_same_content", true)).values)
                .containsExactlyInAnyOrder(GEORGE, GEORGE, "{\"last\":true}");
    }

    @Test
    void S3_any_object_is_a_record() throws Exception {
        drops.drop("keys.json", "{\"KEY1\":\"value1\",\"KEY2\":\"value2\"}");
        drops.drop("z-last.json", "{\"last\":true}");

        assertThat(drops.published(Map.of()).values).startsWith("{\"KEY1\":\"value1\",\"KEY2\":\"value2\"}");
    }

    @Test
    void S4_nothing_is_published_twice_over_restarts() throws Exception {
        drops.drop("george.json", GEORGE);
        Recorded seen = new Recorded();
        try (Reader reader = drops.open(Map.of())) {
            seen.read(reader, it -> it.values.size() == 1);
        }

        drops.drop("next.json", "{\"n\":1}");
        Files.setLastModifiedTime(directory.resolve("george.json"), FileTime.from(Instant.now()));
        try (Reader reader = drops.open(Map.of(), seen.positions)) {
            seen.read(reader, it -> it.positions.size() == 2 && it.values.size() == 2);
            drops.drop("z-last.json", "{\"last\":true}");
            seen.read(reader, it -> it.values.contains("{\"last\":true}"));
        }

        assertThat(seen.values).containsExactly(GEORGE, "{\"n\":1}", "{\"last\":true}");
    }

    @Test
    void S4_a_file_that_was_half_published_goes_on_behind_its_last_record() throws Exception {
        drops.drop("many.json", "[{\"n\":1},{\"n\":2},{\"n\":3},{\"n\":4},{\"n\":5}]");
        drops.drop("lines.jsonl", "{\"l\":1}\nnonsense\n{\"l\":2}\n");
        Recorded seen = new Recorded();
        while (seen.values.size() < 7) {
            try (Reader reader = drops.open(Map.of(), seen.positions)) {
                int before = seen.values.size();
                seen.read(reader, 2, it -> it.values.size() > before);
            }
        }

        assertThat(seen.values)
                .containsExactlyInAnyOrder(
                        "{\"n\":1}", "{\"n\":2}", "{\"n\":3}", "{\"n\":4}", "{\"n\":5}", "{\"l\":1}", "{\"l\":2}");
        assertThat(seen.failures).containsExactly("lines.jsonl: line 2, column 10: this is not JSON");
    }

    @Test
    void S5_changed_content_is_published_again() throws Exception {
        drops.drop("george.json", GEORGE);
        try (Reader reader = drops.open(Map.of())) {
            Recorded seen = new Recorded().read(reader, it -> it.values.size() == 1);

            drops.drop("george.json", "{\"name\":\"george\",\"age\":25}");

            seen.read(reader, it -> it.values.size() == 2);
            assertThat(seen.values).containsExactly(GEORGE, "{\"name\":\"george\",\"age\":25}");
        }
    }

    @Test
    void S6_copies_hidden_files_and_directories_are_ignored() throws Exception {
        for (String name :
                List.of("x.json.bak", ".hidden.json", "x.json.tmp", "x.json.part", "json", "y.yml~", "a.txt")) {
            drops.drop(name, GEORGE);
        }
        Files.createDirectory(directory.resolve("d.json"));
        Files.writeString(directory.resolve("d.json").resolve("inner.json"), GEORGE);
        drops.drop("z-last.json", "{\"last\":true}");

        Recorded seen = drops.published(Map.of());

        assertThat(seen.values).containsExactly("{\"last\":true}");
        assertThat(seen.positions).containsOnlyKeys("z-last.json");
        assertThat(seen.failures).isEmpty();
    }

    @Test
    void S7_a_file_of_five_megabytes_that_is_written_slowly_is_published_once_and_whole() throws Exception {
        StringBuilder text = new StringBuilder("{\"rows\":[");
        for (int i = 0; text.length() < 5_000_000; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"row\":")
                    .append(i)
                    .append(",\"text\":\"")
                    .append("x".repeat(900))
                    .append("\"}");
        }
        byte[] whole = text.append("]}").toString().getBytes(UTF_8);
        Path file = directory.resolve("slow.json");
        AtomicInteger part = new AtomicInteger();
        ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
        try (Reader reader = drops.open(Map.of());
                OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            writer.scheduleAtFixedRate(() -> write(out, whole, part.getAndIncrement()), 0, 700, TimeUnit.MILLISECONDS);
            Recorded seen = new Recorded().read(reader, it -> !it.values.isEmpty() || !it.failures.isEmpty());

            assertThat(seen.failures).isEmpty();
            assertThat(seen.values).containsExactly(new String(whole, UTF_8));
            drops.drop("z-last.json", "{\"last\":true}");
            seen.read(reader, it -> it.values.contains("{\"last\":true}"));
            assertThat(seen.values).hasSize(2);
        } finally {
            writer.shutdownNow();
        }
    }

    @Test
    void S8_a_broken_file_is_shown_with_its_place_while_the_others_go_on_and_is_tried_again_when_it_changes()
            throws Exception {
        drops.drop("broken.json", "{\n  \"name\": \"george\",\n  \"age\": 24 oops\n}");
        drops.drop("good.json", GEORGE);
        try (Reader reader = drops.open(Map.of())) {
            Recorded seen = new Recorded().read(reader, it -> !it.values.isEmpty() && !it.failures.isEmpty());
            assertThat(seen.failures).containsExactly("broken.json: line 3, column 13: this is not JSON");
            assertThat(seen.values).containsExactly(GEORGE);

            drops.drop("broken.json", "{\"mended\":true}");

            seen.read(reader, it -> it.values.size() == 2);
            assertThat(seen.values).containsExactly(GEORGE, "{\"mended\":true}");
            assertThat(seen.failures).hasSize(1);
        }
    }

    @Test
    void S8_a_file_that_ends_too_early_is_broken_only_when_nobody_writes_on() throws Exception {
        try (Reader reader = drops.open(Map.of())) {
            drops.drop("cut.json", "{\"a\":1,");
            drops.drop("empty.json", "");
            Recorded seen = new Recorded().read(reader, it -> it.failures.size() == 2);

            assertThat(seen.failures)
                    .containsExactlyInAnyOrder(
                            "cut.json: line 1, column 8: the text ends before the document does",
                            "empty.json: the file is empty");
        }
    }

    @Test
    void S15_yaml_has_iso_dates_several_documents_and_anchors() throws Exception {
        drops.drop("two.yaml", """
                ---
                day: 2024-01-02
                at: 2024-01-02 03:04:05
                zoned: 2024-01-02t03:04:05.5-5
                iso: "2024-01-02"
                country: NO
                flags: [true, False, ~, 1.50, -7, 0x1F, 007, 1e3, .5]
                ---
                base: &base {unit: degC}
                derived:
                  <<: *base
                  value: 1
                """);
        drops.drop("list.yml", "- a: 1\n- a: 2\n");
        drops.drop("z-last.json", "{\"last\":true}");

        assertThat(drops.published(Map.of()).values)
                .containsExactlyInAnyOrder(
                        "{\"day\":\"2024-01-02\",\"at\":\"2024-01-02T03:04:05Z\",\"zoned\":\"2024-01-02T03:04:05.5-05:00\","
                                + "\"iso\":\"2024-01-02\",\"country\":\"NO\","
                                + "\"flags\":[true,false,null,1.50,-7,31,\"007\",1E+3,0.5]}",
                        "{\"base\":{\"unit\":\"degC\"},\"derived\":{\"value\":1,\"unit\":\"degC\"}}",
                        "{\"a\":1}",
                        "{\"a\":2}",
                        "{\"last\":true}");
    }

    @Test
    void anchors_cannot_blow_a_file_up() throws Exception {
        StringBuilder laughs = new StringBuilder("a0: &a0 [lol]\n");
        for (int i = 1; i < 30; i++) {
            laughs.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(9) + "]\n");
        }
        drops.drop("laughs.yaml", laughs.toString());
        drops.drop("circle.yaml", "a: &a [*a]\n");
        drops.drop("broken.yaml", "a: [1, 2\nb: 3\nc: 4\n");
        drops.drop("z-last.json", "{\"last\":true}");

        Recorded seen = drops.published(Map.of());

        assertThat(seen.values).containsExactly("{\"last\":true}");
        assertThat(seen.failures).hasSize(3).anyMatch(it -> it.startsWith("broken.yaml: line 2, column 2"));
    }

    @Test
    void compressed_files_and_a_data_key_are_read() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write("{\"body\":{\"rows\":[{\"a\":1},{\"a\":2}]}}".getBytes(UTF_8));
        }
        Files.write(directory.resolve("rows.json.gz"), bytes.toByteArray());
        Files.write(directory.resolve("cut.json.gz"), Arrays.copyOf(bytes.toByteArray(), bytes.size() - 10));
        drops.drop("z-last.json", "{\"body\":{\"rows\":{\"last\":true}}}");

        try (Reader reader = drops.open(Map.of("data_key", "body.rows"))) {
            Recorded seen = new Recorded().read(reader, it -> it.values.size() == 3 && !it.failures.isEmpty());

            assertThat(seen.values).containsExactlyInAnyOrder("{\"a\":1}", "{\"a\":2}", "{\"last\":true}");
            assertThat(seen.failures).containsExactly("cut.json.gz: the compressed text ends early");
        }
    }

    @Test
    void only_directories_that_are_there_and_allowed_are_read(@TempDir Path elsewhere) throws Exception {
        Processing processing = Processing.of("directory", Map.of());
        assertThatThrownBy(() -> DirectoryReader.of(directory, List.of(elsewhere), processing, Drops.MAX_BYTES)
                        .open(Map.of()))
                .isInstanceOf(SourceFault.class)
                .hasMessageContaining("is not inside of those that the configuration allows");
        assertThatThrownBy(() -> DirectoryReader.of(directory.resolve("none"), List.of(), processing, Drops.MAX_BYTES)
                        .open(Map.of()))
                .isInstanceOf(SourceFault.class)
                .hasMessageContaining("is not there");
        DirectoryReader.of(directory, List.of(elsewhere, directory), processing, Drops.MAX_BYTES)
                .open(Map.of())
                .close();
    }

    private static void write(OutputStream out, byte[] whole, int part) {
        int size = whole.length / 10;
        int from = part * size;
        try {
            if (from < whole.length) {
                out.write(whole, from, Math.min(size, whole.length - from));
                out.flush();
            }
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}

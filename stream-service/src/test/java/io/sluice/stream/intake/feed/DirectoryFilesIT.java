package io.sluice.stream.intake.feed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.intake.Reader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in files and how they are called; the scenarios are in {@link DirectoryReaderIT}. */
class DirectoryFilesIT {
    private static final String GEORGE = "{\"name\":\"george\",\"age\":24}";

    @TempDir
    private Path directory;

    private Drops drops;

    @BeforeEach
    void watch() {
        drops = new Drops(directory);
    }

    @Test
    void what_a_file_says_once_is_added_to_each_of_its_records() throws Exception {
        String document =
                "{\"rows\":[{\"c\":[{\"t\":1.50},{\"t\":2,\"info\":7}]}],\"meta\":{\"unit\":\"K\"},\"by\":[\"lab\"]}";
        drops.drop("a.json", document);
        drops.drop("b.jsonl", document + "\n");
        drops.drop("c.yaml", "meta: {unit: K}\nby: [lab]\nrows: [{c: [{t: 1.50}, {t: 2, info: 7}]}]\n");
        drops.drop("d.json", "{\"rows\":[{\"c\":[{\"t\":3}");
        drops.drop("z-last.json", "{\"rows\":[{\"c\":{\"last\":true}}]}");

        try (Reader reader =
                drops.open(Map.of("data_key", "rows[0].c", "info_key", "meta", "additional_key", "by[0]"))) {
            Recorded seen = new Recorded().read(reader, it -> it.values.size() == 7 && !it.failures.isEmpty());

            String first = "{\"t\":1.50,\"info\":{\"unit\":\"K\"},\"additional\":\"lab\"}";
            String second = "{\"t\":2,\"info\":7,\"additional\":\"lab\"}";
            assertThat(seen.values)
                    .containsExactlyInAnyOrder(first, first, first, second, second, second, "{\"last\":true}");
            assertThat(seen.failures)
                    .containsExactly("d.json: line 1, column 23: the text ends before the document does");
        }
    }

    @Test
    void bytes_of_another_encoding_are_told_with_their_place() throws Exception {
        Files.write(directory.resolve("a.yaml"), "name: x\nplace: caf\u00e9\n".getBytes(ISO_8859_1));
        Files.write(directory.resolve("b.json"), "{\n\"place\": \"caf\u00e9\"}".getBytes(ISO_8859_1));
        Files.write(directory.resolve("c.csv"), "n,place\n1,x\n2,caf\u00e9\n".getBytes(ISO_8859_1));
        drops.drop("z-last.json", "{\"last\":true}");

        Recorded told = drops.published(Map.of());
        Recorded named = drops.published(Map.of("encoding", "ISO-8859-1"));

        assertThat(told.values).containsExactly("{\"last\":true}");
        assertThat(told.failures)
                .hasSize(3)
                .contains("a.yaml: line 2, column 11: bytes that are not UTF-8")
                .anyMatch(it -> it.startsWith("b.json: line 2, column "))
                .anyMatch(it -> it.startsWith("c.csv: after line "));
        assertThat(named.values)
                .contains("{\"n\":2,\"place\":\"caf\u00e9\"}", "{\"place\":\"caf\u00e9\"}")
                .hasSize(5);
    }

    @Test
    void a_table_that_ends_within_a_quote_is_broken_when_nobody_writes_on() throws Exception {
        drops.drop("a.csv", "n,text\n1,x\n2,\"y\n3,z\n");
        drops.drop("z-last.json", "{\"last\":true}");

        Recorded seen = drops.published(Map.of());

        assertThat(seen.values).containsExactly("{\"last\":true}");
        assertThat(seen.failures)
                .containsExactly("a.csv: The row that begins in line 3 has a quote that is never closed.");
    }

    @Test
    void a_small_file_that_is_a_large_one_when_decompressed_is_not_read_to_its_end() throws Exception {
        try (OutputStream zip = new GZIPOutputStream(Files.newOutputStream(directory.resolve("bomb.csv.gz")))) {
            byte[] rows = "n\n1\n".repeat(1 << 18).getBytes(UTF_8);
            for (int i = 0; i < 9; i++) {
                zip.write(rows);
            }
        }
        drops.drop("z-last.json", "{\"last\":true}");

        Recorded seen = drops.published(Map.of());

        assertThat(seen.values).containsExactly("{\"last\":true}");
        assertThat(seen.failures).hasSize(1).allMatch(it -> it.contains("more than 8388608 bytes"));
    }

    @Test
    void lines_in_another_encoding_are_read_when_it_is_named() throws Exception {
        Files.write(directory.resolve("a.jsonl"), "{\"t\":\"caf\u00e9 \ud83d\ude00\"}\n{\"t\":2}\n".getBytes(UTF_16LE));
        Files.write(directory.resolve("z-last.json"), "{\"last\":true}".getBytes(UTF_16LE));

        assertThat(drops.published(Map.of("encoding", "UTF-16LE")).values)
                .containsExactlyInAnyOrder("{\"t\":\"caf\u00e9 \ud83d\ude00\"}", "{\"t\":2}", "{\"last\":true}");
    }

    @Test
    void a_file_that_is_renamed_is_not_published_again_not_even_over_a_restart() throws Exception {
        drops.drop("a.json", GEORGE);
        drops.drop("many.json", "[{\"n\":1},{\"n\":2},{\"n\":3}]");
        Recorded seen = new Recorded();
        try (Reader reader = drops.open(Map.of())) {
            seen.read(reader, it -> it.values.contains(GEORGE) && it.values.size() == 4);
            Files.move(directory.resolve("a.json"), directory.resolve("b.json"));
            seen.read(reader, it -> it.positions.keySet().equals(Set.of("b.json", "many.json")));
        }
        Files.move(directory.resolve("b.json"), directory.resolve("c.json"));
        Files.move(directory.resolve("many.json"), directory.resolve("much.json"));
        try (Reader reader = drops.open(Map.of(), seen.positions)) {
            seen.read(reader, it -> it.positions.keySet().equals(Set.of("c.json", "much.json")));
            drops.drop("d.json", GEORGE);
            seen.read(reader, it -> it.values.size() == 5);
        }

        assertThat(seen.values).containsExactlyInAnyOrder(GEORGE, GEORGE, "{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
        assertThat(seen.failures).isEmpty();
    }

    @Test
    void a_half_published_file_that_is_renamed_goes_on_behind_its_last_record() throws Exception {
        drops.drop("many.json", "[{\"n\":1},{\"n\":2},{\"n\":3}]");
        Recorded seen = new Recorded();
        try (Reader reader = drops.open(Map.of())) {
            seen.read(reader, 2, it -> it.values.size() == 2);
        }
        Files.move(directory.resolve("many.json"), directory.resolve("much.json"));
        try (Reader reader = drops.open(Map.of(), seen.positions)) {
            seen.read(reader, it -> it.positions.keySet().equals(Set.of("much.json")) && it.values.size() == 3);
        }

        assertThat(seen.values).containsExactly("{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
    }

    @Test
    void names_that_are_no_text_on_this_machine_are_read_too() throws Exception {
        ProcessBuilder shell = new ProcessBuilder(
                "sh",
                "-c",
                "printf '{\"n\":1}' > \"$(printf 'caf\\351.json')\"; printf '{\"n\":2}' > \"$(printf 'caf\\303\\251.json')\"");
        assertThat(shell.directory(directory.toFile()).start().waitFor()).isZero();
        Recorded seen = new Recorded();
        try (Reader reader = drops.open(Map.of())) {
            seen.read(reader, it -> it.values.size() == 2);
        }
        try (Reader reader = drops.open(Map.of(), seen.positions)) {
            drops.drop("z-last.json", "{\"last\":true}");
            seen.read(reader, it -> it.values.contains("{\"last\":true}") && it.positions.size() == 3);
        }

        assertThat(seen.values).containsExactlyInAnyOrder("{\"n\":1}", "{\"n\":2}", "{\"last\":true}");
        assertThat(seen.positions).containsKey("caf%E9.json");
    }

    @Test
    void a_link_that_leads_out_is_not_followed(@TempDir Path elsewhere) throws Exception {
        Files.writeString(elsewhere.resolve("secret.json"), "{\"secret\":1}");
        drops.drop("z-real.json", GEORGE);
        Files.createSymbolicLink(directory.resolve("out.json"), elsewhere.resolve("secret.json"));
        Files.createSymbolicLink(directory.resolve("within.json"), directory.resolve("z-real.json"));

        try (Reader reader = drops.open(Map.of())) {
            Recorded seen = new Recorded().read(reader, it -> it.values.size() == 2 && !it.failures.isEmpty());

            assertThat(seen.values).containsExactly(GEORGE, GEORGE);
            assertThat(seen.failures)
                    .containsExactly("out.json: a link that leads out of the directory is not followed");
        }
    }

    @Test
    void a_deleted_file_is_forgotten() throws Exception {
        drops.drop("george.json", GEORGE);
        try (Reader reader = drops.open(Map.of())) {
            Recorded seen = new Recorded().read(reader, it -> it.values.size() == 1);

            Files.delete(directory.resolve("george.json"));
            seen.read(reader, it -> it.positions.isEmpty());
            drops.drop("george.json", GEORGE);
            seen.read(reader, it -> it.values.size() == 2);
        }
    }
}

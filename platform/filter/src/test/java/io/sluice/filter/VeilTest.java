package io.sluice.filter;

import static io.sluice.filter.Records.CLOCK;
import static io.sluice.filter.Records.filter;
import static io.sluice.filter.Records.utf8;
import static io.sluice.filter.Records.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VeilTest {
    private static final Mask.Action REMOVE = new Mask.Remove();
    private static final Mask.Action HASH = new Mask.Hash();

    private static Mask mask(String path, Mask.Action action) {
        return new Mask(Mask.path(path).orElseThrow(), action);
    }

    private static Masker masker(Mask... masks) {
        return Masker.of(Veil.of(Arrays.asList(masks), List.of(), "salt"), CLOCK);
    }

    private static String seen(String json, Mask... masks) {
        byte[] left = masker(masks).value(utf8(json));
        return left == null ? null : new String(left, UTF_8);
    }

    @Test
    void what_no_mask_names_stays_as_it_was_written() {
        String json =
                " { \"fare\" : 1.10 ,\n\"big\":12345678901234567890, \"iban\" : \"RO49\", \"é\\u00e9\": [ 1, {\"iban\":2} ] } ";
        assertThat(seen(json, mask("iban", REMOVE)))
                .isEqualTo("{\"fare\" : 1.10,\"big\":12345678901234567890,\"é\\u00e9\": [ 1, {\"iban\":2} ]}");
        assertThat(seen(json, mask("name", REMOVE))).isEqualTo(json);
    }

    @Test
    void a_path_leads_through_lists_and_to_every_member_of_its_name() {
        assertThat(seen(
                        "{\"people\":[{\"iban\":1,\"n\":2},[{\"iban\":3}],4,null],\"iban\":5,\"ib\\u0061n\":6,\"iban\":7}",
                        mask("people.iban", REMOVE),
                        mask("iban", new Mask.Replace("\"x\""))))
                .isEqualTo("{\"people\":[{\"n\":2},[{}],4,null],\"iban\":\"x\",\"ib\\u0061n\":\"x\",\"iban\":\"x\"}");
        assertThat(seen("[{\"iban\":1},{\"iban\":2,\"a\":3}]", mask("iban", REMOVE)))
                .isEqualTo("[{},{\"a\":3}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"RO49AAAA1B31\" | 4 | 0 | \"RO49…\"",
                "\"RO49AAAA1B31\" | 2 | 3 | \"RO…B31\"",
                "\"RO49AAAA1B31\" | 0 | 4 | \"…1B31\"",
                "\"RO49\"         | 4 | 0 | \"RO49\"",
                "\"caf\\u00e9😀x\" | 5 | 0 | \"café😀…\"",
                "1980612345678    | 3 | 0 | \"198…\"",
                "-12.5            | 2 | 0 | \"-1…\"",
                "true             | 2 | 0 | null",
                "null             | 2 | 0 | null",
                "{\"a\":1}        | 9 | 9 | null",
                "[\"abcd\",12,[]] | 1 | 0 | [\"a…\",\"1…\",[]]"
            })
    void shortened_to_its_ends(String json, int first, int last, String expected) {
        assertThat(seen("{\"f\":" + json + "}", mask("f", new Mask.Shorten(first, last))))
                .isEqualTo("{\"f\":" + expected + "}");
    }

    @Test
    void equal_values_have_equal_hashes_under_one_secret_alone() {
        String one = seen(
                "{\"a\":\"caf\\u00e9\",\"b\":\"café\",\"c\":\"cafe\",\"d\":null}",
                mask("a", HASH),
                mask("b", HASH),
                mask("c", HASH),
                mask("d", HASH));
        List<String> parts = Arrays.stream(one.split("[{},]"))
                .filter(part -> !part.isEmpty())
                .toList();
        String a = parts.get(0).substring("\"a\":".length());
        assertThat(a).matches("\"[0-9a-f]{32}\"");
        assertThat(parts).contains("\"b\":" + a, "\"d\":null").doesNotContain("\"c\":" + a);
        byte[] other = Masker.of(Veil.of(List.of(mask("a", HASH)), List.of(), "another"), CLOCK)
                .value(utf8("{\"a\":\"café\"}"));
        assertThat(new String(other, UTF_8)).isNotEqualTo("{\"a\":" + a + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "{\"a\":1",
                "{\"a\":1} x",
                "{\"a\":01}",
                "{\"a\" 1}",
                "{\"a\":1,}",
                "[{\"a\":1}",
                "{\"a\":[1,}",
                "{\"b\":tru}"
            })
    void what_is_no_json_is_withheld(String text) {
        Masker masker = masker(mask("a", REMOVE), mask("c.d", HASH));
        assertThat(masker.value(utf8(text))).isNull();
        assertThat(masker.isWithheld()).isTrue();
    }

    @Test
    void what_is_nested_too_deep_is_withheld() {
        String deep = "[".repeat(100_000);
        for (Mask.Action action : List.of(HASH, REMOVE)) {
            Masker masker = masker(mask("a", action));
            assertThat(masker.value(utf8(deep))).isNull();
            assertThat(masker.value(utf8("{\"a\":" + deep))).isNull();
            assertThat(masker.isWithheld()).isTrue();
        }
    }

    @Test
    void a_whole_value_can_be_masked_whatever_it_is() {
        assertThat(seen("any text", mask("$value", new Mask.Shorten(3, 0)))).isEqualTo("\"any…\"");
        assertThat(seen("{\"a\":1}", mask("$value", REMOVE))).isNull();
        assertThat(seen("{\"a\":1}", mask("$value", new Mask.Replace("{}")))).isEqualTo("{}");
        byte[] binary = {(byte) 0xC3, 1};
        assertThat(masker(mask("$value", new Mask.Shorten(9, 0))).value(binary)).isNull();
        assertThat(masker(mask("$value", HASH)).value(binary)).hasSize(34);
    }

    @Test
    void keys_and_headers() {
        Masker masker =
                masker(mask("$key", new Mask.Shorten(2, 0)), mask("$headers.user", HASH), mask("$headers.x", REMOVE));
        assertThat(masker.key(utf8("RO49"))).isEqualTo(utf8("RO…"));
        assertThat(masker.header("user", utf8("ana"))).hasSize(32);
        assertThat(masker.header("other", utf8("ana"))).isEqualTo(utf8("ana"));
        assertThat(masker.isRemoved("x")).isTrue();
        Masker inKey = masker(mask("$key.iban", new Mask.Replace("null")));
        assertThat(inKey.key(utf8("{\"iban\":1,\"n\":2}"))).isEqualTo(utf8("{\"iban\":null,\"n\":2}"));
        assertThat(inKey.key(utf8("plain"))).isNull();
        assertThat(inKey.isWithheld()).isTrue();
        assertThat(masker(mask("$key", new Mask.Replace("\"a\\\"b\""))).key(utf8("k")))
                .isEqualTo(utf8("a\"b"));
    }

    @Test
    void records_are_shown_when_every_condition_says_yes() {
        Masker masker =
                Masker.of(Veil.of(List.of(), List.of(filter("country = 'RO'"), filter("age > 20")), "s"), CLOCK);
        assertThat(masker.shows(value("{\"country\":\"RO\",\"age\":21}"))).isTrue();
        assertThat(masker.shows(value("{\"country\":\"RO\",\"age\":20}"))).isFalse();
        assertThat(masker.shows(value("{\"country\":\"RO\"}"))).isFalse();
        assertThat(masker.shows(value("no json"))).isFalse();
    }

    @Test
    void the_strongest_of_several_masks_counts() {
        Veil veil = Veil.of(
                List.of(
                        mask("a", new Mask.Shorten(5, 1)),
                        mask("a", new Mask.Shorten(2, 3)),
                        mask("b", HASH),
                        mask("b", new Mask.Replace("0")),
                        mask("c", new Mask.Replace("0")),
                        mask("c", REMOVE),
                        mask("c", HASH)),
                List.of(Filter.ALL),
                "s");
        assertThat(veil).hasToString("a: shorten(2,1)\nb: replace(0)\nc: remove");
        assertThat(veil.rows()).isEmpty();
        assertThat(Veil.of(List.of(), List.of(Filter.ALL), "s")).isSameAs(Veil.NONE);
    }

    @Test
    void the_inner_of_two_masks_has_nothing_left_to_do() {
        assertThat(seen("{\"a\":{\"b\":1},\"c\":2}", mask("a", REMOVE), mask("a.b", HASH)))
                .isEqualTo("{\"c\":2}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"items[0].x", "$offset", "$text", "a +", "", "a.b c", "$headers", "lower(a)"})
    void a_mask_is_for_members_and_headers(String path) {
        assertThat(Mask.path(path).violations()).isNotEmpty();
    }

    @Test
    void a_replacement_is_json_on_one_line() {
        assertThatThrownBy(() -> new Mask.Replace("{")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Mask.Replace("1\n")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*                               | iban: hash; person.age: remove",
                "iban as x, n                    | x: hash; where: -",
                "person as p                     | p.age: remove; where: -",
                "person.age as a, $key as k      | a: remove; where: -",
                "length(iban) as l, country      | l: remove",
                "* except (iban)                 | person.age: remove",
                "*, $text as t                   | iban: hash; person.age: remove; t: remove"
            })
    void masks_follow_their_fields_through_a_projection(String select, String expected) {
        Veil veil = Veil.of(
                List.of(mask("iban", HASH), mask("person.age", REMOVE)), List.of(filter("country = 'RO'")), "s");
        String carried = veil.through(Projection.parse(select).orElseThrow())
                .map(left ->
                        left.toString().replace("\nwhere country = 'RO'", "").replace("\n", "; "))
                .orElse("-");
        assertThat(carried).isEqualTo(expected.contains("where: -") ? "-" : expected);
    }

    @Test
    void a_condition_on_what_is_not_kept_cannot_be_carried() {
        Projection columns = Projection.parse("n, iban").orElseThrow();
        assertThat(Veil.of(List.of(), List.of(filter("country = 'RO'")), "s").through(columns))
                .isEmpty();
        assertThat(Veil.of(List.of(), List.of(filter("n > 5 and $key = 'a'")), "s")
                        .through(columns))
                .isPresent();
        assertThat(Veil.of(List.of(), List.of(filter("$topic = 'a'")), "s").through(columns))
                .isEmpty();
        assertThat(Veil.of(List.of(), List.of(filter("n > 5")), "s")
                        .through(Projection.parse("*, n + 1 as n").orElseThrow()))
                .isEmpty();
    }
}

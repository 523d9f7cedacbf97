package io.sluice.filter;

import static io.sluice.filter.Records.CLOCK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Masks held against a walk over a tree, and filters against what is under a mask. */
class VeilPropertyTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e f", "items", "x");

    @Provide
    Arbitrary<JsonNode> documents() {
        return Generators.documents().map(VeilPropertyTest::tree);
    }

    /** Without members that an earlier one of their name hides. */
    private static JsonNode tree(Generators.Written document) {
        try {
            return JSON.readTree(document.first());
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Provide
    Arbitrary<Mask> masks() {
        Arbitrary<Path> paths = Arbitraries.of(NAMES)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(names -> new Path(
                        Path.Root.VALUE,
                        names.stream().<Path.Step>map(Path.Name::new).toList()));
        Arbitrary<Mask.Action> actions =
                Arbitraries.of(new Mask.Remove(), new Mask.Replace("{\"gone\":[]}"), new Mask.Replace("null"));
        return Combinators.combine(paths, actions).as(Mask::new);
    }

    @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE)
    void a_document_is_masked_as_its_tree_would_be(
            @ForAll("documents") JsonNode document,
            @ForAll @Size(max = 3) List<@net.jqwik.api.From("masks") Mask> masks)
            throws IOException {
        Veil veil = Veil.of(masks, List.of(), "s");
        byte[] seen = Masker.of(veil, CLOCK).value(JSON.writeValueAsBytes(document));
        assertThat(JSON.readTree(seen)).isEqualTo(expected(document, veil.masks(), List.of()));
    }

    /** The same by the words of the documentation. */
    private static JsonNode expected(JsonNode node, List<Mask> masks, List<Path.Step> at) {
        for (Mask mask : masks) {
            if (!at.isEmpty() && mask.path().steps().equals(at)) {
                return left(mask.action(), node);
            }
        }
        if (node instanceof ArrayNode array) {
            ArrayNode result = NODES.arrayNode();
            array.forEach(element -> result.add(expected(element, masks, at)));
            return result;
        } else if (node instanceof ObjectNode object) {
            ObjectNode result = NODES.objectNode();
            object.properties().forEach(member -> {
                List<Path.Step> inside = new ArrayList<>(at);
                inside.add(new Path.Name(member.getKey()));
                JsonNode left = expected(member.getValue(), masks, inside);
                if (!left.isMissingNode()) {
                    result.set(member.getKey(), left);
                }
            });
            return result;
        }
        return node;
    }

    private static JsonNode left(Mask.Action action, JsonNode node) {
        try {
            if (action instanceof Mask.Remove) {
                return JSON.missingNode();
            } else if (action instanceof Mask.Replace replace) {
                return JSON.readTree(replace.json());
            }
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        throw new IllegalArgumentException(action.print());
    }

    /** Two records that differ only in what is removed or replaced are the same to everybody under the veil. */
    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void no_look_tells_what_is_under_a_mask(
            @ForAll("documents") JsonNode rest, @ForAll("documents") JsonNode one, @ForAll("documents") JsonNode other)
            throws IOException {
        Veil veil = Veil.of(
                List.of(
                        new Mask(new Path(Path.Root.VALUE, List.of(new Path.Name("secret"))), new Mask.Remove()),
                        new Mask(
                                new Path(Path.Root.VALUE, List.of(new Path.Name("in"), new Path.Name("secret"))),
                                new Mask.Replace("0"))),
                List.of(),
                "s");
        Masker masker = Masker.of(veil, CLOCK);
        byte[] first = masker.value(JSON.writeValueAsBytes(around(rest, one)));
        assertThat(masker.value(JSON.writeValueAsBytes(around(rest, other)))).isEqualTo(first);
    }

    @Provide
    Arbitrary<Generators.Written> written() {
        return Generators.documents();
    }

    @Provide
    Arbitrary<Projection> projections() {
        return Generators.projections();
    }

    @Provide
    Arbitrary<Path> hidden() {
        return Arbitraries.of("a", "b", "c", "c.d", "items", "items.x", "t", "\"e f\"")
                .map(text -> Mask.path(text).orElseThrow());
    }

    /** What a projection makes tells no more, under the veil that is carried through it, than the records do under theirs. */
    @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE)
    void a_veil_that_is_carried_through_a_projection_hides_what_it_hid(
            @ForAll("written") Generators.Written document,
            @ForAll("projections") Projection projection,
            @ForAll("hidden") Path path) {
        Veil veil = Veil.of(List.of(new Mask(path, new Mask.Replace("\"***\""))), List.of(), "s");
        Veil carried = veil.through(projection).orElseThrow();
        Verdict[] verdicts = new Verdict[2];
        byte[] one = seen(document, path, "1", projection, carried, verdicts, 0);
        byte[] other = seen(document, path, "[{\"x\":\"another\",\"d\":2026}]", projection, carried, verdicts, 1);
        // A column that cannot be had of one of them makes no record at all.
        if (verdicts[0] == Verdict.MATCH && verdicts[1] == Verdict.MATCH) {
            assertThat(new String(other, UTF_8)).isEqualTo(new String(one, UTF_8));
        }
    }

    private static byte[] seen(
            Generators.Written document,
            Path path,
            String secret,
            Projection projection,
            Veil carried,
            Verdict[] verdicts,
            int i) {
        byte[] record = Masker.of(Veil.of(List.of(new Mask(path, new Mask.Replace(secret))), List.of(), ""), CLOCK)
                .value(document.json().getBytes(UTF_8));
        Matcher matcher = Matcher.of(Filter.ALL, projection, CLOCK);
        verdicts[i] = matcher.evaluate(Records.value(record));
        byte[] projected = matcher.projected() == null ? record : matcher.projected();
        return Masker.of(carried, CLOCK).value(projected);
    }

    private static ObjectNode around(JsonNode rest, JsonNode secret) {
        ObjectNode document = NODES.objectNode();
        document.set("secret", secret);
        document.set("rest", rest);
        ArrayNode list = document.putArray("in");
        list.addObject().set("secret", secret);
        list.addObject().put("n", 1).set("secret", secret);
        return document;
    }
}

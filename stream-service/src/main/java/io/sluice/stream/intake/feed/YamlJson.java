package io.sluice.stream.intake.feed;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.sluice.stream.intake.feed.Unreadable.Extent;
import io.sluice.stream.intake.json.JsonText;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Writes a YAML document as JSON. Scalars mean what YAML 1.2 (core schema) says, so {@code no} is a text and not false; a number
 * with a leading zero stays a text, because it is a name as a rule. Dates and times become ISO 8601 texts; a time without a zone
 * is UTC, as YAML says. What an alias stands for is written at each place.
 *
 * <p>Limits: {@link #MAX_BYTES} of JSON and {@link #MAX_DEPTH} levels per document, so a few lines of anchors cannot
 * become gigabytes.
 */
final class YamlJson {
    static final int MAX_BYTES = 64 * 1024 * 1024;
    private static final int MAX_DEPTH = 500;
    private static final int MAX_MERGES = 10_000;
    private static final Pattern TIME = Pattern.compile("(\\d{4})-(\\d\\d?)-(\\d\\d?)"
            + "(?:(?:[Tt]|[ \\t]+)(\\d\\d?):(\\d\\d):(\\d\\d)(\\.\\d+)?[ \\t]*(Z|[-+]\\d\\d?(?::?\\d\\d)?)?)?");

    private final ByteArrayBuilder bytes = new ByteArrayBuilder();
    private final JsonGenerator out;
    private int merges;

    private YamlJson() throws IOException {
        out = JsonText.FACTORY.createGenerator(bytes);
    }

    static byte[] of(Node document) throws Unreadable, IOException {
        YamlJson json = new YamlJson();
        json.write(document, 0);
        json.out.close();
        return json.bytes.toByteArray();
    }

    /** A document of which only the marks are there. */
    static boolean isNothing(Node document) {
        return document instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.NULL)
                && scalar.getValue().isEmpty();
    }

    /** How plain scalars are told apart. */
    static final class Scalars extends Resolver {
        private static final Pattern INT = Pattern.compile("[-+]?(?:0|[1-9][0-9]*)|0o[0-7]+|0x[0-9a-fA-F]+");
        private static final Pattern FLOAT =
                Pattern.compile("[-+]?(?:\\.[0-9]+|(?:0|[1-9][0-9]*)(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,4})?");
        private static final Pattern BOOL = Pattern.compile("true|True|TRUE|false|False|FALSE");
        private static final Pattern NULL = Pattern.compile("~|null|Null|NULL|");
        private static final String NUMBER_STARTS = "-+0123456789.";

        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, BOOL, "tTfF");
            addImplicitResolver(Tag.INT, INT, NUMBER_STARTS);
            addImplicitResolver(Tag.FLOAT, FLOAT, NUMBER_STARTS);
            addImplicitResolver(Tag.MERGE, Pattern.compile("<<"), "<");
            addImplicitResolver(Tag.NULL, NULL, "~nN\0");
            addImplicitResolver(Tag.NULL, Pattern.compile(""), null);
            addImplicitResolver(Tag.TIMESTAMP, TIME, "0123456789");
        }
    }

    private void write(Node node, int depth) throws Unreadable, IOException {
        if (depth > MAX_DEPTH) {
            throw fault(node, "nested more than " + MAX_DEPTH + " deep");
        }
        if (node instanceof MappingNode mapping) {
            out.writeStartObject();
            for (Map.Entry<String, Node> member : members(mapping, depth).entrySet()) {
                out.writeFieldName(member.getKey());
                write(member.getValue(), depth + 1);
            }
            out.writeEndObject();
        } else if (node instanceof SequenceNode sequence) {
            out.writeStartArray();
            for (Node element : sequence.getValue()) {
                write(element, depth + 1);
            }
            out.writeEndArray();
        } else if (node instanceof ScalarNode scalar) {
            scalar(scalar);
        }
        if (bytes.size() > MAX_BYTES) {
            throw fault(node, "more than " + (MAX_BYTES >> 20) + " MiB with its anchors put in");
        }
    }

    /** Own members come before, and instead of, merged ones ({@code <<}). */
    private Map<String, Node> members(MappingNode mapping, int depth) throws Unreadable {
        Map<String, Node> own = new LinkedHashMap<>();
        Map<String, Node> merged = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                merge(tuple.getValueNode(), merged, depth + 1);
            } else if (tuple.getKeyNode() instanceof ScalarNode name) {
                own.put(name.getValue(), tuple.getValueNode());
            } else {
                throw fault(tuple.getKeyNode(), "a key that is no text");
            }
        }
        merged.forEach(own::putIfAbsent);
        return own;
    }

    private void merge(Node from, Map<String, Node> into, int depth) throws Unreadable {
        if (depth > MAX_DEPTH || ++merges > MAX_MERGES) {
            throw fault(from, "more than " + MAX_DEPTH + " levels or " + MAX_MERGES + " merged mappings");
        }
        if (from instanceof MappingNode mapping) {
            members(mapping, depth).forEach(into::putIfAbsent);
        } else if (from instanceof SequenceNode sequence) {
            for (Node each : sequence.getValue()) {
                merge(each, into, depth + 1);
            }
        } else {
            throw fault(from, "only mappings can be merged");
        }
    }

    private void scalar(ScalarNode scalar) throws IOException {
        Tag tag = scalar.getTag();
        String text = scalar.getValue();
        if (tag.equals(Tag.NULL)) {
            out.writeNull();
        } else if (tag.equals(Tag.BOOL) && Scalars.BOOL.matcher(text).matches()) {
            out.writeBoolean(text.charAt(0) == 't' || text.charAt(0) == 'T');
        } else if (tag.equals(Tag.INT) && Scalars.INT.matcher(text).matches()) {
            out.writeNumber(whole(text).toString());
        } else if ((tag.equals(Tag.FLOAT) || tag.equals(Tag.INT))
                && Scalars.FLOAT.matcher(text).matches()) {
            out.writeNumber(new BigDecimal(text).toString());
        } else if (tag.equals(Tag.TIMESTAMP)) {
            out.writeString(iso(text));
        } else {
            out.writeString(text);
        }
    }

    private static BigInteger whole(String text) {
        if (text.startsWith("0o")) {
            return new BigInteger(text.substring(2), 8);
        }
        return text.startsWith("0x") ? new BigInteger(text.substring(2), 16) : new BigInteger(text);
    }

    private static String iso(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            return text;
        }
        String date = time.group(1) + "-" + two(time.group(2)) + "-" + two(time.group(3));
        if (time.group(4) == null) {
            return date;
        }
        String fraction = time.group(7) == null ? "" : time.group(7);
        return date + "T" + two(time.group(4)) + ":" + time.group(5) + ":" + time.group(6) + fraction
                + zone(time.group(8));
    }

    private static String zone(@Nullable String zone) {
        if (zone == null || zone.equals("Z")) {
            return "Z";
        }
        String[] parts = zone.substring(1).split(":");
        String digits =
                parts.length == 2 ? two(parts[0]) + parts[1] : zone.length() == 5 ? parts[0] : two(parts[0]) + "00";
        return zone.charAt(0) + digits.substring(0, 2) + ":" + digits.substring(2);
    }

    private static String two(String digits) {
        return digits.length() == 1 ? "0" + digits : digits;
    }

    private static Unreadable fault(Node node, String reason) {
        Mark mark = node.getStartMark();
        return new Unreadable(Extent.DOCUMENT, Unreadable.place(mark.getLine() + 1L, mark.getColumn() + 1L) + reason);
    }
}

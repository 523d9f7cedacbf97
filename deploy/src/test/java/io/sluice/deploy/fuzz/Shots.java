package io.sluice.deploy.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.testkit.OpenApi;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/** Makes requests for an operation, of the kind that is asked for. */
final class Shots {
    /** What is wrong with a request, if anything. */
    enum Aim {
        VALID,
        FOREIGN,
        ABSENT,
        MUTATED_BODY,
        HOSTILE_PARAMETERS,
        RAW_PATH,
        WRONG_BYTES,
        ODD_HEADERS
    }

    private static final List<String> RAW = List.of(
            "%00",
            "%2e%2e",
            "%2e%2e%2f%2e%2e%2fadmin",
            "%c0%af",
            "%ff",
            "%ed%a0%80",
            "..",
            "%",
            "%zz",
            "%u0041",
            "+",
            ";x",
            "%0d%0aX:1",
            "a%2fb",
            "%252e%252e",
            "",
            "%20",
            "x".repeat(9_000),
            "x".repeat(17_000));
    private static final List<String> ACCEPT = List.of(
            "text/html",
            "application/xml",
            "*/*;q=0",
            "application/json;q=abc",
            ",",
            "a",
            "text/event-stream",
            "application/x-ndjson",
            "application/ld+json",
            "application/json;charset=utf-16",
            "x".repeat(5_000));

    /** A path that no server has a reason to read otherwise: no empty segment, none of dots, nothing encoded. */
    private static final Pattern PLAIN = Pattern.compile("(/(?!\\.{1,2}(/|$))[\\w.~-]+)+");

    private static final int MAX_PLAIN = 8_000;

    private final Random random;
    private final Ids ids;
    private final Values values;
    private final OpenApi document;

    Shots(OpenApi document, Random random, Ids ids) {
        this.document = document;
        this.random = random;
        this.ids = ids;
        this.values = new Values(document, random, ids);
    }

    Shot at(OpenApi.Operation operation, Aim aim) {
        Ids.Origin origin =
                switch (aim) {
                    case FOREIGN -> Ids.Origin.FOREIGN;
                    case ABSENT -> Ids.Origin.ABSENT;
                    case MUTATED_BODY -> random.nextInt(4) == 0 ? Ids.Origin.FOREIGN : Ids.Origin.OWN;
                    default -> Ids.Origin.OWN;
                };
        String path = operation.path();
        StringBuilder query = new StringBuilder();
        Map<String, String> headers = new HashMap<>();
        for (JsonNode reference : operation.node().path("parameters")) {
            JsonNode parameter = document.resolve(reference);
            String name = parameter.path("name").asText();
            switch (parameter.path("in").asText()) {
                case "path" -> path = path.replace("{" + name + "}", inPath(parameter, aim, mixed(origin, path)));
                case "query" -> inQuery(parameter, aim, origin, query);
                default -> inHeader(parameter, aim, origin, headers);
            }
        }
        if (aim == Aim.HOSTILE_PARAMETERS && random.nextInt(4) == 0) {
            query.append("&unknown=").append(encode(Hostile.text(random)));
        }
        if (aim == Aim.ODD_HEADERS) {
            headers.put("Accept", ACCEPT.get(random.nextInt(ACCEPT.size())));
        }
        Buffer body = body(operation, aim, origin, headers);
        String whole = query.isEmpty() ? path : path + "?" + query.substring(1);
        boolean exact = aim != Aim.RAW_PATH && PLAIN.matcher(path).matches() && whole.length() < MAX_PLAIN;
        return new Shot(operation, operation.method(), whole, headers, body, exact);
    }

    /** Of several things in a path some may be the caller's own, so that what is behind these is met too. */
    private Ids.Origin mixed(Ids.Origin origin, String path) {
        boolean several = path.indexOf('{') != path.lastIndexOf('{');
        return several && random.nextInt(3) == 0 ? Ids.Origin.OWN : origin;
    }

    private String inPath(JsonNode parameter, Aim aim, Ids.Origin origin) {
        if (aim == Aim.RAW_PATH) {
            return RAW.get(random.nextInt(RAW.size()));
        }
        return encode(aim == Aim.HOSTILE_PARAMETERS ? Hostile.text(random) : drawn(parameter, origin));
    }

    private void inQuery(JsonNode parameter, Aim aim, Ids.Origin origin, StringBuilder query) {
        String name = parameter.path("name").asText();
        if (random.nextInt(3) > 0 && !parameter.path("required").asBoolean()) {
            return;
        }
        if (aim == Aim.RAW_PATH) {
            query.append('&').append(name).append('=').append(RAW.get(random.nextInt(RAW.size())));
            return;
        }
        boolean hostile = aim == Aim.HOSTILE_PARAMETERS;
        for (int times = hostile && random.nextInt(5) == 0 ? 2 : 1; times > 0; times--) {
            String value = hostile ? Hostile.text(random) : drawn(parameter, origin);
            query.append('&').append(name).append('=').append(encode(value));
        }
    }

    private void inHeader(JsonNode parameter, Aim aim, Ids.Origin origin, Map<String, String> headers) {
        if (random.nextInt(4) == 0) {
            boolean odd = aim == Aim.ODD_HEADERS || aim == Aim.HOSTILE_PARAMETERS;
            headers.put(parameter.path("name").asText(), odd ? oddHeader() : drawn(parameter, origin));
        }
    }

    private String oddHeader() {
        return switch (random.nextInt(3)) {
            case 0 -> "";
            case 1 -> "x".repeat(random.nextInt(5_000));
            default -> "a b\t\u00e9;,\"";
        };
    }

    private String drawn(JsonNode parameter, Ids.Origin origin) {
        String name = parameter.path("name").asText();
        if (name.equals("partition") || name.equals("offset") || name.equals("version")) {
            return Integer.toString(random.nextInt(4));
        }
        JsonNode value = values.draw(parameter.path("schema"), name, origin);
        return value.isValueNode() ? value.asText() : Mutation.text(value);
    }

    private Buffer body(OpenApi.Operation operation, Aim aim, Ids.Origin origin, Map<String, String> headers) {
        JsonNode content = operation.node().at("/requestBody/content");
        if (content.isEmpty()) {
            boolean some = aim == Aim.WRONG_BYTES && !operation.method().equals("GET");
            return some ? Buffer.buffer("{\"unasked\":1}") : Buffer.buffer();
        }
        List<String> types = List.copyOf(Mutation.names((ObjectNode) content));
        String type = types.get(random.nextInt(types.size()));
        headers.put("Content-Type", aim == Aim.ODD_HEADERS ? Bodies.type(random) : type);
        JsonNode example = content.path(type).path("example");
        boolean alike = !example.isMissingNode() && random.nextInt(3) > 0;
        JsonNode value = alike
                ? values.alike(example, origin)
                : values.draw(content.path(type).path("schema"), "", origin);
        return switch (aim) {
            case MUTATED_BODY -> Buffer.buffer(Mutation.text(Mutation.of(value, random)));
            case WRONG_BYTES -> Bodies.bytes(Mutation.text(value), random);
            default -> Buffer.buffer(Mutation.text(value));
        };
    }

    /** Lone surrogates, which no text can be made of, come as {@code ?}. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

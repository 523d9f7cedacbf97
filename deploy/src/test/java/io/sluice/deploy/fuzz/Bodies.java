package io.sluice.deploy.fuzz;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Random;

/** Bytes that are no JSON of the right form, made from some that are. */
final class Bodies {
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "{",
            "}",
            "[]",
            "[",
            "null",
            "true",
            "0",
            "\"text\"",
            "NaN",
            "{}{}",
            "{} x",
            "{\"a\":}",
            "{'a':1}",
            "{\"a\":1,}",
            "{\"a\":01}",
            "{\"a\":\"\\ud800\"}",
            "{\"\\u0000\":\"\\u0000\"}",
            "<a/>",
            "a=1&b=2",
            "//\n{}",
            "\ufeff{}",
            "{\"a\":" + "9".repeat(2_000) + "}");
    private static final List<String> TYPES = List.of(
            "",
            "text/plain",
            "application/xml",
            "application/json; charset=utf-16",
            "application/json;",
            "json",
            "*/*",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded",
            "application/ld+json",
            "application/problem+json",
            "application/json, text/plain",
            "APPLICATION/JSON");
    private static final int DEPTH = 100_000;

    private Bodies() {}

    /** @param json of an object */
    static Buffer bytes(String json, Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Buffer.buffer(json.isEmpty() ? "" : json.substring(0, random.nextInt(json.length())));
            case 1 -> Buffer.buffer(json + json);
            case 2 -> Buffer.buffer(doubled(json));
            case 3 -> wrongUtf8(json, random);
            case 4 -> Buffer.buffer(json.getBytes(UTF_16));
            case 5 -> Buffer.buffer("[".repeat(DEPTH));
            case 6 -> Buffer.buffer("{\"a\":".repeat(DEPTH));
            default -> Buffer.buffer(TEXTS.get(random.nextInt(TEXTS.size())));
        };
    }

    static String type(Random random) {
        return TYPES.get(random.nextInt(TYPES.size()));
    }

    /** Each member of the outermost object twice. */
    private static String doubled(String json) {
        return json.startsWith("{") && json.length() > 2
                ? json.substring(0, json.length() - 1) + "," + json.substring(1)
                : json;
    }

    private static Buffer wrongUtf8(String json, Random random) {
        byte[][] wrong = {
            {(byte) 0xff}, {(byte) 0xc3, 0x28}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, {(byte) 0xc0, (byte) 0x80}
        };
        byte[] bytes = json.getBytes(UTF_8);
        int at = json.lastIndexOf('"') < 0
                ? bytes.length
                : json.substring(0, json.lastIndexOf('"')).getBytes(UTF_8).length;
        return Buffer.buffer()
                .appendBytes(bytes, 0, at)
                .appendBytes(wrong[random.nextInt(wrong.length)])
                .appendBytes(bytes, at, bytes.length - at);
    }
}

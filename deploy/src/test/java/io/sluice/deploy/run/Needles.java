package io.sluice.deploy.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Secrets that are like nothing else, and every form in which one could be found somewhere: clear, hexadecimal, Base64, percent-encoded. */
final class Needles {
    private static final int[] CHARS_OF_PREFIX = {0, 2, 3};

    private final Map<String, Set<String>> forms = new LinkedHashMap<>();

    /** @return a new secret, which has characters that URLs and JSON escape */
    String make(String name) {
        byte[] random = new byte[12];
        new SecureRandom().nextBytes(random);
        return add(name, "Zq/" + HexFormat.of().formatHex(random) + "+é\"k");
    }

    /** Without such characters: for where they may not be. */
    String makePlain(String name) {
        byte[] random = new byte[12];
        new SecureRandom().nextBytes(random);
        return add(name, "Zq" + HexFormat.of().formatHex(random));
    }

    String add(String name, String secret) {
        byte[] bytes = secret.getBytes(UTF_8);
        Set<String> all = new LinkedHashSet<>();
        all.add(new String(bytes, ISO_8859_1));
        all.add(new String(secret.replace("\"", "\\\"").getBytes(UTF_8), ISO_8859_1));
        all.add(URLEncoder.encode(secret, UTF_8));
        all.add(HexFormat.of().formatHex(bytes));
        for (int prefix = 0; prefix < CHARS_OF_PREFIX.length; prefix++) {
            byte[] shifted = new byte[prefix + bytes.length];
            System.arraycopy(bytes, 0, shifted, prefix, bytes.length);
            for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                String text = encoder.withoutPadding().encodeToString(shifted);
                all.add(text.substring(CHARS_OF_PREFIX[prefix], text.length() - 2));
            }
        }
        forms.put(name, all);
        return secret;
    }

    /** What is found in this heap, as sentences. */
    List<String> foundIn(String where, byte[] heap) {
        String text = new String(heap, ISO_8859_1);
        List<String> found = new ArrayList<>();
        forms.forEach((name, all) -> all.stream()
                .filter(text::contains)
                .findFirst()
                .ifPresent(form -> found.add(name + " is in " + where + ": …" + around(text, form) + "…")));
        return found;
    }

    private static String around(String text, String form) {
        int at = text.indexOf(form);
        return text.substring(Math.max(0, at - 80), Math.min(text.length(), at + form.length() + 20));
    }
}

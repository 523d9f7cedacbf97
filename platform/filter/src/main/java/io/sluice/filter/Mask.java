package io.sluice.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What becomes of one field before anybody sees it.
 *
 * <p>The path names members; where a list stands in its way, it is for every element. {@code $key} and {@code $headers.x} are fields, too, and
 * {@code $value} is all of the value.
 */
public record Mask(Path path, Action action) {
    private static final int MAX_SHOWN = 1_000;
    private static final Pattern SHORTEN = Pattern.compile("shorten\\(\\s*(\\d{1,5})\\s*(?:,\\s*(\\d{1,5})\\s*)?\\)");
    private static final Pattern REPLACE = Pattern.compile("replace\\((.*)\\)");

    public Mask {
        boolean members = path.steps().stream().allMatch(Path.Name.class::isInstance);
        if (!members || !isOfRecord(path.root())) {
            throw new IllegalArgumentException("a mask is for members of the value or the key, or for a header");
        }
    }

    /** What is done; each hides at least as much as the one before it. */
    public sealed interface Action {
        /** Which of two for one field counts: the greater. */
        int strength();

        /** As it is written in a definition. */
        String print();
    }

    /**
     * Only the first and the last characters of a text, with … between them, or of a number's digits. What is longer than both together is cut; an object or
     * a truth value is null.
     */
    public record Shorten(int first, int last) implements Action {
        public Shorten {
            if (first < 0 || last < 0 || first > MAX_SHOWN || last > MAX_SHOWN) {
                throw new IllegalArgumentException("0 to " + MAX_SHOWN + " characters can be shown");
            }
        }

        @Override
        public int strength() {
            return 0;
        }

        @Override
        public String print() {
            return "shorten(" + first + "," + last + ")";
        }
    }

    /** 32 hexadecimal digits of its HMAC-SHA-256: equal values stay equal, within what shares a secret. Null stays null. */
    public record Hash() implements Action {
        @Override
        public int strength() {
            return 1;
        }

        @Override
        public String print() {
            return "hash";
        }
    }

    /** @param json the value that stands in its place, also in the place of null; JSON on one line */
    public record Replace(String json) implements Action {
        public Replace {
            if (!isJson(json)) {
                throw new IllegalArgumentException("not JSON on one line");
            }
        }

        @Override
        public int strength() {
            return 2;
        }

        @Override
        public String print() {
            return "replace(" + json + ")";
        }
    }

    /** It is as if it had never been there. */
    public record Remove() implements Action {
        @Override
        public int strength() {
            return 3;
        }

        @Override
        public String print() {
            return "remove";
        }
    }

    /** Reads what is done with a field, or says what is wrong with it. */
    public static Parsed<Action> action(String text) {
        java.util.regex.Matcher shorten = SHORTEN.matcher(text.trim());
        java.util.regex.Matcher replace = REPLACE.matcher(text.trim());
        if (text.trim().equals("remove")) {
            return new Parsed.Ok<>(new Remove());
        } else if (text.trim().equals("hash")) {
            return new Parsed.Ok<>(new Hash());
        } else if (shorten.matches()) {
            int first = Integer.parseInt(shorten.group(1));
            int last = shorten.group(2) == null ? 0 : Integer.parseInt(shorten.group(2));
            return first > MAX_SHOWN || last > MAX_SHOWN
                    ? fault(text, "at most " + MAX_SHOWN + " characters can be shown")
                    : new Parsed.Ok<>(new Shorten(first, last));
        } else if (replace.matches()) {
            return isJson(replace.group(1))
                    ? new Parsed.Ok<>(new Replace(replace.group(1)))
                    : fault(text, "expected JSON on one line in replace(...)");
        }
        return fault(text, "expected remove, hash, shorten(4), shorten(2,4) or replace(\"a value in JSON\")");
    }

    private static Parsed<Action> fault(String text, String message) {
        return new Parsed.Failed<>(List.of(new Violation(message, 0, text.length())));
    }

    private static boolean isJson(String text) {
        return text.length() <= MAX_SHOWN && JsonText.of(Texts.encode(text), Limits.MAX_STEPS) == JsonText.ONE_LINE;
    }

    /** Reads a path that a mask can be for, or says what is wrong with it. */
    public static Parsed<Path> path(String text) {
        List<Violation> violations = new ArrayList<>();
        List<Token> tokens = Lexer.tokens(text, violations);
        Checker check = new Checker(violations);
        Path path;
        try {
            Cursor cursor = new Cursor(tokens, check);
            path = new PathParser(cursor).path();
            if (!cursor.atEnd()) {
                throw cursor.unexpected("expected the end of a path");
            }
        } catch (SyntaxError e) {
            return new Parsed.Failed<>(check.violations());
        }
        if (!violations.isEmpty()) {
            return new Parsed.Failed<>(check.violations());
        }
        boolean members = path.steps().stream().allMatch(Path.Name.class::isInstance);
        return members && isOfRecord(path.root())
                ? new Parsed.Ok<>(path)
                : new Parsed.Failed<>(List.of(new Violation(
                        "expected members of the value or of $key, or a header; a list is passed through, without an index",
                        0,
                        text.length())));
    }

    private static boolean isOfRecord(Path.Root root) {
        return switch (root) {
            case VALUE, KEY, HEADERS -> true;
            case TEXT, PARTITION, OFFSET, TIMESTAMP, TOPIC -> false;
        };
    }
}

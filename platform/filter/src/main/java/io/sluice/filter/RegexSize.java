package io.sluice.filter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bounds what a regular expression costs before it is compiled: matching is linear in the text, but also in the size of
 * the compiled expression, and counted repetitions ({@code ((a{100}){100}){100}}) multiply it. Counts atoms roughly, never
 * too few.
 */
final class RegexSize {
    private static final Pattern COUNTED = Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?\\}");

    private final String regex;
    private final Deque<Long> outer = new ArrayDeque<>();
    private long outside;
    private long total;
    private long lastAtom;
    private int at;

    private RegexSize(String regex) {
        this.regex = regex;
    }

    /** Why an expression is too large, if it is. */
    static Optional<String> fault(String regex) {
        if (regex.length() > Limits.MAX_REGEX_LENGTH) {
            return Optional.of("a regular expression has at most " + Limits.MAX_REGEX_LENGTH + " characters");
        }
        return new RegexSize(regex).fault();
    }

    private Optional<String> fault() {
        while (at < regex.length()) {
            step(regex.charAt(at));
            if (outer.size() > Limits.MAX_REGEX_DEPTH) {
                return Optional.of("a regular expression has at most " + Limits.MAX_REGEX_DEPTH + " nested groups");
            }
            if (outside + total > Limits.MAX_REGEX_ATOMS) {
                return Optional.of("the repetitions of this regular expression make it too large");
            }
        }
        return Optional.empty();
    }

    private void step(char c) {
        switch (c) {
            case '\\' -> escape();
            case '[' -> {
                atom();
                skipClass();
            }
            case '(' -> {
                outer.push(total);
                outside += total;
                total = 0;
                at++;
            }
            case ')' -> {
                lastAtom = total;
                long before = outer.isEmpty() ? 0 : outer.pop();
                outside -= before;
                total += before;
                at++;
            }
            case '{' -> repetition();
            default -> {
                atom();
                at++;
            }
        }
    }

    private void atom() {
        lastAtom = 1;
        total++;
    }

    private void skipClass() {
        at += regex.startsWith("[^]", at) ? 3 : regex.startsWith("[]", at) ? 2 : 1;
        while (at < regex.length() && regex.charAt(at) != ']') {
            at += regex.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }

    private void escape() {
        atom();
        if (!regex.startsWith("\\Q", at)) {
            at += 2;
            return;
        }
        int end = regex.indexOf("\\E", at);
        int to = end < 0 ? regex.length() : end + 2;
        total += to - at;
        at = to;
    }

    private void repetition() {
        Matcher counted = COUNTED.matcher(regex).region(at, regex.length());
        if (!counted.lookingAt()) {
            atom();
            at++;
            return;
        }
        String upTo = counted.group(2) == null || counted.group(2).isEmpty() ? counted.group(1) : counted.group(2);
        long most = Math.max(1, Math.max(Long.parseLong(counted.group(1)), Long.parseLong(upTo)));
        at = counted.end();
        total += lastAtom * (most - 1);
        lastAtom *= most;
    }
}

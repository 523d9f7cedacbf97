package io.sluice.stream.landing.column;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The commonest way to write a time, read without a formatter: {@code 2024-11-01T02:55:02} with a blank or a T, and a Z or nothing behind
 * it. Any thread.
 */
final class PlainTime {
    private static final String FORM = "dddd-dd-dd dd:dd:dd";

    private PlainTime() {}

    /** @return null for any other text, be it a time or not */
    static @Nullable Instant read(String text) {
        int length = FORM.length();
        boolean zone = text.length() == length + 1 && text.charAt(length) == 'Z';
        if (text.length() != length && !zone) {
            return null;
        }
        for (int i = 0; i < length; i++) {
            if (!fits(FORM.charAt(i), text.charAt(i))) {
                return null;
            }
        }
        try {
            return LocalDateTime.of(
                            number(text, 0, 4),
                            number(text, 5, 7),
                            number(text, 8, 10),
                            number(text, 11, 13),
                            number(text, 14, 16),
                            number(text, 17, 19))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException none) {
            return null;
        }
    }

    private static boolean fits(char form, char c) {
        return switch (form) {
            case 'd' -> c >= '0' && c <= '9';
            case ' ' -> c == ' ' || c == 'T';
            default -> c == form;
        };
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}

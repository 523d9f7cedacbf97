package io.sluice.gateway.record;

/** Well-formed UTF-8 (Unicode 16, table 3-7): no overlong forms, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {
    private Utf8() {}

    public static boolean isValid(byte[] bytes) {
        int i = 0;
        while (i < bytes.length) {
            int step = bytes[i] >= 0 ? 1 : sequence(bytes, i, bytes.length);
            if (step == 0) {
                return false;
            }
            i += step;
        }
        return true;
    }

    /** The length of the well-formed sequence of several bytes that starts at {@code i}; 0 if there is none before {@code end}. */
    static int sequence(byte[] bytes, int i, int end) {
        int lead = bytes[i] & 0xFF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            return i + 1 < end && continues(bytes[i + 1]) ? 2 : 0;
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            return i + 2 < end && second(lead, bytes[i + 1] & 0xFF) && continues(bytes[i + 2]) ? 3 : 0;
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            boolean good = i + 3 < end
                    && second(lead, bytes[i + 1] & 0xFF)
                    && continues(bytes[i + 2])
                    && continues(bytes[i + 3]);
            return good ? 4 : 0;
        }
        return 0;
    }

    private static boolean second(int lead, int second) {
        return switch (lead) {
            case 0xE0 -> second >= 0xA0 && second <= 0xBF;
            case 0xED -> second >= 0x80 && second <= 0x9F;
            case 0xF0 -> second >= 0x90 && second <= 0xBF;
            case 0xF4 -> second >= 0x80 && second <= 0x8F;
            default -> second >= 0x80 && second <= 0xBF;
        };
    }

    private static boolean continues(byte b) {
        return (b & 0xC0) == 0x80;
    }
}

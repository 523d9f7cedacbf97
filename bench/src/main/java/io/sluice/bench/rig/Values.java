package io.sluice.bench.rig;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Random;

/**
 * JSON values of about 200 bytes with a stamp in front. A fixed number of them is made once and repeated; one in a hundred has the
 * region {@code eu-7}. None but the last has {@link #LAST_REGION}.
 */
public final class Values {
    /** Its number is a stamp. */
    public static final String STAMP = "\"at\":";

    /** One record in a hundred. */
    public static final String ONE_IN_A_HUNDRED = "region = 'eu-7'";

    /** Of {@link #last}. */
    public static final String LAST_REGION = "end";

    private static final int DIFFERENT = 10_000;
    /** Added to a stamp, so that all have 19 digits. */
    private static final long EPOCH = 1_000_000_000_000_000_000L;

    private static final int DIGITS = 19;
    private static final int FIRST_DIGIT = 1 + STAMP.length();

    private final byte[][] values = new byte[DIFFERENT][];
    private final byte[] last;

    public Values() {
        Random random = new Random(42);
        for (int n = 0; n < DIFFERENT; n++) {
            values[n] = value(n, "eu-" + n % 100, random);
        }
        last = value(DIFFERENT, LAST_REGION, random);
    }

    private static byte[] value(int n, String region, Random random) {
        String json = "{" + STAMP + EPOCH + ",\"id\":" + n + ",\"station\":\"UT" + random.nextInt(1000) + "\",\"temp\":"
                + random.nextInt(4000) / 100.0 + ",\"region\":\"" + region
                + "\",\"status\":\"ok\",\"lat\":40.7608,\"lon\":-111.8910,\"note\":"
                + "\"nothing to report from this station\",\"time\":\"2026-01-01T00:00:00Z\"}";
        return json.getBytes(US_ASCII);
    }

    /** The {@code n}th. Shared: not to be changed. */
    public byte[] plain(long n) {
        return values[(int) (n % DIFFERENT)];
    }

    /** The {@code n}th, with the time in it. */
    public byte[] stamped(long n, long nanoTime) {
        byte[] value = plain(n).clone();
        long rest = EPOCH + nanoTime;
        for (int i = FIRST_DIGIT + DIGITS - 1; i >= FIRST_DIGIT; i--) {
            value[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return value;
    }

    /** The time in a number that {@link #STAMP} stands before. */
    public static long nanoTime(long stamp) {
        return stamp - EPOCH;
    }

    /** The same from a value. */
    public static long nanoTime(byte[] value) {
        long stamp = 0;
        for (byte digit : Arrays.copyOfRange(value, FIRST_DIGIT, FIRST_DIGIT + DIGITS)) {
            stamp = stamp * 10 + digit - '0';
        }
        return nanoTime(stamp);
    }

    /** The only one with its region. */
    public byte[] last() {
        return last;
    }
}

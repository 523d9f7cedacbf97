package io.sluice.catalog.identity;

import io.sluice.contract.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A password's Argon2id hash (RFC 9106) with everything needed to check it, as the usual text {@code
 * $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. Hashes made with other parameters stay valid. Computing one takes tens of
 * milliseconds of CPU and {@code memory} KiB.
 */
record Argon2(int memory, int passes, int lanes, String salt, String hash) {
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final Pattern TEXT =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([^$]+)\\$([^$]+)");

    static Argon2 of(Secret password, byte[] salt) {
        return compute(password, MEMORY_KIB, PASSES, LANES, salt);
    }

    /** @throws IllegalArgumentException if {@code text} is not of this form */
    static Argon2 parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not an Argon2id hash");
        }
        return new Argon2(
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)),
                parts.group(4),
                parts.group(5));
    }

    boolean matches(Secret password) {
        Argon2 other =
                compute(password, memory, passes, lanes, Base64.getDecoder().decode(salt));
        return MessageDigest.isEqual(bytes(hash), bytes(other.hash));
    }

    String text() {
        return "$argon2id$v=19$m=" + memory + ",t=" + passes + ",p=" + lanes + "$" + salt + "$" + hash;
    }

    @Override
    public String toString() {
        return "***";
    }

    private static Argon2 compute(Secret password, int memory, int passes, int lanes, byte[] salt) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[HASH_BYTES];
        generator.generateBytes(bytes(password.reveal()), hash);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return new Argon2(memory, passes, lanes, base64.encodeToString(salt), base64.encodeToString(hash));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

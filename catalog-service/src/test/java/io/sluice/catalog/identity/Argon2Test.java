package io.sluice.catalog.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.contract.Secret;
import org.junit.jupiter.api.Test;

class Argon2Test {
    private static final byte[] SALT = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    @Test
    void a_hash_matches_its_password_only_and_survives_its_text() {
        Argon2 hash = Argon2.of(new Secret("correct horse"), SALT);

        assertThat(hash.text()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$");
        assertThat(Argon2.parse(hash.text())).isEqualTo(hash);
        assertThat(Argon2.parse(hash.text()).matches(new Secret("correct horse")))
                .isTrue();
        assertThat(Argon2.parse(hash.text()).matches(new Secret("correct horsf")))
                .isFalse();
    }

    /** From the reference implementation: {@code echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 32}. */
    @Test
    void it_is_the_argon2id_of_everyone_else() {
        Argon2 known =
                Argon2.parse("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");

        assertThat(known.matches(new Secret("password"))).isTrue();
    }

    @Test
    void other_texts_are_not_hashes() {
        assertThatIllegalArgumentException().isThrownBy(() -> Argon2.parse("$2a$10$abc"));
    }
}

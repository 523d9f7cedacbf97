package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contract.Sealed;
import io.sluice.contract.Secret;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class VaultTest {
    private final Vault vault = Vault.of(new Secret("a master key"));

    @Test
    void opens_what_it_sealed() throws Vault.WrongKey {
        Secret secret = new Secret("p\u00e4ss\ud83d\ude00 word");
        assertThat(Vault.of(new Secret("a master key")).open(vault.seal(secret)))
                .isEqualTo(secret);
        assertThat(vault.open(vault.seal(new Secret(""))).reveal()).isEmpty();
    }

    @Test
    void seals_differently_each_time_and_shows_nothing() {
        Sealed first = vault.seal(new Secret("hidden"));
        assertThat(first.text())
                .isNotEqualTo(vault.seal(new Secret("hidden")).text())
                .doesNotContain("hidden");
        assertThat(first).hasToString("***");
    }

    @Test
    void refuses_another_key_and_whatever_was_changed() {
        Sealed sealed = vault.seal(new Secret("hidden"));
        assertThatThrownBy(() -> Vault.of(Vault.newMasterKey()).open(sealed)).isInstanceOf(Vault.WrongKey.class);
        byte[] bytes = Base64.getUrlDecoder().decode(sealed.text().substring(3));
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 1;
            String changed = "v1." + Base64.getUrlEncoder().encodeToString(bytes);
            bytes[i] ^= 1;
            assertThatThrownBy(() -> vault.open(new Sealed(changed))).isInstanceOf(Vault.WrongKey.class);
        }
        for (String rubbish : new String[] {
            "", "v1.", "v1.AAAA", "v1.***", "v2." + sealed.text().substring(3)
        }) {
            assertThatThrownBy(() -> vault.open(new Sealed(rubbish))).isInstanceOf(Vault.WrongKey.class);
        }
    }
}

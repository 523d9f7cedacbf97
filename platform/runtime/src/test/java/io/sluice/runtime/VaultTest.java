package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contract.Sealed;
import io.sluice.contract.Secret;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class VaultTest {
    private static final Secret MASTER = new Secret("a master key");

    private final Vault vault = Vault.of(new Secret("a master key"));

    @Test
    void opens_what_it_sealed() throws Vault.WrongKey {
        Secret secret = new Secret("p\u00e4ss\ud83d\ude00 word");
        assertThat(vault.open(vault.seal(secret))).isEqualTo(secret);
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
    void what_was_sealed_before_there_were_data_keys_is_opened_with_any_master_key_that_is_named()
            throws Vault.WrongKey {
        Sealed old = new Sealed("v1.AAECAwQFBgcICQoLggaUDrpefJ5BdMOYO5aky1GHXLdUrQ");
        Vault later = Vault.of(List.of(new Secret("a newer one"), new Secret("a master key")), List.of(DataKey.make()));
        assertThat(later.open(old).reveal()).isEqualTo("hidden");
        assertThat(vault.open(old).reveal()).isEqualTo("hidden");
        assertThat(later.isFresh(old)).isFalse();
        assertThatThrownBy(() -> Vault.of(new Secret("a newer one")).open(old)).isInstanceOf(Vault.WrongKey.class);
    }

    @Test
    void with_a_new_data_key_the_old_one_still_opens_and_no_longer_seals() throws Vault.WrongKey {
        DataKey first = DataKey.make();
        DataKey second = DataKey.make();
        Vault some = Vault.of(List.of(MASTER), List.of(first));
        Sealed sealed = some.seal(new Secret("hidden"));
        some.take(List.of(first, second));

        assertThat(some.open(sealed).reveal()).isEqualTo("hidden");
        assertThat(some.isFresh(sealed)).isFalse();
        assertThat(some.seal(new Secret("hidden")).text()).startsWith("v2." + second.id() + ".");
        some.take(List.of(second));
        assertThatThrownBy(() -> some.open(sealed)).isInstanceOf(Vault.WrongKey.class);
    }

    @Test
    void a_data_key_opens_only_under_its_master_key_and_its_own_id() throws Vault.WrongKey {
        DataKey key = DataKey.make();
        String wrapped = key.wrap(MASTER);
        Sealed sealed = Vault.of(List.of(MASTER), List.of(key)).seal(new Secret("hidden"));

        DataKey again = DataKey.unwrap(key.id(), wrapped, MASTER);
        assertThat(Vault.of(List.of(MASTER), List.of(again)).open(sealed).reveal())
                .isEqualTo("hidden");
        assertThatThrownBy(() -> DataKey.unwrap(key.id(), wrapped, Vault.newMasterKey()))
                .isInstanceOf(Vault.WrongKey.class);
        assertThatThrownBy(() -> DataKey.unwrap("another", wrapped, MASTER)).isInstanceOf(Vault.WrongKey.class);
        assertThat(key).hasToString("DataKey " + key.id());
    }

    @Test
    void refuses_another_key_and_whatever_was_changed() {
        Sealed sealed = vault.seal(new Secret("hidden"));
        assertThatThrownBy(() -> Vault.of(MASTER).open(sealed)).isInstanceOf(Vault.WrongKey.class);
        int head = sealed.text().lastIndexOf('.') + 1;
        byte[] bytes = Base64.getUrlDecoder().decode(sealed.text().substring(head));
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 1;
            String changed =
                    sealed.text().substring(0, head) + Base64.getUrlEncoder().encodeToString(bytes);
            bytes[i] ^= 1;
            assertThatThrownBy(() -> vault.open(new Sealed(changed))).isInstanceOf(Vault.WrongKey.class);
        }
        for (String rubbish : new String[] {
            "",
            "v1.",
            "v1.AAAA",
            "v1.***",
            "v2.",
            "v2.x.",
            "v3." + sealed.text().substring(3)
        }) {
            assertThatThrownBy(() -> vault.open(new Sealed(rubbish))).isInstanceOf(Vault.WrongKey.class);
        }
    }
}

package io.sluice.stream.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.KafkaName;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class KafkaNameTest {
    private static final String ID = "0011223344556677";

    @Property
    void nobodys_names_begin_as_another_ones_do(@ForAll("users") String one, @ForAll("users") String other) {
        Assume.that(!one.equals(other));
        assertThat(KafkaName.prefix(one)).doesNotStartWith(KafkaName.prefix(other));
        assertThat(KafkaName.of(one, ID)).startsWith(KafkaName.prefix(one)).doesNotStartWith(KafkaName.prefix(other));
    }

    @Property
    void the_id_of_the_key_is_found_again(@ForAll("users") String user) {
        assertThat(KafkaName.keyId(KafkaName.of(user, ID))).contains(ID);
        assertThat(KafkaName.keyId(KafkaName.account(user))).isEmpty();
    }

    @Provide
    Arbitrary<String> users() {
        return Arbitraries.strings()
                .withChars("ab.-_")
                .ofMinLength(1)
                .ofMaxLength(8)
                .map(rest -> "a" + rest);
    }
}

package io.sluice.stream.landing.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class DatabaseAddressTest {
    @Test
    void an_address_is_taken_apart_and_shown_without_its_secrets() {
        DatabaseAddress address =
                DatabaseAddress.parse("postgresql://me%40lab:p%2Fw@db.example.org/data%20base?sslmode=verify-full");

        assertThat(address.user()).isEqualTo("me@lab");
        assertThat(address.password().reveal()).isEqualTo("p/w");
        assertThat(address.port()).isEqualTo(5432);
        assertThat(address.sslmode()).isEqualTo("verify-full");
        assertThat(address.url()).isEqualTo("jdbc:postgresql://db.example.org:5432/data%20base");
        assertThat(address.shown()).isEqualTo("db.example.org:5432/data base");
        assertThat(address.toString()).doesNotContain("p/w");
    }

    @Test
    void what_is_no_address_or_says_more_than_one_may_say_is_refused_without_repeating_it() {
        for (String uri : List.of(
                "mysql://a:secret@h/d",
                "postgresql://h/d",
                "postgresql://a:secret@h",
                "postgresql://a:secret@h/d/e",
                "postgresql://a:secret@h/d?socketFactory=x",
                "postgresql://a:secret@h/d?sslmode=require&sslrootcert=/etc/passwd",
                "postgresql://a:secret@h/d?sslmode=maybe",
                "postgresql://a:secret@h/d#x",
                "not a uri at all")) {
            assertThatThrownBy(() -> DatabaseAddress.parse(uri))
                    .as(uri)
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .doesNotContain("secret");
        }
    }
}

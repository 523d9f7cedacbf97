package io.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Secret;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BannerTest {
    @Test
    void tells_one_fact_a_line_and_the_password_only_when_there_is_one_to_tell() {
        Banner plain = new Banner("http://127.0.0.1:8080", "127.0.0.1:9092", Path.of("/data"), null, null);

        assertThat(plain.text().lines())
                .contains(
                        "    Address   http://127.0.0.1:8080",
                        "    Kafka     127.0.0.1:9092",
                        "    Data      /data",
                        "    Stop      Ctrl-C")
                .noneMatch(line -> line.contains("Sign in") || line.contains("Password"));
        assertThat(plain.withSignIn("abc")
                        .withPassword(new Secret("xyz"))
                        .text()
                        .lines())
                .contains(
                        "    Sign in   http://127.0.0.1:8080/signin?code=abc   (once, within 15 minutes)",
                        "    Password  admin / xyz   (shown only now)");
    }

    @Test
    void names_an_address_that_a_browser_can_open() {
        assertThat(Banner.address("http", "0.0.0.0", 80)).isEqualTo("http://127.0.0.1:80");
        assertThat(Banner.address("http", "::1", 80)).isEqualTo("http://[::1]:80");
        assertThat(Banner.address("https", "data.example", 8080)).isEqualTo("https://data.example:8080");
    }

    @Test
    void prints_no_secret_when_it_is_logged() {
        Banner banner = new Banner("http://h:1", "k", Path.of("d"), null, new Secret("xyz"));

        assertThat(banner.toString()).doesNotContain("xyz");
    }
}

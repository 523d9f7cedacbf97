package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTest {
    @Test
    void a_subscriber_has_an_ipv4_address_or_an_ipv6_network_of_64_bits() {
        assertThat(Network.ofSubscriber("198.51.100.7")).isEqualTo("198.51.100.7");
        assertThat(Network.ofSubscriber("2001:db8:1:2:3:4:5:6")).isEqualTo("2001:db8:1:2:0:0:0:0/64");
        assertThat(Network.ofSubscriber("2001:db8:1:2::")).isEqualTo(Network.ofSubscriber("2001:db8:1:2:ffff::1"));
        assertThat(Network.ofSubscriber("2001:db8:1:3::")).isNotEqualTo(Network.ofSubscriber("2001:db8:1:2::"));
        assertThat(Network.ofSubscriber("::ffff:198.51.100.7")).isEqualTo("::ffff:198.51.100.7");
        assertThat(Network.ofSubscriber("some.host")).isEqualTo("some.host");
    }

    @Test
    void a_network_has_the_addresses_that_begin_like_it() throws Exception {
        Network odd = Network.of("10.1.128.0/17");

        assertThat(odd.contains(InetAddress.getByName("10.1.128.0"))).isTrue();
        assertThat(odd.contains(InetAddress.getByName("10.1.255.255"))).isTrue();
        assertThat(odd.contains(InetAddress.getByName("10.1.127.255"))).isFalse();
        assertThat(odd.contains(InetAddress.getByName("::a01:8000"))).isFalse();
        assertThat(Network.of("0.0.0.0/0").contains(InetAddress.getByName("255.1.2.3")))
                .isTrue();
    }

    @Test
    void what_would_have_to_be_looked_up_is_no_network() {
        assertThat(List.of("10.0.0.0/8", "::1", "fd00::/8")).allMatch(Network::isNetwork);
        assertThat(List.of(
                        "",
                        "localhost",
                        "10.0.0.0/33",
                        "10.0.0/8",
                        "::/129",
                        "10.0.0.0/-1",
                        "300.1.1.1",
                        ":::",
                        "10.0.0.0/8/8"))
                .noneMatch(Network::isNetwork);
    }
}

package io.sluice.stream.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    private final AddressRules rules = AddressRules.of(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.0.0.1",
                "100.64.0.1",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "100.100.100.200",
                "168.63.129.16",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "::ffff:127.0.0.1",
                "::7f00:1",
                "64:ff9b::a00:1",
                "64:ff9b:1::1",
                "2002:7f00:1::",
                "2002:c0a8:101::1",
                "2001:0:1::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "3fff::1",
                "5f00::1",
                "::ffff:169.254.169.254",
                "64:ff9b::a9fe:a9fe",
                "2002:a9fe:a9fe::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "127.1",
                "2130706433",
                "0",
                "ff02::1"
            })
    void private_and_special_addresses_are_refused(String address) throws Exception {
        assertThat(rules.allows("some.host", InetAddress.getByName(address))).isFalse();
        assertThatThrownBy(() -> rules.check(address)).isInstanceOfSatisfying(SourceFault.class, fault -> {
            assertThat(fault.isLasting()).isTrue();
            assertThat(fault.reason())
                    .contains(address)
                    .contains("private or special network")
                    .contains("sources.allow");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "172.32.0.1",
                "172.15.255.255",
                "192.167.255.255",
                "100.63.255.255",
                "100.128.0.1",
                "11.0.0.1",
                "2606:4700::1111",
                "::ffff:8.8.8.8",
                "64:ff9b::808:808",
                "2002:808:808::1"
            })
    void public_addresses_are_not(String address) throws Exception {
        assertThat(rules.allows("some.host", InetAddress.getByName(address))).isTrue();
        assertThat(rules.check(address)).hasSize(1);
    }

    @Test
    void what_the_configuration_allows_is_allowed_and_nothing_beside_it() throws Exception {
        AddressRules some = AddressRules.of(List.of("10.1.0.0/16", "127.0.0.1", "::1", "lake.lab"), host ->
                new InetAddress[] {InetAddress.getByAddress(host, new byte[] {(byte) 192, (byte) 168, 0, 9})});

        assertThat(some.allows("any", InetAddress.getByName("10.1.255.1"))).isTrue();
        assertThat(some.allows("any", InetAddress.getByName("10.2.0.1"))).isFalse();
        assertThat(some.allows("any", InetAddress.getByName("127.0.0.1"))).isTrue();
        assertThat(some.allows("any", InetAddress.getByName("127.0.0.2"))).isFalse();
        assertThat(some.allows("any", InetAddress.getByName("::1"))).isTrue();
        assertThat(some.allows("any", InetAddress.getByName("64:ff9b::a01:1"))).isTrue();
        assertThat(some.check("LAKE.lab.")).hasSize(1);
        assertThatThrownBy(() -> some.check("pond.lab")).isInstanceOf(SourceFault.class);
    }

    @Test
    void of_several_addresses_the_refused_ones_are_left_out() throws Exception {
        AddressRules mixed = AddressRules.of(List.of(), host ->
                new InetAddress[] {InetAddress.getByName("10.0.0.1"), InetAddress.getByName("8.8.8.8")});

        assertThat(mixed.check("mixed.host")).containsExactly(InetAddress.getByName("8.8.8.8"));
    }

    /** How else an IPv4 address can be written; libraries differ, so what counts is what was found. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x7f000001",
                "0x7f.0.0.1",
                "0x7f.1",
                "017700000001",
                "localhost",
                "LOCALHOST.",
                "[::1]",
                "[::ffff:7f00:1]"
            })
    void no_other_way_of_writing_loopback_gets_through(String host) {
        assertThatThrownBy(() -> rules.check(host)).isInstanceOf(SourceFault.class);
        assertThatThrownBy(() -> rules.checkAll(host)).isInstanceOf(SourceFault.class);
    }

    @Test
    void where_a_client_tries_all_addresses_none_may_be_refused() throws Exception {
        AddressRules mixed = AddressRules.of(List.of(), host ->
                new InetAddress[] {InetAddress.getByName("8.8.8.8"), InetAddress.getByName("10.0.0.1")});
        AddressRules fine = AddressRules.of(List.of(), host ->
                new InetAddress[] {InetAddress.getByName("8.8.8.8"), InetAddress.getByName("8.8.4.4")});

        assertThatThrownBy(() -> mixed.checkAll("mixed.host"))
                .isInstanceOfSatisfying(SourceFault.class, fault -> assertThat(fault.isLasting())
                        .isTrue());
        fine.checkAll("fine.host");
    }

    @Test
    void an_entry_that_is_neither_range_nor_host_is_none() {
        assertThat(List.of("10.0.0.0/8", "fd00::/8", "::1", "a-b.example").stream()
                        .allMatch(AddressRules::isEntry))
                .isTrue();
        assertThat(List.of("10.0.0.0/33", "no host", "", "http://x", "300.1.1.1/8").stream()
                        .noneMatch(AddressRules::isEntry))
                .isTrue();
    }
}

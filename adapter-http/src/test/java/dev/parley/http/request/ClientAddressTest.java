package dev.parley.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    private final ClientAddress addresses = new ClientAddress(List.of("::1", "10.0.0.0/8", "2001:db8:aaaa::/48"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.1 | 203.0.113.9 | 192.0.2.1",
                "10.1.2.3 | 203.0.113.9 | 203.0.113.9",
                "10.1.2.3 | 198.51.100.7, 203.0.113.9, 10.9.9.9 | 203.0.113.9",
                "[0:0:0:0:0:0:0:1] | 203.0.113.9 | 203.0.113.9",
                "[::1] | 2001:db8::5 | 2001:db8::5",
                "[2001:db8:aaaa::7] | 203.0.113.9 | 203.0.113.9",
                "[2001:db8:bbbb::7] | 203.0.113.9 | 2001:db8:bbbb::7",
                "10.1.2.3 | somebody | 10.1.2.3",
                "10.1.2.3 | 203.0.113.9:5678 | 10.1.2.3",
                "10.1.2.3 | 999.9.9.9 | 10.1.2.3",
            })
    void the_last_address_that_no_trusted_proxy_wrote_is_the_client(String peer, String forwarded, String client) {
        assertThat(addresses.of(peer, forwarded)).isEqualTo(client);
    }

    @Test
    void who_trusts_no_proxy_believes_none() {
        assertThat(new ClientAddress(List.of()).of("[::1]", "203.0.113.9")).isEqualTo("::1");
    }

    @Test
    void addresses_of_one_64_are_counted_together() {
        assertThat(ClientAddress.account("2001:db8::1")).isEqualTo(ClientAddress.account("2001:db8::ffff:2"));
        assertThat(ClientAddress.account("2001:db8::1")).isNotEqualTo(ClientAddress.account("2001:db8:0:1::1"));
        assertThat(ClientAddress.account("192.0.2.1")).isEqualTo("192.0.2.1");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1:443, 192.0.2.1",
        "192.0.2.1, 192.0.2.1",
        "[2001:db8::1]:443, 20010db800000000::/64",
        "2001:db8::1, 20010db800000000::/64"
    })
    void an_address_is_counted_alike_with_and_without_its_port(String peer, String account) {
        assertThat(ClientAddress.accountOfPeer(peer)).contains(account);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", ":443", "localhost:443", "192.0.2:1:443", "[fe80::1%eth0]:1", "[]:1", "@"})
    void what_is_no_address_is_counted_as_none(String peer) {
        assertThat(ClientAddress.accountOfPeer(peer)).isEmpty();
    }
}

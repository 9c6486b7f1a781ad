package dev.parley.tinode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TinodeConfigTest {
    @ParameterizedTest
    @CsvSource({
        "ws://tinode:6060, ws://tinode:6060/v0/channels",
        "http://tinode:6060/, ws://tinode:6060/v0/channels",
        "https://chat.example.org, wss://chat.example.org/v0/channels",
        "WSS://chat.example.org:443/tinode/v0/channels/, wss://chat.example.org/tinode/v0/channels",
        "ws://tinode_server:6060, ws://tinode_server:6060/v0/channels",
        "ws://[::1]:6060, ws://[::1]:6060/v0/channels",
    })
    void an_address_is_completed(String written, String read) {
        assertThat(TinodeConfig.completed(written)).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tinode:6060",
                "ws://",
                "ftp://tinode",
                "ws://tinode:99999",
                "ws://name:word@tinode",
                "ws://tinode?x=1",
                "ws://tinode#part",
                "ws://two words",
                ""
            })
    void what_is_no_address_of_a_server_is_refused(String written) {
        assertThatIllegalArgumentException().isThrownBy(() -> TinodeConfig.completed(written));
    }
}

package dev.parley.bootstrap.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.http.socket.ClientFrame;
import dev.parley.http.socket.CloseCode;
import dev.parley.http.socket.ServerFrame;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FramesTest {
    @Test
    void clients_may_send_what_is_described() {
        assertThat(AsyncApi.received())
                .extracting(AsyncApi.Message::type)
                .containsExactlyInAnyOrderElementsOf(Stream.of(ClientFrame.values())
                        .map(ClientFrame::wireName)
                        .toList());
    }

    @Test
    void the_server_sends_what_is_described() {
        assertThat(AsyncApi.sent().stream().map(AsyncApi.Message::type).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Stream.of(ServerFrame.values())
                        .map(ServerFrame::wireName)
                        .toList());
    }

    @Test
    void sockets_are_closed_as_is_described() {
        Map<Integer, String> reasons =
                Stream.of(CloseCode.values()).collect(Collectors.toMap(CloseCode::number, CloseCode::sentence));

        assertThat(AsyncApi.closeCodes()).isEqualTo(reasons);
        assertThat(AsyncApi.channel().path("x-close-codes"))
                .allSatisfy(code -> assertThat(code.path("client").asText()).endsWith("."));
    }
}

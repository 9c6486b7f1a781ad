package dev.parley.bootstrap.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoutesTest {
    @Test
    void what_is_served_is_described_and_what_is_described_is_served() {
        assertThat(OpenApi.operations())
                .extracting(Operation::route)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(Unplugged.adapter().routes());
    }

    @Test
    void the_socket_is_where_both_files_say() {
        assertThat(AsyncApi.channel().path("address").asText()).isEqualTo("/api/v1/ws");
        assertThat(Unplugged.adapter().routes()).contains("GET /api/v1/ws");
    }
}

package dev.parley.bootstrap.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;

class RoutesTest {
    @Test
    void what_is_served_is_described_and_what_is_described_is_served() {
        assertThat(OpenApi.operations())
                .extracting(Operation::route)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(Unplugged.adapter().routes());
    }

    /** Its contract is Tinode's, not ours: the page says how it is set up. */
    @Test
    void what_is_served_for_tinode_is_one_route_more_which_its_page_names() throws IOException {
        SortedSet<String> more = Unplugged.adapterForTinode().routes();
        more.removeAll(Unplugged.adapter().routes());

        assertThat(more).containsExactly("POST /tinode/auth/{secret}/{endpoint}");
        assertThat(Files.readString(ApiPageTest.page("tinode.md"))).contains("POST /tinode/auth/");
    }

    @Test
    void the_socket_is_where_both_files_say() {
        assertThat(AsyncApi.channel().path("address").asText()).isEqualTo("/api/v1/ws");
        assertThat(Unplugged.adapter().routes()).contains("GET /api/v1/ws");
    }
}

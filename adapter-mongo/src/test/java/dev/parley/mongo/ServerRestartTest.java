package dev.parley.mongo;

import static dev.parley.testkit.Drafts.ANN;
import static dev.parley.testkit.Drafts.NOON;
import static dev.parley.testkit.Drafts.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.parley.domain.ChatException.Unavailable;
import dev.parley.domain.message.MessageLog.Appended;
import dev.parley.domain.message.Rev;
import dev.parley.domain.room.RoomId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServerRestartTest {
    private static final RoomId ROOM = RoomId.GENERAL;

    private final MemoryBackend backend = new KeptBackend();

    /** The documents outlive the server. */
    private static final class KeptBackend extends MemoryBackend {
        @Override
        public void close() {}
    }

    @Test
    void a_node_goes_on_with_a_restarted_server_as_if_nothing_had_been() {
        MongoServer server = new MongoServer(backend);
        InetSocketAddress address = server.bind();
        MongoConfig config = new MongoConfig(
                "mongodb://localhost:" + address.getPort(), "parley", Duration.ofSeconds(1), Duration.ofSeconds(5), 4);
        try (MongoAdapter adapter = new MongoAdapter(config, InstantSource.fixed(NOON))) {
            adapter.start();
            adapter.log().append(ROOM, List.of(draft(ANN, "a", "before")));
            server.shutdownNow();
            assertThatExceptionOfType(Unavailable.class).isThrownBy(adapter::check);
            assertThatExceptionOfType(Unavailable.class)
                    .isThrownBy(() -> adapter.log().append(ROOM, List.of(draft(ANN, "b", "meanwhile"))));
            server = new MongoServer(backend);
            server.bind(address);
            adapter.check();
            assertThat(adapter.log().append(ROOM, List.of(draft(ANN, "b", "meanwhile"))))
                    .hasOnlyElementsOfType(Appended.Added.class);
            assertThat(adapter.log().changesSince(ROOM, Rev.ZERO, 10))
                    .extracting(message -> message.content().text())
                    .containsExactly("before", "meanwhile");
        } finally {
            server.shutdownNow();
        }
    }
}

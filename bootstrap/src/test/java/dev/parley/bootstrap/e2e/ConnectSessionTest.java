package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sessions behind sockets for which a name was enough. */
@Timeout(60)
class ConnectSessionTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void a_session_that_was_opened_for_a_name_ends_with_its_socket() throws SQLException {
        Map<String, String> settings = Map.of("CONNECT_AUTH", "username");
        try (RunningServer server = RunningServer.start(StoreKind.SQLITE, directory, settings);
                Connection database =
                        DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("data/parley.db"))) {
            server.person("ann");
            assertThat(sessions(database)).isEqualTo(1);
            Opening opening = TestSocket.to(server.port()).path("/ws/Den").query("username=ann");
            try (TestSocket socket = opening.open()) {
                socket.send(Json.object("content", "hello"));
                assertThat(socket.next().path("content").asText()).isEqualTo("hello");
                assertThat(sessions(database)).isEqualTo(2);
            }
            await().until(() -> sessions(database) == 1);
            TestSocket.to(server.port())
                    .path("/ws/%20")
                    .query("username=ann")
                    .refused()
                    .expect(400);
            server.api().delete("/rooms?name=Den&username=ann").expect(200);
            assertThat(sessions(database)).isEqualTo(1);
        }
    }

    private static int sessions(Connection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM sessions")) {
            return count.getInt(1);
        }
    }
}

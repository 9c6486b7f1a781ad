package dev.parley.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.parley.domain.account.UserId;
import dev.parley.domain.room.Membership;
import dev.parley.testkit.Together;
import dev.parley.testkit.net.Ports;
import dev.parley.testkit.postgres.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens when a server starts on a database. */
@Timeout(60)
class PostgresSchemaTest {
    @RegisterExtension
    private final FreshDatabase database = FreshDatabase.empty();

    private static List<Membership> rooms(SqlConfig config) {
        try (SqlAdapter adapter = new SqlAdapter(config)) {
            adapter.start();
            adapter.check();
            return adapter.rooms().roomsOf(new UserId(1));
        }
    }

    private List<Membership> rooms() {
        return rooms(database.config());
    }

    private String tables() {
        return database.execute("SELECT string_agg(table_name, ' ' ORDER BY table_name) FROM information_schema.tables"
                + " WHERE table_schema NOT IN ('pg_catalog', 'information_schema')");
    }

    @Test
    void a_second_start_changes_nothing() {
        List<Membership> rooms = rooms();
        assertThat(rooms).hasSize(1);
        assertThat(rooms()).isEqualTo(rooms);
    }

    @Test
    void eight_nodes_may_start_at_once_on_an_empty_database() {
        List<List<Membership>> seen = Together.run(8, node -> rooms());
        assertThat(seen.stream().distinct()).hasSize(1);
        assertThat(seen.get(0)).hasSize(1);
    }

    @Test
    void the_numbers_of_rooms_go_on_behind_general() {
        rooms();
        assertThat(database.execute(
                        "INSERT INTO rooms (kind, name, created_at) VALUES ('PUBLIC', 'Next', 0) RETURNING id"))
                .isEqualTo("2");
    }

    @Test
    void tables_stand_in_the_default_schema_of_the_user() {
        database.execute("CREATE SCHEMA chat; ALTER DATABASE " + database.name() + " SET search_path = chat");
        rooms();
        assertThat(database.execute("SELECT count(*) FROM chat.rooms")).isEqualTo("1");
        assertThat(rooms()).hasSize(1);
    }

    @Test
    void a_database_of_a_newer_version_is_refused() {
        rooms();
        database.execute("UPDATE parley_schema SET version = 999");
        assertThatIllegalStateException()
                .isThrownBy(this::rooms)
                .withMessageContaining(database.name())
                .withMessageContaining("schema version 999")
                .withMessageContaining("newer server");
    }

    @Test
    void a_database_of_something_else_is_refused_and_left_alone() {
        database.execute("CREATE TABLE tickets (whatever text)");
        assertThatIllegalStateException().isThrownBy(this::rooms).withMessageContaining("\"tickets\" already exists");
        assertThat(tables()).isEqualTo("tickets");
    }

    @Test
    void a_database_that_cannot_hold_every_text_is_refused() {
        PostgresServer server = PostgresServer.shared();
        server.drop(database.name());
        server.execute(
                "postgres", "CREATE DATABASE " + database.name() + " ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
        assertThatIllegalStateException().isThrownBy(this::rooms).withMessageContaining("LATIN1");
    }

    @Test
    void a_user_who_may_not_make_tables_is_refused_with_the_servers_words() {
        database.execute("CREATE ROLE " + database.name() + " LOGIN");
        try {
            SqlConfig.Postgres config = database.config();
            assertThatIllegalStateException()
                    .isThrownBy(() -> rooms(new SqlConfig.Postgres(
                            config.host(), config.port(), database.name(), "", config.database(), config.security())))
                    .withMessageContaining("permission denied");
        } finally {
            database.execute("DROP ROLE " + database.name());
        }
    }

    @Test
    void a_start_without_a_server_or_database_fails_soon_and_says_where_it_looked() {
        int port = Ports.free();
        SqlConfig nowhere = new SqlConfig.Postgres("127.0.0.1", port, "ann", "s3cret", "chat", Map.of());
        long begun = System.nanoTime();
        assertThatIllegalStateException()
                .isThrownBy(() -> rooms(nowhere))
                .withMessageContaining("chat at 127.0.0.1:" + port)
                .withMessageContaining("refused")
                .withMessageNotContaining("s3cret");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));

        SqlConfig missing = SqlConfig.Postgres.of(PostgresServer.shared().url("nobody_made_this"));
        assertThatIllegalStateException()
                .isThrownBy(() -> rooms(missing))
                .withMessageContaining("\"nobody_made_this\" does not exist");
    }

    @Test
    void nothing_is_opened_before_the_start() {
        SqlAdapter adapter = new SqlAdapter(new SqlConfig.Postgres("no-such-host.invalid", 1, "a", "", "b", Map.of()));
        assertThatCode(adapter::close).doesNotThrowAnyException();
    }
}

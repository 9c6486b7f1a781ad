package dev.parley.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.parley.domain.account.DisplayName;
import dev.parley.domain.account.NewUser;
import dev.parley.domain.account.PasswordHash;
import dev.parley.domain.account.UserId;
import dev.parley.domain.account.Username;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Emoji;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Reactions;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.RoomId;
import dev.parley.testkit.Together;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when a server starts on a file. */
class SqliteSchemaTest {
    @TempDir
    private Path directory = Path.of("");

    private Path file() {
        return directory.resolve("parley.db");
    }

    private List<Membership> rooms() {
        try (SqlAdapter adapter = new SqlAdapter(new SqlConfig.Sqlite(file()))) {
            adapter.start();
            adapter.check();
            return adapter.rooms().roomsOf(new UserId(1));
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void a_second_start_changes_nothing() {
        List<Membership> rooms = rooms();
        assertThat(rooms).hasSize(1);
        assertThat(rooms()).isEqualTo(rooms);
    }

    @Test
    void a_new_file_is_for_its_owner_alone() throws IOException {
        assertThat(rooms()).isNotEmpty();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void two_nodes_may_start_at_once_on_a_new_file() {
        List<List<Membership>> seen = Together.run(8, node -> rooms());
        assertThat(seen.stream().distinct()).hasSize(1);
        assertThat(seen.get(0)).hasSize(1);
    }

    @Test
    void nothing_is_opened_before_the_start() {
        new SqlAdapter(new SqlConfig.Sqlite(file())).close();
        assertThat(file()).doesNotExist();
    }

    @Test
    void a_file_of_a_newer_version_is_refused() throws SQLException {
        rooms();
        execute("PRAGMA user_version = 999");
        assertThatIllegalStateException()
                .isThrownBy(this::rooms)
                .withMessageContaining(file().toString())
                .withMessageContaining("schema version 999")
                .withMessageContaining("newer server");
    }

    @Test
    void a_file_that_is_no_database_is_refused() throws IOException {
        Files.writeString(file(), "This is a letter to my aunt, and not a database at all. ".repeat(40));
        assertThatIllegalStateException()
                .isThrownBy(this::rooms)
                .withMessageContaining(file().toString())
                .withMessageContaining("not a database");
        assertThat(file()).content().startsWith("This is a letter");
    }

    @Test
    void messages_of_an_older_file_have_no_reactions_nor_files_and_answer_none() throws SQLException {
        try (Statements statements = new Statements(DriverManager.getConnection("jdbc:sqlite:" + file()))) {
            for (SchemaStep step : SchemaStep.all("sqlite-1.sql", "sqlite-2.sql", "sqlite-3.sql", "sqlite-4.sql")) {
                step.run(statements);
            }
            statements.execute("INSERT INTO messages VALUES (1, 1, 1, 's:a', 'f', 1, 'old', 0, NULL, 0)");
            statements.execute("INSERT INTO room_heads VALUES (1, 1, 1, 0, 0)");
            statements.execute("PRAGMA user_version = 4");
        }
        try (SqlAdapter adapter = new SqlAdapter(new SqlConfig.Sqlite(file()))) {
            adapter.start();
            Message old = adapter.log().find(RoomId.GENERAL, new Seq(1)).orElseThrow();
            assertThat(old.reactions()).isSameAs(Reactions.NONE);
            assertThat(old.replyTo()).isNull();
            assertThat(old.files()).isEmpty();
            Change change = new Change.React(new UserId(1), new Emoji("👍"), true);
            assertThat(adapter.log().change(RoomId.GENERAL, new Seq(1), change)).isInstanceOf(Changed.Done.class);
        }
    }

    @Test
    void a_database_of_something_else_is_refused_and_left_alone() throws SQLException {
        execute("CREATE TABLE messages (whatever TEXT)");
        assertThatIllegalStateException().isThrownBy(this::rooms).withMessageContaining("messages already exists");
        execute("CREATE TABLE users (still TEXT)");
    }

    @Test
    void a_directory_that_does_not_exist_is_refused() {
        SqlAdapter adapter = new SqlAdapter(new SqlConfig.Sqlite(directory.resolve("missing/parley.db")));
        assertThatIllegalStateException().isThrownBy(adapter::start).withMessageContaining("missing");
    }

    @Test
    void who_came_before_there_was_a_search_is_found() throws SQLException {
        int crowd = 1_200;
        try (SqlAdapter adapter = new SqlAdapter(new SqlConfig.Sqlite(file()))) {
            adapter.start();
            for (int i = 0; i < crowd; i++) {
                adapter.users()
                        .register(new NewUser(
                                new Username("user" + i),
                                null,
                                new DisplayName("Ärger " + i),
                                null,
                                new PasswordHash("$2a$04$hash-of-nothing"),
                                Instant.EPOCH));
            }
        }
        execute("UPDATE users SET display_key = ''");
        SqliteDatabase database = new SqliteDatabase(file(), Limits.USUAL, Probe.NONE);
        database.start();
        boolean unused = database.write(statements -> {
            SqlUserDirectory.addKeys(statements);
            return true;
        });
        assertThat(new SqlUserDirectory(database).search("äRGER", crowd - 100, 200))
                .hasSize(100);
        assertThat(new SqlUserDirectory(database).search("äRGER 7", 0, 200)).hasSize(111);
        database.close();
    }
}

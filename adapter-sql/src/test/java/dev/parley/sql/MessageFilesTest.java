package dev.parley.sql;

import static dev.parley.testkit.Drafts.ANN;
import static dev.parley.testkit.Drafts.NOON;
import static dev.parley.testkit.Drafts.attachment;
import static dev.parley.testkit.Drafts.draft;
import static dev.parley.testkit.Drafts.numbered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.message.Change;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import dev.parley.sql.Database.Work;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What files cost, and what is left of them. */
class MessageFilesTest {
    private static final RoomId ROOM = RoomId.GENERAL;

    @TempDir
    private Path directory = Path.of("");

    private final List<String> ran = new ArrayList<>();
    private SqlAdapter adapter = new SqlAdapter(new SqlConfig.Sqlite(Path.of("")));

    @BeforeEach
    void start() {
        adapter = new SqlAdapter(new SqlConfig.Sqlite(directory.resolve("parley.db")));
        adapter.start();
    }

    @AfterEach
    void stop() {
        adapter.close();
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("parley.db"));
    }

    /** The statements that a piece of work runs. */
    private List<String> statementsOf(Work<?> work) throws SQLException {
        ran.clear();
        try (Statements statements = new Statements(observed(connection()))) {
            assertThat(work.run(statements)).isNotNull();
        }
        return List.copyOf(ran);
    }

    private Connection observed(Connection real) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        ran.add((String) arguments[0]);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private int rows() throws SQLException {
        try (Statements statements = new Statements(connection())) {
            return statements
                    .query("SELECT count(*) FROM message_files", row -> row.getInt(1))
                    .get(0);
        }
    }

    @Test
    void a_batch_without_files_costs_the_four_statements_that_it_always_did() throws SQLException {
        adapter.log().append(ROOM, numbered(ANN, "first", 1));
        List<Draft> plain = numbered(ANN, "m", 3);
        assertThat(statementsOf(new Appending(Dialect.SQLITE, ROOM, plain)))
                .hasSize(4)
                .noneMatch(sql -> sql.contains("message_files"));
        List<Draft> carrying = List.of(
                draft(ANN, "x", "x"),
                draft(ANN, "y", "y").with(List.of(attachment(1), attachment(2))),
                draft(ANN, "z", "z").with(List.of(attachment(1))));
        assertThat(statementsOf(new Appending(Dialect.SQLITE, ROOM, carrying)))
                .hasSize(5)
                .contains(CarrierRows.INSERT);
        assertThat(rows()).isEqualTo(3);
    }

    @Test
    void a_change_costs_one_more_only_if_it_takes_files_away() throws SQLException {
        adapter.log()
                .append(
                        ROOM,
                        List.of(
                                draft(ANN, "a", "a"),
                                draft(ANN, "b", "b").with(List.of(attachment(1), attachment(2)))));
        Change delete = new Change.Delete();
        Change edit = new Change.Edit(new Content("new"), NOON);
        assertThat(statementsOf(new Changing(Dialect.SQLITE, ROOM, new Seq(1), delete)))
                .hasSize(4);
        assertThat(statementsOf(new Changing(Dialect.SQLITE, ROOM, new Seq(2), edit)))
                .hasSize(4);
        assertThat(rows()).isEqualTo(2);
        assertThat(statementsOf(new Changing(Dialect.SQLITE, ROOM, new Seq(2), delete)))
                .hasSize(5)
                .contains(CarrierRows.DELETE);
        assertThat(rows()).isZero();
    }

    @Test
    void an_erased_log_leaves_no_row_behind() throws SQLException {
        RoomId closed = new RoomId(7);
        for (int i = 0; i < 7; i++) {
            Draft carrying = draft(ANN, "m" + i, "").with(List.of(attachment(2 * i), attachment(2 * i + 1)));
            adapter.log().append(closed, List.of(carrying, draft(ANN, "n" + i, "n")));
        }
        adapter.log().append(ROOM, List.of(draft(ANN, "a", "").with(List.of(attachment(1)))));
        adapter.log().close(closed);
        assertThat(rows()).isEqualTo(15);
        assertThat(adapter.log().erase(5)).isEqualTo(5);
        assertThat(rows()).isEqualTo(9);
        while (adapter.log().erase(5) > 0) {
            assertThat(rows()).isLessThan(9);
        }
        assertThat(rows()).isEqualTo(1);
    }
}

package dev.parley.sql;

import static dev.parley.testkit.Drafts.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.account.DisplayName;
import dev.parley.domain.account.Email;
import dev.parley.domain.account.NewUser;
import dev.parley.domain.account.PasswordHash;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserDirectory.Registration;
import dev.parley.domain.account.Username;
import dev.parley.testkit.StoreUnderTest;
import dev.parley.testkit.UserDirectoryContract;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on SQLite. */
class SqlUserDirectoryTest extends UserDirectoryContract {
    @TempDir
    private Path directory = Path.of("");

    @Override
    protected StoreUnderTest openEmpty() {
        return SqliteStore.open(directory.resolve("parley.db"));
    }

    @Test
    void a_user_whose_address_and_language_are_none_any_more_is_a_user_without_them() throws SQLException {
        Registration made = store().users()
                .register(new NewUser(
                        new Username("ann"),
                        new Email("a.b@example.org"),
                        new DisplayName("Ann"),
                        null,
                        new PasswordHash("hash"),
                        NOON));
        User ann = ((Registration.Registered) made).user();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("parley.db"));
                Statement statement = connection.createStatement()) {
            assertThat(
                            statement.executeUpdate(
                                    "UPDATE users SET email = 'a..b@example.org', email_verified = 1, language = 'nan-x-zh-min'"))
                    .isEqualTo(1);
        }
        User read = store().users().find(Set.of(ann.id())).get(ann.id());
        assertThat(read).isNotNull().satisfies(user -> {
            assertThat(user.email()).isNull();
            assertThat(user.emailVerified()).isFalse();
            assertThat(user.language()).isNull();
        });
    }
}

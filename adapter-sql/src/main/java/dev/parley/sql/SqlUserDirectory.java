package dev.parley.sql;

import dev.parley.domain.Texts;
import dev.parley.domain.account.Credentials;
import dev.parley.domain.account.DisplayName;
import dev.parley.domain.account.Email;
import dev.parley.domain.account.Language;
import dev.parley.domain.account.NewUser;
import dev.parley.domain.account.PasswordHash;
import dev.parley.domain.account.ProfileChange;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserDirectory;
import dev.parley.domain.account.UserId;
import dev.parley.domain.account.Username;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The accounts in the table {@code users}, whose unique keys decide who comes first. */
final class SqlUserDirectory implements UserDirectory {
    private static final String SELECT =
            "SELECT id, username, email, display_name, language, created_at, password_hash, email_verified FROM users ";
    private static final String INSERT = "INSERT INTO users"
            + " (username, username_key, email, email_key, display_name, display_key, language, password_hash, created_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id";
    private static final String UPDATE = "UPDATE users SET display_name = COALESCE(?, display_name),"
            + " display_key = COALESCE(?, display_key),"
            + " language = CASE WHEN ? = 1 THEN ? ELSE language END WHERE id = ?";
    private static final String WITHOUT_KEY =
            "SELECT id, display_name FROM users WHERE display_key = '' AND id > ? ORDER BY id LIMIT 1000";
    private static final String SET_KEY = "UPDATE users SET display_key = ? WHERE id = ?";

    private static final String VERIFY = "UPDATE users SET email_verified = 1 WHERE id = ? AND email_key = ?";
    private static final String SET_PASSWORD = "UPDATE users SET password_hash = ? WHERE id = ? AND password_hash = ?";

    static final String BY_IDS = SELECT + "WHERE id IN (%s)";
    static final String LISTED = SELECT + "WHERE id > ? ORDER BY id LIMIT ?";
    static final String LISTED_WITH = SELECT + "WHERE id > ?"
            + " AND (username_key LIKE ? ESCAPE '!' OR display_key LIKE ? ESCAPE '!') ORDER BY id LIMIT ?";
    static final String BY_USERNAME = SELECT + "WHERE username_key = ?";
    static final String BY_EMAIL = SELECT + "WHERE email_key = ?";

    private final Database database;

    SqlUserDirectory(Database database) {
        this.database = database;
    }

    @Override
    public Registration register(NewUser user) {
        return database.write(statements -> {
            Optional<Long> id = statements.first(INSERT, row -> row.getLong(1), values(user));
            if (id.isPresent()) {
                return new Registration.Registered(numbered(user, id.get()));
            }
            boolean nameTaken = statements
                    .first(BY_USERNAME, SqlUserDirectory::user, user.username().key())
                    .isPresent();
            return nameTaken ? new Registration.UsernameTaken() : new Registration.EmailTaken();
        });
    }

    private static @Nullable Object[] values(NewUser user) {
        Email email = user.email();
        Language language = user.language();
        return new @Nullable Object[] {
            user.username().value(),
            user.username().key(),
            email == null ? null : email.value(),
            email == null ? null : email.key(),
            user.displayName().value(),
            user.displayName().key(),
            language == null ? null : language.tag(),
            user.passwordHash().value(),
            user.createdAt().toEpochMilli()
        };
    }

    private static User numbered(NewUser user, long id) {
        return new User(
                new UserId(id),
                user.username(),
                user.email(),
                false,
                user.displayName(),
                user.language(),
                Instant.ofEpochMilli(user.createdAt().toEpochMilli()));
    }

    /** Whose address or language is none by the rules of today has none; nobody else can have that address. */
    private static User user(ResultSet row) throws SQLException {
        @Nullable String address = row.getString(3);
        @Nullable Email email = address == null ? null : Email.of(address).orElse(null);
        @Nullable String language = row.getString(5);
        return new User(
                new UserId(row.getLong(1)),
                new Username(row.getString(2)),
                email,
                email != null && row.getInt(8) == 1,
                new DisplayName(row.getString(4)),
                language == null ? null : Language.of(language).orElse(null),
                Instant.ofEpochMilli(row.getLong(6)));
    }

    private static Credentials credentials(ResultSet row) throws SQLException {
        return new Credentials(user(row), new PasswordHash(row.getString(7)));
    }

    @Override
    public Map<UserId, User> find(Collection<UserId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        InList asked = InList.of(ids.stream().map(UserId::value).toList());
        List<User> users =
                database.read(statements -> statements.query(asked.in(BY_IDS), SqlUserDirectory::user, asked.after()));
        Map<UserId, User> found = new HashMap<>();
        users.forEach(user -> found.put(user.id(), user));
        return found;
    }

    @Override
    public Optional<Credentials> findByUsername(Username username) {
        return database.read(
                statements -> statements.first(BY_USERNAME, SqlUserDirectory::credentials, username.key()));
    }

    @Override
    public Optional<Credentials> findByEmail(Email email) {
        return database.read(statements -> statements.first(BY_EMAIL, SqlUserDirectory::credentials, email.key()));
    }

    @Override
    public List<User> search(String part, long after, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("a page has 1 to " + MAX_PAGE + ", not " + limit);
        }
        if (!DisplayName.isPart(part)) {
            return List.of();
        }
        if (part.isEmpty()) {
            return database.read(statements -> statements.query(LISTED, SqlUserDirectory::user, after, limit));
        }
        String pattern = "%" + Texts.folded(part).replaceAll("[!%_]", "!$0") + "%";
        return database.read(
                statements -> statements.query(LISTED_WITH, SqlUserDirectory::user, after, pattern, pattern, limit));
    }

    @Override
    public Optional<User> update(UserId id, ProfileChange change) {
        DisplayName name = change.displayName();
        Language language = change.language();
        @Nullable
        Object[] values = {
            name == null ? null : name.value(),
            name == null ? null : name.key(),
            change.changesLanguage() ? 1 : 0,
            language == null ? null : language.tag(),
            id.value()
        };
        return database.write(statements -> {
            statements.update(UPDATE, values);
            return statements.first(BY_IDS.formatted("?"), SqlUserDirectory::user, id.value());
        });
    }

    @Override
    public Optional<User> verify(UserId id, Email email) {
        return database.write(statements -> statements.update(VERIFY, id.value(), email.key()) == 1
                ? statements.first(BY_IDS.formatted("?"), SqlUserDirectory::user, id.value())
                : Optional.empty());
    }

    @Override
    public boolean changePassword(UserId id, PasswordHash known, PasswordHash next) {
        return database.write(
                statements -> statements.update(SET_PASSWORD, next.value(), id.value(), known.value()) == 1);
    }

    /** Gives those who came before there were keys of display names theirs. */
    static void addKeys(Statements statements) throws SQLException {
        long reached = 0;
        List<@Nullable Object[]> keys;
        do {
            keys = statements.query(
                    WITHOUT_KEY,
                    row -> new @Nullable Object[] {new DisplayName(row.getString(2)).key(), row.getLong(1)},
                    reached);
            if (!keys.isEmpty()) {
                statements.batch(SET_KEY, keys);
                reached = (Long) Objects.requireNonNull(keys.get(keys.size() - 1)[1]);
            }
        } while (!keys.isEmpty());
    }
}

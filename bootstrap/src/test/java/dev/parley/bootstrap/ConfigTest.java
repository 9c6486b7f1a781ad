package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.parley.application.limit.Rate;
import dev.parley.bootstrap.Config.Limits;
import dev.parley.bootstrap.Config.Listen;
import dev.parley.bootstrap.Config.Log;
import dev.parley.bootstrap.Config.LogFormat;
import dev.parley.bootstrap.Config.LogLevel;
import dev.parley.bootstrap.Config.Mongo;
import dev.parley.bootstrap.Config.Rates;
import dev.parley.bootstrap.Config.Tinode;
import dev.parley.bootstrap.Config.TinodeIdentity;
import dev.parley.bootstrap.Config.Tokens;
import dev.parley.bootstrap.Config.Web;
import dev.parley.domain.account.Email;
import dev.parley.domain.account.Username;
import dev.parley.mail.MailConfig.Login;
import dev.parley.mail.MailConfig.Security;
import dev.parley.mail.MailConfig.Sender;
import dev.parley.mail.MailConfig.Smtp;
import dev.parley.mail.MailConfig.ToLog;
import dev.parley.security.SigningKey;
import dev.parley.security.SigningKeys;
import dev.parley.sql.SqlConfig;
import dev.parley.translation.TranslationConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path directory;

    @Test
    void with_nothing_set_everything_has_its_default() throws ConfigException {
        Config.Reading reading = Config.read(Map.of("PATH", "/bin"), directory);

        assertThat(reading.warnings()).isEmpty();
        assertThat(reading.config())
                .isEqualTo(new Config(
                        new Listen(null, 8080),
                        Path.of("./data"),
                        null,
                        null,
                        null,
                        null,
                        null,
                        new Tokens(null, Duration.ofHours(24), Duration.ofMinutes(15), Duration.ofDays(30), 10),
                        new Log(LogLevel.INFO, LogFormat.TEXT),
                        new Web(List.of(), List.of(), Config.ConnectAuth.TOKEN, null),
                        new Limits(
                                1000,
                                65536,
                                26_214_400,
                                20,
                                new Rates(
                                        true,
                                        new Rate(60, 60),
                                        new Rate(10, 10),
                                        new Rate(50, 10),
                                        new Rate(60, 600),
                                        new Rate(60, 20),
                                        new Rate(250, 60),
                                        new Rate(30, 30),
                                        new Rate(60, 60))),
                        List.of(),
                        Duration.ofSeconds(10)));
    }

    @Test
    void everything_can_be_set() throws Exception {
        Files.createFile(directory.resolve("ca.pem"));
        Config config = read(Map.ofEntries(
                Map.entry("PORT", " 0 "),
                Map.entry("HOST", "127.0.0.1"),
                Map.entry("DATA_DIR", "/var/lib/parley"),
                Map.entry("MONGODB_URI", "mongodb://user:word@db:27017/?replicaSet=a"),
                Map.entry("MONGODB_DB", "chat"),
                Map.entry("TINODE_URL", "https://tinode.example.org"),
                Map.entry("TINODE_API_KEY", "AQAAAAABAAAoeOI7tA3HsYvdzDhYhZJy"),
                Map.entry("TINODE_LOGIN", "gateway"),
                Map.entry("TINODE_PASSWORD", "pass word"),
                Map.entry("TINODE_SCHEME", "local"),
                Map.entry("TINODE_IDENTITY", "bot"),
                Map.entry("TRANSLATE_URL", "http://apertium:2737/apy/"),
                Map.entry("TRANSLATE_KIND", "Apertium"),
                Map.entry("TRANSLATE_API_KEY", "key of ours"),
                Map.entry("JWT_KEYS", "new:" + SECRET + ", main:x:" + SECRET),
                Map.entry("JWT_EXPIRY", "1"),
                Map.entry("EMAIL_HOST", "smtp.example.org"),
                Map.entry("EMAIL_PORT", "2525"),
                Map.entry("EMAIL_SECURITY", "tls"),
                Map.entry("EMAIL_USER", "mailer"),
                Map.entry("EMAIL_PASS", "pass, word"),
                Map.entry("EMAIL_FROM", "Chat <noreply@example.org>"),
                Map.entry("EMAIL_CA_FILE", "ca.pem"),
                Map.entry("LOG_LEVEL", "DEBUG"),
                Map.entry("LOG_FORMAT", "json"),
                Map.entry("CLIENT_URL", "https://Chat.example.org/, http://localhost:3000"),
                Map.entry("BASE_URL", "https://Parley.example.org/"),
                Map.entry("MAX_MESSAGE_LENGTH", "10000"),
                Map.entry("RATE_LIMITS", "off"),
                Map.entry("TRUSTED_PROXIES", "10.0.0.0/8, ::1,fd00::/8"),
                Map.entry("CONNECT_AUTH", "username"),
                Map.entry("TINODE_AUTH_PATH", "tinode-" + SECRET),
                Map.entry("PARLEY_LOGIN_PER_IP", "1/2"),
                Map.entry("PARLEY_LOGIN_PER_ACCOUNT", "3/4"),
                Map.entry("PARLEY_SIGNUP_PER_IP", "5/6"),
                Map.entry("PARLEY_SEND_PER_USER", "7/8"),
                Map.entry("PARLEY_ROOMS_PER_USER", "9/1"),
                Map.entry("PARLEY_UPLOADS_PER_USER", "8/2"),
                Map.entry("MAX_UPLOAD_SIZE", "5000"),
                Map.entry("PARLEY_TRANSLATIONS_PER_USER", "2/3"),
                Map.entry("PARLEY_TICKETS_PER_USER", "4/1"),
                Map.entry("PARLEY_ADMINS", "Ann, bob"),
                Map.entry("PARLEY_CONNECTIONS_PER_USER", "9"),
                Map.entry("PARLEY_MAX_BODY_BYTES", "100000"),
                Map.entry("PARLEY_ACCESS_TOKEN_MINUTES", "5"),
                Map.entry("PARLEY_SESSION_DAYS", "7"),
                Map.entry("PARLEY_BCRYPT_COST", "4"),
                Map.entry("PARLEY_SHUTDOWN_SECONDS", "3")));

        SigningKeys keys =
                new SigningKeys(List.of(new SigningKey("new", SECRET), new SigningKey("main", "x:" + SECRET)));
        assertThat(config)
                .isEqualTo(new Config(
                        new Listen("127.0.0.1", 0),
                        Path.of("/var/lib/parley"),
                        new Mongo(new Secret("mongodb://user:word@db:27017/?replicaSet=a"), "chat"),
                        null,
                        new Tinode(
                                "wss://tinode.example.org/v0/channels",
                                new Secret("AQAAAAABAAAoeOI7tA3HsYvdzDhYhZJy"),
                                "gateway",
                                new Secret("pass word"),
                                "local",
                                TinodeIdentity.BOT),
                        new Smtp(
                                "smtp.example.org",
                                2525,
                                Security.TLS,
                                new Login("mailer", "pass, word"),
                                new Sender("Chat", new Email("noreply@example.org")),
                                directory.resolve("ca.pem"),
                                Duration.ofSeconds(15),
                                Duration.ofSeconds(60)),
                        new TranslationConfig(
                                TranslationConfig.Kind.APERTIUM, "http://apertium:2737/apy", "key of ours"),
                        new Tokens(keys, Duration.ofHours(1), Duration.ofMinutes(5), Duration.ofDays(7), 4),
                        new Log(LogLevel.DEBUG, LogFormat.JSON),
                        new Web(
                                List.of(
                                        "https://chat.example.org",
                                        "http://localhost:3000",
                                        "https://parley.example.org"),
                                List.of("10.0.0.0/8", "::1", "fd00::/8"),
                                Config.ConnectAuth.USERNAME,
                                new Secret("tinode-" + SECRET)),
                        new Limits(
                                10000,
                                100000,
                                5_000,
                                9,
                                new Rates(
                                        false,
                                        new Rate(1, 2),
                                        new Rate(3, 4),
                                        new Rate(5, 6),
                                        new Rate(7, 8),
                                        new Rate(9, 1),
                                        new Rate(8, 2),
                                        new Rate(2, 3),
                                        new Rate(4, 1))),
                        List.of(new Username("Ann"), new Username("bob")),
                        Duration.ofSeconds(3)));
        assertThat(config.toString())
                .doesNotContain(SECRET, "user:word", "pass word", "pass, word", "AQAA", "key of ours");
    }

    @Test
    void all_problems_are_reported_at_once_and_no_secret_is_shown() {
        assertThatThrownBy(() -> read(Map.of(
                        "PORT", "http",
                        "MAX_MESSAGE_LENGTH", "0",
                        "JWT_SECRET", "too short",
                        "MONGODB_URI", "postgres://user:word@db",
                        "TINODE_URL", "tinode:6060",
                        "TINODE_AUTH_PATH", "short",
                        "PARLEY_ADMINS", "ann, b b",
                        "PARLEY_SEND_PER_USER", "10")))
                .asInstanceOf(type(ConfigException.class))
                .extracting(ConfigException::problems, as(LIST))
                .containsExactlyInAnyOrder(
                        "PORT: must be a number from 0 to 65535, not 'http'",
                        "MAX_MESSAGE_LENGTH: must be a number from 1 to 10000, not '0'",
                        "JWT_SECRET: a secret needs at least 32 bytes, this one has 9",
                        "MONGODB_URI: must be an address that begins with mongodb:// or mongodb+srv://",
                        "TINODE_URL: must be an address as ws://host:6060, not 'tinode:6060'",
                        "TINODE_AUTH_PATH: must be 32 to 128 letters, digits, '_' or '-'",
                        "PARLEY_ADMINS: must be names of 2 to 32 letters, digits, '_', '.' or '-', with commas, not 'ann, b b'",
                        "PARLEY_SEND_PER_USER: must be two numbers, burst/refill per minute, as in 60/60, not '10'");
    }

    @Test
    void tinode_needs_a_key_and_a_password() {
        assertThatThrownBy(() -> read(Map.of("TINODE_URL", "ws://tinode:6060")))
                .asInstanceOf(type(ConfigException.class))
                .extracting(ConfigException::problems, as(LIST))
                .containsExactly(
                        "TINODE_API_KEY: is needed with TINODE_URL", "TINODE_PASSWORD: is needed with TINODE_URL");
    }

    @Test
    void postgresql_is_said_in_one_address_or_in_parts() throws ConfigException {
        SqlConfig.Postgres whole = read(Map.of("DATABASE_URL", "postgres://ann:s3cr%40t@db/chat?sslmode=require"))
                .postgres();
        assertThat(whole)
                .isEqualTo(new SqlConfig.Postgres("db", 5432, "ann", "s3cr@t", "chat", Map.of("sslmode", "require")));

        Config config = read(
                Map.of("DB_HOST", "db", "DB_PORT", "1", "DB_USER", "ann", "DB_PASSWORD", "s3cr@t", "DB_NAME", "chat"));
        assertThat(config.postgres()).isEqualTo(new SqlConfig.Postgres("db", 1, "ann", "s3cr@t", "chat", Map.of()));
        assertThat(config.toString()).doesNotContain("s3cr");

        assertThat(read(Map.of("DB_HOST", "db")).postgres())
                .isEqualTo(new SqlConfig.Postgres("db", 5432, "parley", "", "parley", Map.of()));
        assertThat(read(Map.of("DB_PASSWORD", "s3cr@t")).postgres()).isNull();
    }

    @Test
    void mongodb_has_a_second_name_which_must_not_say_something_else() throws ConfigException {
        String uri = "mongodb://ann:s3cr@db";
        Mongo mongo = new Mongo(new Secret(uri), "parley");

        assertThat(read(Map.of("MONGO_URI", uri)).mongo()).isEqualTo(mongo);
        assertThat(read(Map.of("MONGO_URI", uri, "MONGODB_URI", uri)).mongo()).isEqualTo(mongo);
        problem(
                Map.of("MONGO_URI", uri, "MONGODB_URI", "mongodb://elsewhere"),
                "MONGO_URI: is another name of MONGODB_URI and says something else, set only one of them");
    }

    @Test
    void mail_is_sent_over_tls_from_the_address_that_logs_in_if_nothing_else_is_said() throws ConfigException {
        Map<String, String> some = Map.of(
                "EMAIL_HOST", "smtp", "EMAIL_USER", "ann@example.org", "EMAIL_PASS", "s3cr@t", "EMAIL_PORT", "465");
        Sender ann = new Sender(null, new Email("ann@example.org"));
        assertThat(read(some).mail())
                .isEqualTo(new Smtp(
                        "smtp",
                        465,
                        Security.TLS,
                        new Login("ann@example.org", "s3cr@t"),
                        ann,
                        null,
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(60)));
        assertThat(read(Map.of("EMAIL_HOST", "smtp", "EMAIL_FROM", "ann@example.org"))
                        .mail())
                .isEqualTo(new Smtp(
                        "smtp",
                        587,
                        Security.STARTTLS,
                        null,
                        ann,
                        null,
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(60)));
        assertThat(read(Map.of("EMAIL_TRANSPORT", "log")).mail()).isEqualTo(new ToLog());
        assertThat(Config.read(Map.of("EMAIL_USER", "ann"), directory).warnings())
                .containsExactly("EMAIL_USER: is not used without EMAIL_HOST");
    }

    @Test
    void mail_that_could_not_be_sent_is_a_problem() {
        problem(Map.of("EMAIL_HOST", "smtp", "EMAIL_USER", "ann@example.org"), "EMAIL_PASS: is needed with EMAIL_USER");
        problem(
                Map.of("EMAIL_HOST", "smtp", "EMAIL_PASS", "s3cr", "EMAIL_FROM", "ann@example.org"),
                "EMAIL_USER: is needed with EMAIL_PASS");
        problem(
                Map.of("EMAIL_HOST", "smtp", "EMAIL_USER", "ann", "EMAIL_PASS", "s3cr"),
                "EMAIL_FROM: is needed with EMAIL_HOST, unless EMAIL_USER is an address");
        problem(
                Map.of("EMAIL_HOST", "smtp", "EMAIL_FROM", "Ann <ann>"),
                "EMAIL_FROM: must be an address, or a name with an address in <>, not 'Ann <ann>'");
        problem(
                Map.of("EMAIL_TRANSPORT", "log", "LOG_LEVEL", "warn"),
                "LOG_LEVEL: must be info or less with EMAIL_TRANSPORT=log, which logs mail at info");
        problem(
                Map.of("EMAIL_HOST", "smtp", "EMAIL_FROM", "ann@example.org", "EMAIL_TRANSPORT", "log"),
                "EMAIL_HOST: is set together with EMAIL_TRANSPORT=log, set only one of them");
    }

    @Test
    void what_is_there_and_wrong_is_not_needed_as_well() {
        Map<String, String> mail = Map.of("EMAIL_HOST", "smtp", "EMAIL_USER", "ann@example.org");
        problem(
                with(mail, "EMAIL_PASS_FILE", "nowhere"),
                "EMAIL_PASS_FILE: cannot read 'nowhere' (NoSuchFileException)");
        problem(with(mail, "EMAIL_PASS", ""), "EMAIL_PASS: is set but empty");
        problem(
                with(with(mail, "EMAIL_PASS", "s3cr"), "EMAIL_PASS_FILE", "nowhere"),
                "EMAIL_PASS: is set together with EMAIL_PASS_FILE, set only one of them");
        problem(
                Map.of("EMAIL_HOST", "smtp", "EMAIL_FROM", "\ufffd"),
                "EMAIL_FROM: has characters that could not be read, start it with LC_ALL=C.UTF-8 if they are in the environment");
        problem(
                Map.of(
                        "EMAIL_HOST",
                        "smtp",
                        "EMAIL_USER",
                        "x".repeat(255),
                        "EMAIL_PASS",
                        "s3cr",
                        "EMAIL_FROM",
                        "a@b.org"),
                "EMAIL_USER: must be 1 to 254 characters on one line, not '" + "x".repeat(255) + "'");
        problem(
                Map.of("TINODE_URL", "ws://tinode:6060", "TINODE_API_KEY", "a b", "TINODE_PASSWORD", "s3cr"),
                "TINODE_API_KEY: must be a word of ASCII");
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(name, value);
        return more;
    }

    @Test
    void certificates_that_are_not_there_are_a_problem_or_not_used() throws Exception {
        Map<String, String> mail = Map.of("EMAIL_HOST", "smtp", "EMAIL_FROM", "ann@example.org");
        Path missing = directory.resolve("ca.pem");
        problem(with(mail, "EMAIL_CA_FILE", "ca.pem"), "EMAIL_CA_FILE: cannot read '" + missing + "'");
        problem(with(mail, "EMAIL_CA_FILE", "."), "EMAIL_CA_FILE: cannot read '" + directory.resolve(".") + "'");
        assertThat(Config.read(Map.of("EMAIL_CA_FILE", "ca.pem"), directory).warnings())
                .containsExactly("EMAIL_CA_FILE: is not used without EMAIL_HOST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp.example.org:587", "127.0.0.1:25", "[::1]:25", "a b", ":", "[::1"})
    void a_host_has_no_port(String host) {
        problem(
                Map.of("EMAIL_HOST", host, "EMAIL_FROM", "ann@example.org"),
                "EMAIL_HOST: must be a host name or an address, without a port, not '" + host + "'");
    }

    @Test
    void what_the_process_cannot_read_is_no_value() {
        String problem =
                ": has characters that could not be read, start it with LC_ALL=C.UTF-8 if they are in the environment";
        problem(Map.of("JWT_SECRET", "\ufffd".repeat(40)), "JWT_SECRET" + problem);
        problem(Map.of("DATA_DIR", "d\ufffdta"), "DATA_DIR" + problem);
    }

    @Test
    void one_store_is_chosen() {
        String postgres = "postgres://ann@db/chat";
        problem(
                Map.of("DATABASE_URL", postgres, "MONGODB_URI", "mongodb://db"),
                "DATABASE_URL: is set together with MONGODB_URI, set only one of them");
        problem(
                Map.of("DB_HOST", "db", "MONGODB_URI", "mongodb://db"),
                "DB_HOST: is set together with MONGODB_URI, set only one of them");
        problem(
                Map.of("DB_HOST", "db", "DATABASE_URL", postgres),
                "DB_HOST: is set together with DATABASE_URL, set only one of them");
    }

    @ParameterizedTest
    @CsvSource({
        "DATABASE_URL, mysql://ann:s3cr@db/chat",
        "DATABASE_URL, postgres://ann:s3cr@db",
        "DATABASE_URL, postgres://db/chat",
        "DATABASE_URL, postgres://ann:s3cr@t@db/chat",
        "DATABASE_URL, postgres://ann:s3cr%4@db/chat",
        "DATABASE_URL, postgres://ann:s3cr%00@db/chat",
        "DATABASE_URL, postgres://ann:s3cr@db:99999/chat",
        "DATABASE_URL, postgres://ann:s3cr@db/chat?sslmode=s3cr",
        "DATABASE_URL, postgres://ann:s3cr@db/chat?s3cr=1",
        "DATABASE_URL, postgres://ann:s3cr@db/chat?s3cr",
    })
    void an_address_of_no_database_is_not_repeated(String name, String value) {
        assertThatThrownBy(() -> read(Map.of(name, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("DATABASE_URL: must ")
                .hasMessageNotContaining("s3cr")
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource({
        "TRANSLATE_URL, http://ann:s3cr@h:5000",
        "TINODE_URL, tinode://ann:s3cr@h",
        "CLIENT_URL, https://ann:s3cr@h"
    })
    void a_password_in_an_address_that_has_no_place_for_one_is_not_repeated(String name, String value) {
        assertThatThrownBy(() -> read(Map.of(name, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(name + ": must ")
                .hasMessageNotContaining("s3cr");
    }

    @ParameterizedTest
    @CsvSource({
        "PORT, -1",
        "PORT, 65536",
        "PORT, 99999999999",
        "PORT, 80.0",
        "HOST, a b",
        "LOG_LEVEL, loud",
        "LOG_FORMAT, xml",
        "RATE_LIMITS, yes",
        "CLIENT_URL, chat.example.org",
        "CLIENT_URL, https://a/b",
        "CLIENT_URL, ftp://a",
        "BASE_URL, parley.example.org",
        "BASE_URL, https://a/b",
        "BASE_URL, *",
        "BASE_URL, 'https://a,https://b'",
        "JWT_ACCESS_SECRET, short",
        "TRUSTED_PROXIES, proxy.example.org",
        "TRUSTED_PROXIES, 10.0.0.0/33",
        "TRUSTED_PROXIES, 10.0.0.256",
        "TRUSTED_PROXIES, ::/129",
        "TRUSTED_PROXIES, abc",
        "MONGODB_URI, mongodb://user:word@@@:x/",
        "TINODE_AUTH_PATH, 0123456789abcdef0123456789abcde/",
        "TINODE_AUTH_PATH, 0123456789abcdef0123456789abcde",
        "PARLEY_BCRYPT_COST, 3",
        "PARLEY_BCRYPT_COST, 16",
        "PARLEY_LOGIN_PER_IP, 0/1",
        "PARLEY_LOGIN_PER_IP, 1/0",
        "MONGODB_DB, a/b",
        "DB_HOST, a b",
        "DB_PORT, 0",
        "DB_USER, a b",
        "DB_NAME, a/b",
        "EMAIL_HOST, a b",
        "EMAIL_PORT, 0",
        "EMAIL_SECURITY, ssl",
        "EMAIL_FROM, Ann",
        "EMAIL_TRANSPORT, pigeon",
        "TRANSLATE_URL, localhost:5000",
        "TRANSLATE_URL, http://h:99999",
        "TRANSLATE_URL, http://h:65536",
        "TRANSLATE_URL, http://h:0",
        "TRANSLATE_URL, http://..",
        "TRANSLATE_URL, http://a..b",
        "TRANSLATE_URL, http://[:]",
        "TRANSLATE_URL, http://[1.2.3]",
        "MAX_MESSAGE_LENGTH, 10001",
        "JWT_KEYS, nonsense",
        "JWT_KEYS, a:short",
        "PARLEY_MAX_BODY_BYTES, 5023"
    })
    void a_value_of_another_form_is_one_problem(String name, String value) {
        assertThatThrownBy(() -> read(Map.of(name, value)))
                .asInstanceOf(type(ConfigException.class))
                .satisfies(e -> assertThat(e.problems()).hasSize(1))
                .satisfies(e -> assertThat(e.problems().get(0)).startsWith(name + ": "));
    }

    @Test
    void the_environment_wins_over_dot_env_and_an_empty_value_is_none() throws Exception {
        Files.writeString(directory.resolve(".env"), "PORT=1\nJWT_EXPIRY=2\nLOG_LEVEL=\n");

        Config config = read(Map.of("PORT", "3", "JWT_EXPIRY", ""));

        assertThat(config.listen().port()).isEqualTo(3);
        assertThat(config.tokens().contractLifetime()).isEqualTo(Duration.ofHours(2));
        assertThat(config.log().level()).isEqualTo(LogLevel.INFO);
    }

    @Test
    void a_secret_is_read_from_a_file_without_its_last_newline() throws Exception {
        Files.writeString(directory.resolve("secret"), " " + SECRET + "\n\n");

        assertThat(keys(Map.of("JWT_SECRET_FILE", "secret"))).isEqualTo(SigningKeys.of("main", " " + SECRET + "\n"));
        assertThat(keys(Map.of("JWT_SECRET_FILE", directory.resolve("secret").toString())))
                .isEqualTo(SigningKeys.of("main", " " + SECRET + "\n"));
    }

    @Test
    void a_secret_in_the_environment_wins_over_a_file_that_dot_env_names() throws Exception {
        Files.writeString(directory.resolve(".env"), "JWT_SECRET_FILE=not-there\n");

        assertThat(keys(Map.of("JWT_SECRET", SECRET))).isEqualTo(SigningKeys.of("main", SECRET));
    }

    @Test
    void what_contradicts_itself_is_refused() throws IOException {
        Files.writeString(directory.resolve("secret"), SECRET);
        Files.writeString(directory.resolve("empty"), "\n");

        problem(
                Map.of("JWT_SECRET", SECRET, "JWT_SECRET_FILE", "secret"),
                "JWT_SECRET: is set together with JWT_SECRET_FILE, set only one of them");
        problem(
                Map.of("JWT_SECRET", SECRET, "JWT_KEYS", "a:" + SECRET),
                "JWT_SECRET: is set together with JWT_KEYS, set only one of them");
        problem(Map.of("JWT_SECRET", ""), "JWT_SECRET: is set but empty");
        problem(Map.of("JWT_SECRET_FILE", "empty"), "JWT_SECRET: is set but empty");
        problem(
                Map.of("JWT_SECRET_FILE", "not-there"),
                "JWT_SECRET_FILE: cannot read 'not-there' (NoSuchFileException)");
        problem(Map.of("JWT_KEYS", "a:" + SECRET + ",a:" + SECRET), "JWT_KEYS: two keys are named 'a'");
    }

    @Test
    void the_signing_secret_has_a_second_name_which_must_not_say_something_else() throws Exception {
        assertThat(keys(Map.of("JWT_ACCESS_SECRET", SECRET))).isEqualTo(SigningKeys.of("main", SECRET));
        assertThat(keys(Map.of("JWT_ACCESS_SECRET", SECRET, "JWT_SECRET", SECRET)))
                .isEqualTo(SigningKeys.of("main", SECRET));
        problem(
                Map.of("JWT_ACCESS_SECRET", SECRET, "JWT_SECRET", SECRET + "!"),
                "JWT_ACCESS_SECRET: is another name of JWT_SECRET and says something else, set only one of them");
        problem(
                Map.of("JWT_ACCESS_SECRET", SECRET, "JWT_KEYS", "a:" + SECRET),
                "JWT_ACCESS_SECRET: is set together with JWT_KEYS, set only one of them");
    }

    @Test
    void a_secret_for_refresh_tokens_is_not_needed_and_that_is_said() throws Exception {
        Files.writeString(directory.resolve("anything"), "a secret");
        for (String name : List.of("JWT_REFRESH_SECRET", "JWT_REFRESH_SECRET_FILE")) {
            Config.Reading reading = Config.read(Map.of(name, "anything"), directory);
            assertThat(reading.config().tokens().keys()).isNull();
            assertThat(reading.warnings())
                    .containsExactly(name + ": is not used, refresh tokens are random and nothing signs them");
        }
    }

    @Test
    void the_database_may_stand_in_the_address_of_mongodb() throws Exception {
        Secret address = new Secret("mongodb://db:27017/realchat?w=1");
        assertThat(read(Map.of("MONGO_URI", address.value())).mongo()).isEqualTo(new Mongo(address, "realchat"));
        assertThat(read(Map.of("MONGODB_URI", address.value(), "MONGODB_DB", "chat"))
                        .mongo())
                .isEqualTo(new Mongo(address, "chat"));
        Secret bare = new Secret("mongodb://db");
        assertThat(read(Map.of("MONGODB_URI", bare.value())).mongo()).isEqualTo(new Mongo(bare, "parley"));
    }

    @Test
    void a_secret_that_is_not_used_is_a_mistake_where_another_one_would_be() {
        problem(Map.of("JWT_REFRESH_SECRET", ""), "JWT_REFRESH_SECRET: is set but empty");
        problem(
                Map.of("JWT_REFRESH_SECRET_FILE", "nowhere"),
                "JWT_REFRESH_SECRET_FILE: cannot read 'nowhere' (NoSuchFileException)");
    }

    @Test
    void what_the_environment_of_contract_c_names_is_understood() throws Exception {
        Config config = read(Map.of(
                "MONGODB_URI", "mongodb://db:27017",
                "MONGODB_DB", "realchat",
                "JWT_ACCESS_SECRET", SECRET,
                "JWT_REFRESH_SECRET", "another " + SECRET,
                "BASE_URL", "http://localhost:8080",
                "CLIENT_URL", "http://localhost:8080"));
        assertThat(config.mongo()).isEqualTo(new Mongo(new Secret("mongodb://db:27017"), "realchat"));
        assertThat(config.tokens().keys()).isEqualTo(SigningKeys.of("main", SECRET));
        assertThat(config.web().origins()).containsExactly("http://localhost:8080");
    }

    @Test
    void problems_of_dot_env_come_with_the_others() throws IOException {
        Files.writeString(directory.resolve(".env"), "PORT\nJWT_EXPIRY=x\n");

        assertThatThrownBy(() -> read(Map.of()))
                .hasMessage(".env, line 1: must be NAME=value, or a comment\n"
                        + "JWT_EXPIRY: must be a number from 1 to 8760, not 'x'");
    }

    @Test
    void unknown_names_of_ours_are_warned_about_with_the_nearest_that_is_known() throws Exception {
        Files.writeString(directory.resolve(".env"), "PARLEY_SEND_PER_USR=1/1\n");

        Config.Reading reading = Config.read(
                Map.of("PARLEY_PORT", "1", "PARLEY_COLOUR", "red", "PARLEY_CONNECTION_PER_USERS", "1", "PROT", "1"),
                directory);

        assertThat(reading.warnings())
                .containsExactly(
                        "PARLEY_COLOUR: there is no such setting",
                        "PARLEY_CONNECTION_PER_USERS: there is no such setting; is PARLEY_CONNECTIONS_PER_USER meant?",
                        "PARLEY_PORT: there is no such setting; is PORT meant?",
                        "PARLEY_SEND_PER_USR: there is no such setting; is PARLEY_SEND_PER_USER meant?");
    }

    @Test
    void what_describes_a_postgresql_that_is_not_named_is_warned_about() throws Exception {
        Map<String, String> parts =
                Map.of("DB_PORT", "5433", "DB_USER", "parley", "DB_PASSWORD", "x", "DB_NAME", "chat");

        Config.Reading reading = Config.read(parts, directory);

        assertThat(reading.config().postgres()).isNull();
        assertThat(reading.warnings())
                .containsExactly(
                        "DB_PORT: is not used without DB_HOST",
                        "DB_USER: is not used without DB_HOST",
                        "DB_PASSWORD: is not used without DB_HOST",
                        "DB_NAME: is not used without DB_HOST");
        Map<String, String> whole = new HashMap<>(parts);
        whole.put("DB_HOST", "localhost");
        assertThat(Config.read(whole, directory).warnings()).isEmpty();
    }

    private void problem(Map<String, String> environment, String sentence) {
        assertThatThrownBy(() -> read(environment))
                .isInstanceOf(ConfigException.class)
                .hasMessage(sentence);
    }

    private SigningKeys keys(Map<String, String> environment) throws ConfigException {
        return Objects.requireNonNull(read(environment).tokens().keys());
    }

    private Config read(Map<String, String> environment) throws ConfigException {
        return Config.read(environment, directory).config();
    }
}

package dev.parley.bootstrap;

import dev.parley.application.limit.Rate;
import dev.parley.domain.account.Username;
import dev.parley.mail.MailConfig;
import dev.parley.mongo.MongoConfig;
import dev.parley.security.SigningKeys;
import dev.parley.sql.SqlConfig;
import dev.parley.tinode.TinodeConfig;
import dev.parley.translation.TranslationConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All settings, read and checked: plain values that do not change while the server runs. It prints no secret.
 *
 * @param dataDirectory as it was written; relative to the working directory
 * @param mongo null if another store is used
 * @param postgres null if another store is used; if both are null it is the embedded one
 * @param tinode null if there is no gateway
 * @param mail null if no mail is sent
 * @param translation null if nothing is translated
 * @param admins who looks after the rooms
 * @param shutdown how long a stop may take before it is forced
 */
record Config(
        Listen listen,
        Path dataDirectory,
        @Nullable Mongo mongo,
        SqlConfig.@Nullable Postgres postgres,
        @Nullable Tinode tinode,
        @Nullable MailConfig mail,
        @Nullable TranslationConfig translation,
        Tokens tokens,
        Log log,
        Web web,
        Limits limits,
        List<Username> admins,
        Duration shutdown) {

    private static final String DOT_ENV = ".env";
    /** What a character of a message takes at most in UTF-8, and what JSON around it needs. */
    private static final int BYTES_PER_CHARACTER = 4;

    private static final int ENVELOPE_BYTES = 1_024;

    /** @param host null for every address of the machine */
    record Listen(@Nullable String host, int port) {}

    record Mongo(Secret uri, String database) {}

    enum TinodeIdentity {
        OBO,
        BOT
    }

    /** @param scheme what Tinode calls logging in by name and password */
    record Tinode(String url, Secret apiKey, String login, Secret password, String scheme, TinodeIdentity identity) {}

    enum MailTransport {
        SMTP,
        LOG
    }

    /**
     * @param keys null if the secret is to be made and kept in the data directory
     * @param contractLifetime of the tokens of the published contracts
     * @param accessLifetime of the access tokens of {@code /api/v1}
     */
    record Tokens(
            @Nullable SigningKeys keys,
            Duration contractLifetime,
            Duration accessLifetime,
            Duration sessionLifetime,
            int bcryptCost) {}

    enum LogLevel {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    enum LogFormat {
        TEXT,
        JSON
    }

    record Log(LogLevel level, LogFormat format) {}

    /**
     * @param origins in lower case, without a slash at the end; {@code *} among them allows all
     * @param trustedProxies addresses and ranges as {@code 10.0.0.0/8}
     * @param tinodeAuth the part of a path by which Tinode signs people in; null if it may not
     */
    record Web(
            List<String> origins,
            List<String> trustedProxies,
            ConnectAuth connectAuth,
            @Nullable Secret tinodeAuth) {
        boolean namesBelieved() {
            return connectAuth == ConnectAuth.USERNAME;
        }
    }

    /** What a client of contract E needs in order to be believed. */
    enum ConnectAuth {
        TOKEN,
        USERNAME
    }

    /** @param on whether any of them holds */
    record Rates(
            boolean on,
            Rate loginPerIp,
            Rate loginPerAccount,
            Rate signupPerIp,
            Rate sendPerUser,
            Rate roomsPerUser,
            Rate uploadsPerUser,
            Rate translationsPerUser,
            Rate ticketsPerUser) {}

    /** @param maxMessageLength in code points */
    record Limits(int maxMessageLength, int maxBodyBytes, int maxUploadBytes, int connectionsPerUser, Rates rates) {}

    /**
     * What was read.
     *
     * @param warnings one sentence each, about names that are no settings, or that nothing asks for
     */
    record Reading(Config config, List<String> warnings) {}

    /**
     * Reads the environment and, for what it does not set, the file {@code .env} of the directory.
     *
     * @throws ConfigException with all problems, if there are any
     */
    static Reading read(Map<String, String> environment, Path directory) throws ConfigException {
        List<String> problems = new ArrayList<>();
        Map<String, String> dotEnv = DotEnv.read(directory.resolve(DOT_ENV), problems);
        Config config = build(new SettingReader(List.of(environment, dotEnv), directory, problems), problems);
        TreeSet<String> names = new TreeSet<>(environment.keySet());
        names.addAll(dotEnv.keySet());
        List<String> warnings = new ArrayList<>(UnknownSettings.warnings(names));
        if (!problems.isEmpty()) {
            problems.addAll(warnings);
            throw new ConfigException(problems);
        }
        warnings.addAll(unused(
                names, Settings.DB_HOST, Settings.DB_PORT, Settings.DB_USER, Settings.DB_PASSWORD, Settings.DB_NAME));
        warnings.addAll(unused(
                names,
                Settings.EMAIL_HOST,
                Settings.EMAIL_USER,
                Settings.EMAIL_PASS,
                Settings.EMAIL_FROM,
                Settings.EMAIL_CA_FILE));
        Setting<Secret> never = Settings.JWT_REFRESH_SECRET;
        Stream.of(never.name(), never.fileName())
                .filter(names::contains)
                .forEach(
                        name -> warnings.add(name + ": is not used, refresh tokens are random and nothing signs them"));
        return new Reading(config, warnings);
    }

    /** What is said of a host that is not. */
    private static List<String> unused(Set<String> names, Setting<?> host, Setting<?>... parts) {
        return names.contains(host.name())
                ? List.of()
                : Stream.of(parts)
                        .map(Setting::name)
                        .filter(names::contains)
                        .map(name -> name + ": is not used without " + host.name())
                        .toList();
    }

    private static Config build(SettingReader read, List<String> problems) {
        Mongo mongo = mongo(read, problems);
        Log log = new Log(read.get(Settings.LOG_LEVEL), read.get(Settings.LOG_FORMAT));
        return new Config(
                new Listen(read.find(Settings.HOST).orElse(null), read.get(Settings.PORT)),
                read.get(Settings.DATA_DIR),
                mongo,
                postgres(read, mongo != null, problems),
                tinode(read, problems),
                MailSettings.read(read, log.level(), problems),
                translation(read),
                tokens(read, problems),
                log,
                new Web(
                        origins(read),
                        read.get(Settings.TRUSTED_PROXIES),
                        read.get(Settings.CONNECT_AUTH),
                        read.find(Settings.TINODE_AUTH_PATH).orElse(null)),
                limits(read, problems),
                read.get(Settings.ADMINS),
                Duration.ofSeconds(read.get(Settings.SHUTDOWN_SECONDS)));
    }

    /** From where pages may come. */
    private static List<String> origins(SettingReader read) {
        List<String> clients = read.get(Settings.CLIENT_URL);
        return Stream.concat(clients.stream(), read.find(Settings.BASE_URL).stream())
                .distinct()
                .toList();
    }

    private static @Nullable Mongo mongo(SettingReader read, List<String> problems) {
        Optional<String> database = read.find(Settings.MONGODB_DB);
        Optional<Secret> uri = read.find(Settings.MONGODB_URI);
        Optional<Secret> alias = read.find(Settings.MONGO_URI);
        if (uri.isPresent() && alias.isPresent() && !uri.equals(alias)) {
            problems.add("MONGO_URI: is another name of MONGODB_URI and says something else, set only one of them");
        }
        return uri.or(() -> alias)
                .map(known -> new Mongo(
                        known,
                        database.or(() -> MongoConfig.databaseOf(known.value()))
                                .orElseGet(Settings.MONGODB_DB::defaultValue)))
                .orElse(null);
    }

    private static SqlConfig.@Nullable Postgres postgres(SettingReader read, boolean mongo, List<String> problems) {
        Optional<SqlConfig.Postgres> url = read.find(Settings.DATABASE_URL);
        Optional<SqlConfig.Postgres> parts = postgresInParts(read);
        if (url.isPresent() && mongo) {
            problems.add("DATABASE_URL: is set together with MONGODB_URI, set only one of them");
        }
        if (parts.isPresent() && mongo) {
            problems.add("DB_HOST: is set together with MONGODB_URI, set only one of them");
        }
        if (url.isPresent() && parts.isPresent()) {
            problems.add("DB_HOST: is set together with DATABASE_URL, set only one of them");
        }
        return url.or(() -> parts).orElse(null);
    }

    private static Optional<SqlConfig.Postgres> postgresInParts(SettingReader read) {
        int port = read.get(Settings.DB_PORT);
        String user = read.get(Settings.DB_USER);
        String password = read.find(Settings.DB_PASSWORD).map(Secret::value).orElse("");
        String name = read.get(Settings.DB_NAME);
        return read.find(Settings.DB_HOST)
                .map(host -> new SqlConfig.Postgres(host, port, user, password, name, Map.of()));
    }

    private static @Nullable Tinode tinode(SettingReader read, List<String> problems) {
        Optional<String> url = read.find(Settings.TINODE_URL);
        Optional<Secret> apiKey = read.find(Settings.TINODE_API_KEY);
        Optional<Secret> password = read.find(Settings.TINODE_PASSWORD);
        String login = read.get(Settings.TINODE_LOGIN);
        String scheme = read.get(Settings.TINODE_SCHEME);
        TinodeIdentity identity = read.get(Settings.TINODE_IDENTITY);
        if (url.isEmpty()) {
            return null;
        }
        if (!read.isSet(Settings.TINODE_API_KEY)) {
            problems.add("TINODE_API_KEY: is needed with TINODE_URL");
        }
        if (!read.isSet(Settings.TINODE_PASSWORD)) {
            problems.add("TINODE_PASSWORD: is needed with TINODE_URL");
        }
        int room = TinodeConfig.MAX_UNIQUE - 1 - scheme.length();
        if (login.length() > room) {
            problems.add("TINODE_LOGIN: must have at most " + room + " characters, with TINODE_SCHEME " + scheme);
        }
        Secret none = new Secret("");
        return new Tinode(url.get(), apiKey.orElse(none), login, password.orElse(none), scheme, identity);
    }

    private static @Nullable TranslationConfig translation(SettingReader read) {
        TranslationConfig.Kind kind = read.get(Settings.TRANSLATE_KIND);
        String apiKey = read.find(Settings.TRANSLATE_API_KEY).map(Secret::value).orElse(null);
        return read.find(Settings.TRANSLATE_URL)
                .map(url -> new TranslationConfig(kind, url, apiKey))
                .orElse(null);
    }

    private static Tokens tokens(SettingReader read, List<String> problems) {
        Optional<SigningKeys> one = read.find(Settings.JWT_SECRET);
        Optional<SigningKeys> alias = read.find(Settings.JWT_ACCESS_SECRET);
        Optional<SigningKeys> several = read.find(Settings.JWT_KEYS);
        Optional<Secret> unused = read.find(Settings.JWT_REFRESH_SECRET); // What is wrong with it is told all the same.
        if (one.isPresent() && several.isPresent()) {
            problems.add("JWT_SECRET: is set together with JWT_KEYS, set only one of them");
        }
        if (alias.isPresent() && several.isPresent()) {
            problems.add("JWT_ACCESS_SECRET: is set together with JWT_KEYS, set only one of them");
        }
        if (one.isPresent() && alias.isPresent() && !one.equals(alias)) {
            problems.add(
                    "JWT_ACCESS_SECRET: is another name of JWT_SECRET and says something else, set only one of them");
        }
        return new Tokens(
                several.or(() -> one).or(() -> alias).orElse(null),
                Duration.ofHours(read.get(Settings.JWT_EXPIRY)),
                Duration.ofMinutes(read.get(Settings.ACCESS_TOKEN_MINUTES)),
                Duration.ofDays(read.get(Settings.SESSION_DAYS)),
                read.get(Settings.BCRYPT_COST));
    }

    private static Limits limits(SettingReader read, List<String> problems) {
        int length = read.get(Settings.MAX_MESSAGE_LENGTH);
        int body = read.get(Settings.MAX_BODY_BYTES);
        int needed = length * BYTES_PER_CHARACTER + ENVELOPE_BYTES;
        if (body < needed) {
            problems.add("PARLEY_MAX_BODY_BYTES: must be at least " + needed + " for messages of MAX_MESSAGE_LENGTH "
                    + length + ", not " + body);
        }
        Rates rates = new Rates(
                read.get(Settings.RATE_LIMITS),
                read.get(Settings.LOGIN_PER_IP),
                read.get(Settings.LOGIN_PER_ACCOUNT),
                read.get(Settings.SIGNUP_PER_IP),
                read.get(Settings.SEND_PER_USER),
                read.get(Settings.ROOMS_PER_USER),
                read.get(Settings.UPLOADS_PER_USER),
                read.get(Settings.TRANSLATIONS_PER_USER),
                read.get(Settings.TICKETS_PER_USER));
        return new Limits(
                length, body, read.get(Settings.MAX_UPLOAD_SIZE), read.get(Settings.CONNECTIONS_PER_USER), rates);
    }
}

package dev.parley.bootstrap;

import dev.parley.application.limit.Rate;
import dev.parley.domain.account.Username;
import dev.parley.mail.MailConfig;
import dev.parley.security.BcryptPasswordHasher;
import dev.parley.security.SigningKeys;
import dev.parley.sql.SqlConfig;
import dev.parley.tinode.TinodeConfig;
import dev.parley.translation.TranslationConfig;
import java.nio.file.Path;
import java.util.List;

/** The table of all settings: parsing, {@code --help} and {@code docs/settings.md} are made of it. */
final class Settings {
    /** Names that begin so are ours alone, so one that is not in the table is a mistake. */
    static final String PREFIX = "PARLEY_";

    static final Setting<Integer> PORT =
            Setting.of("PORT", SettingType.number(0, 65_535), "8080", "The TCP port to listen on; 0 takes a free one.");
    static final Setting<String> HOST = Setting.optional(
            "HOST", SettingType.host(), "The address to listen on; without it, every address of the machine.");
    static final Setting<Path> DATA_DIR = Setting.of(
            "DATA_DIR",
            SettingType.directory(),
            "./data",
            "Where the embedded store, the uploads and the generated secret are kept; made if it is not there.");

    static final Setting<Secret> MONGODB_URI = Setting.secret(
            "MONGODB_URI",
            SettingType.mongodbUri(),
            "The MongoDB that stores everything; without it and PostgreSQL, SQLite in DATA_DIR does.");
    static final Setting<Secret> MONGO_URI =
            Setting.secret("MONGO_URI", SettingType.mongodbUri(), "Another name of MONGODB_URI, as contract E has it.");
    static final Setting<String> MONGODB_DB = Setting.of(
            "MONGODB_DB",
            SettingType.databaseName(),
            "parley",
            "The database in that MongoDB, unless its address names one.");

    static final Setting<SqlConfig.Postgres> DATABASE_URL = Setting.secret(
            "DATABASE_URL",
            SettingType.postgresUrl(),
            "The PostgreSQL database that stores everything, with its user and password.");
    static final Setting<String> DB_HOST = Setting.optional(
            "DB_HOST", SettingType.host(), "The host of that PostgreSQL, when it is not said in one address.");
    static final Setting<Integer> DB_PORT =
            Setting.of("DB_PORT", SettingType.number(1, 65_535), "5432", "The port of the PostgreSQL at DB_HOST.");
    static final Setting<String> DB_USER =
            Setting.of("DB_USER", SettingType.userName(), "parley", "Parley's user in that PostgreSQL.");
    static final Setting<Secret> DB_PASSWORD =
            Setting.secret("DB_PASSWORD", SettingType.any(), "The password of that user, if it needs one.");
    static final Setting<String> DB_NAME = Setting.of(
            "DB_NAME", SettingType.databaseName(), "parley", "The database in that PostgreSQL; it must be there.");

    static final Setting<String> TINODE_URL = Setting.optional(
            "TINODE_URL",
            SettingType.tinodeUrl(),
            "The Tinode server to join, as ws://host:6060; without it, there is no gateway.");
    static final Setting<Secret> TINODE_API_KEY = Setting.secret(
            "TINODE_API_KEY", SettingType.header(), "The API key that this Tinode wants of every client.");
    static final Setting<String> TINODE_LOGIN = Setting.of(
            "TINODE_LOGIN",
            SettingType.tinodeName(26),
            "parley",
            "The name of Parley's account in Tinode, which is root.");
    static final Setting<Secret> TINODE_PASSWORD =
            Setting.secret("TINODE_PASSWORD", SettingType.any(), "The password of that account.");
    static final Setting<String> TINODE_SCHEME = Setting.of(
            "TINODE_SCHEME",
            SettingType.tinodeName(TinodeConfig.MAX_SCHEME),
            "basic",
            "What Tinode calls logging in by name and password, if its logical_names say otherwise.");
    static final Setting<Config.TinodeIdentity> TINODE_IDENTITY = Setting.of(
            "TINODE_IDENTITY",
            SettingType.oneOf(Config.TinodeIdentity.class),
            "obo",
            "Whether Parley speaks in Tinode on behalf of each author (obo), or as one bot that names the author; "
                    + "a bot need not be root.");

    static final Setting<String> TRANSLATE_URL = Setting.optional(
            "TRANSLATE_URL",
            SettingType.webAddress(),
            "The service that translates (docs/translation.md), as http://host:5000; without it, nothing is translated.");
    static final Setting<TranslationConfig.Kind> TRANSLATE_KIND = Setting.of(
            "TRANSLATE_KIND",
            SettingType.oneOf(TranslationConfig.Kind.class),
            "libretranslate",
            "What that service is: LibreTranslate, or Apertium's apertium-apy.");
    static final Setting<Secret> TRANSLATE_API_KEY = Setting.secret(
            "TRANSLATE_API_KEY", SettingType.any(), "The key that this LibreTranslate wants, if it wants one.");

    static final Setting<SigningKeys> JWT_SECRET = Setting.secret(
            "JWT_SECRET",
            SettingType.oneKey(),
            "What access tokens are signed with; without it and JWT_KEYS, a random one is made once and kept in DATA_DIR.");
    static final Setting<SigningKeys> JWT_ACCESS_SECRET = Setting.secret(
            "JWT_ACCESS_SECRET", SettingType.oneKey(), "Another name of JWT_SECRET, as contract C has it.");
    static final Setting<Secret> JWT_REFRESH_SECRET = Setting.secret(
            "JWT_REFRESH_SECRET",
            SettingType.any(),
            "What contract C would sign refresh tokens with. It is not used: here they are random, and the store knows "
                    + "their hashes.");
    static final Setting<SigningKeys> JWT_KEYS = Setting.secret(
            "JWT_KEYS",
            SettingType.namedKeys(),
            "Several such secrets, to change them without logging people out: the first signs, all verify; "
                    + "the one of JWT_SECRET is named '" + SettingType.ONLY_KEY + "'.");
    static final Setting<Integer> JWT_EXPIRY = Setting.of(
            "JWT_EXPIRY",
            SettingType.number(1, 8_760),
            "24",
            "How many hours the tokens of the published contracts are good.");

    static final Setting<String> EMAIL_HOST = Setting.optional(
            "EMAIL_HOST",
            SettingType.host(),
            "The SMTP server that sends mail (docs/mail.md); without it, there are no codes by mail.");
    static final Setting<Integer> EMAIL_PORT =
            Setting.of("EMAIL_PORT", SettingType.number(1, 65_535), "587", "The port of that server.");
    static final Setting<MailConfig.Security> EMAIL_SECURITY = Setting.optional(
            "EMAIL_SECURITY",
            SettingType.oneOf(MailConfig.Security.class),
            "What protects the connection: TLS asked for (starttls) or from the first byte (tls), or nothing (none), not "
                    + "even the password. Without it, tls on port 465 and starttls on others.");
    static final Setting<String> EMAIL_USER =
            Setting.optional("EMAIL_USER", SettingType.line(), "Parley's user at that server, if it needs one.");
    static final Setting<Secret> EMAIL_PASS =
            Setting.secret("EMAIL_PASS", SettingType.any(), "The password of that user.");
    static final Setting<MailConfig.Sender> EMAIL_FROM = Setting.optional(
            "EMAIL_FROM",
            SettingType.sender(),
            "Who mail is from, as Parley <noreply@example.org>; without it, EMAIL_USER if that is an address.");
    static final Setting<Path> EMAIL_CA_FILE = Setting.optional(
            "EMAIL_CA_FILE",
            SettingType.file(),
            "The certificates (PEM) that are trusted for that server, if it has none that Java trusts.");
    static final Setting<Config.MailTransport> EMAIL_TRANSPORT = Setting.of(
            "EMAIL_TRANSPORT",
            SettingType.oneOf(Config.MailTransport.class),
            "smtp",
            "Whether mail is sent, or written into the log (log) with the codes in it, which is for development alone.");

    static final Setting<Config.LogLevel> LOG_LEVEL = Setting.of(
            "LOG_LEVEL", SettingType.oneOf(Config.LogLevel.class), "info", "The least level that is logged.");
    static final Setting<Config.LogFormat> LOG_FORMAT = Setting.of(
            "LOG_FORMAT",
            SettingType.oneOf(Config.LogFormat.class),
            "text",
            "Lines for people, or one JSON object a line.");

    static final Setting<List<String>> CLIENT_URL = Setting.of(
            "CLIENT_URL",
            SettingType.origins(),
            "",
            "The origins whose pages may call this server; * allows all, nothing only its own.");
    static final Setting<String> BASE_URL = Setting.optional(
            "BASE_URL",
            SettingType.origin(),
            "The origin at which clients reach this server, where a proxy hides that from it: pages from there are its own.");
    static final Setting<Integer> MAX_MESSAGE_LENGTH = Setting.of(
            "MAX_MESSAGE_LENGTH",
            SettingType.number(1, 10_000),
            "1000",
            "The most characters (code points) in a message.");
    static final Setting<Integer> MAX_UPLOAD_SIZE = Setting.of(
            "MAX_UPLOAD_SIZE", SettingType.number(1_024, 999_999_999), "26214400", "The most bytes in a file.");
    static final Setting<Boolean> RATE_LIMITS = Setting.of(
            "RATE_LIMITS",
            SettingType.onOff(),
            "on",
            "Whether the limits below that are written with a slash hold, and that of frames on a socket.");
    static final Setting<List<String>> TRUSTED_PROXIES = Setting.of(
            "TRUSTED_PROXIES",
            SettingType.networks(),
            "",
            "The reverse proxies whose X-Forwarded-For is believed; from others it is ignored.");

    static final Setting<Config.ConnectAuth> CONNECT_AUTH = Setting.of(
            "CONNECT_AUTH",
            SettingType.oneOf(Config.ConnectAuth.class),
            "token",
            "What contract E's socket and its deletion of rooms need (docs/contracts.md): a token, "
                    + "or only a username, as the original had it, which anybody can give.");

    static final Setting<Secret> TINODE_AUTH_PATH = Setting.secret(
            "TINODE_AUTH_PATH",
            SettingType.secretPath(),
            "Lets Tinode sign people in (docs/tinode.md): a part of a path that only Tinode may know; "
                    + "without it, there is no such path.");

    static final Setting<List<Username>> ADMINS = Setting.of(
            "PARLEY_ADMINS",
            SettingType.usernames(),
            "",
            "Who may look after every room but General and direct ones. Sign these names up first: "
                    + "whoever has one is an admin.");

    static final Setting<Rate> LOGIN_PER_IP = Setting.of(
            "PARLEY_LOGIN_PER_IP",
            SettingType.rate(),
            "60/60",
            "Logins, mailed codes and changes of passwords from one address: so many at once, so many more each minute.");
    static final Setting<Rate> LOGIN_PER_ACCOUNT =
            Setting.of("PARLEY_LOGIN_PER_ACCOUNT", SettingType.rate(), "10/10", "The same at one account.");
    static final Setting<Rate> SIGNUP_PER_IP =
            Setting.of("PARLEY_SIGNUP_PER_IP", SettingType.rate(), "50/10", "Sign-ups from one address.");
    static final Setting<Rate> SEND_PER_USER = Setting.of(
            "PARLEY_SEND_PER_USER",
            SettingType.rate(),
            "60/600",
            "Messages that one user sends, edits, deletes or reacts to.");
    static final Setting<Rate> ROOMS_PER_USER = Setting.of(
            "PARLEY_ROOMS_PER_USER", SettingType.rate(), "60/20", "Rooms that one user makes, direct ones as well.");
    static final Setting<Rate> UPLOADS_PER_USER =
            Setting.of("PARLEY_UPLOADS_PER_USER", SettingType.rate(), "250/60", "Files that one user uploads.");
    static final Setting<Rate> TRANSLATIONS_PER_USER = Setting.of(
            "PARLEY_TRANSLATIONS_PER_USER",
            SettingType.rate(),
            "30/30",
            "Translations that one user asks for, beside those that are made anyway.");
    static final Setting<Rate> TICKETS_PER_USER = Setting.of(
            "PARLEY_TICKETS_PER_USER",
            SettingType.rate(),
            "60/60",
            "Tickets for sockets and streams that one user gets.");
    static final Setting<Integer> CONNECTIONS_PER_USER = Setting.of(
            "PARLEY_CONNECTIONS_PER_USER",
            SettingType.number(1, 10_000),
            "20",
            "The most sockets and streams that one user has open at once.");
    static final Setting<Integer> MAX_BODY_BYTES = Setting.of(
            "PARLEY_MAX_BODY_BYTES",
            SettingType.number(1_024, 16_777_216),
            "65536",
            "The most bytes in the body of a request, uploads apart.");
    static final Setting<Integer> ACCESS_TOKEN_MINUTES = Setting.of(
            "PARLEY_ACCESS_TOKEN_MINUTES",
            SettingType.number(1, 1_440),
            "15",
            "How many minutes the access tokens of /api/v1 are good.");
    static final Setting<Integer> SESSION_DAYS = Setting.of(
            "PARLEY_SESSION_DAYS",
            SettingType.number(1, 3_650),
            "30",
            "How many days a session lives without being refreshed.");
    static final Setting<Integer> BCRYPT_COST = Setting.of(
            "PARLEY_BCRYPT_COST",
            SettingType.number(BcryptPasswordHasher.MIN_COST, BcryptPasswordHasher.MAX_COST),
            "10",
            "The cost of a password's hash; each step doubles the time of a login. A hash of another cost is made anew at the "
                    + "next login.");
    static final Setting<Integer> SHUTDOWN_SECONDS = Setting.of(
            "PARLEY_SHUTDOWN_SECONDS",
            SettingType.number(1, 300),
            "10",
            "How many seconds a stop may take before it is forced.");

    /** In the order in which people read them. */
    static final List<Setting<?>> ALL = List.of(
            PORT,
            HOST,
            DATA_DIR,
            MONGODB_URI,
            MONGO_URI,
            MONGODB_DB,
            DATABASE_URL,
            DB_HOST,
            DB_PORT,
            DB_USER,
            DB_PASSWORD,
            DB_NAME,
            TINODE_URL,
            TINODE_API_KEY,
            TINODE_LOGIN,
            TINODE_PASSWORD,
            TINODE_SCHEME,
            TINODE_IDENTITY,
            TRANSLATE_URL,
            TRANSLATE_KIND,
            TRANSLATE_API_KEY,
            JWT_SECRET,
            JWT_ACCESS_SECRET,
            JWT_REFRESH_SECRET,
            JWT_KEYS,
            JWT_EXPIRY,
            EMAIL_HOST,
            EMAIL_PORT,
            EMAIL_SECURITY,
            EMAIL_USER,
            EMAIL_PASS,
            EMAIL_FROM,
            EMAIL_CA_FILE,
            EMAIL_TRANSPORT,
            LOG_LEVEL,
            LOG_FORMAT,
            CLIENT_URL,
            BASE_URL,
            MAX_MESSAGE_LENGTH,
            MAX_UPLOAD_SIZE,
            RATE_LIMITS,
            TRUSTED_PROXIES,
            CONNECT_AUTH,
            TINODE_AUTH_PATH,
            ADMINS,
            LOGIN_PER_IP,
            LOGIN_PER_ACCOUNT,
            SIGNUP_PER_IP,
            SEND_PER_USER,
            ROOMS_PER_USER,
            UPLOADS_PER_USER,
            TRANSLATIONS_PER_USER,
            TICKETS_PER_USER,
            CONNECTIONS_PER_USER,
            MAX_BODY_BYTES,
            ACCESS_TOKEN_MINUTES,
            SESSION_DAYS,
            BCRYPT_COST,
            SHUTDOWN_SECONDS);

    private Settings() {}
}

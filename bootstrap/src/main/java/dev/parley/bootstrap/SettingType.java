package dev.parley.bootstrap;

import dev.parley.application.limit.Rate;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.Username;
import dev.parley.http.HttpConfig;
import dev.parley.mail.MailConfig;
import dev.parley.mongo.MongoConfig;
import dev.parley.security.SigningKey;
import dev.parley.security.SigningKeys;
import dev.parley.sql.SqlConfig;
import dev.parley.tinode.TinodeConfig;
import dev.parley.translation.TranslationConfig;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A form that the text of a setting can have, and how it is read.
 *
 * @param words what may be written, for the operator
 * @param parser throws IllegalArgumentException with a sentence that does not repeat the text: it may be a secret
 */
record SettingType<T>(String words, Function<String, T> parser) {
    /** The name of the key that {@code JWT_SECRET} or the generated secret makes. */
    static final String ONLY_KEY = "main";

    private static final Pattern MONGODB = Pattern.compile("mongodb(\\+srv)?://\\S+");
    private static final String IPV6 = "[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f.:]*";
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|" + IPV6 + "|\\[" + IPV6 + "\\]");
    private static final Pattern DATABASE = Pattern.compile("[A-Za-z0-9_-]{1,63}");
    private static final Pattern USER = Pattern.compile("[^\\s\\p{Cntrl}]{1,63}");
    private static final Pattern SECRET_PATH = Pattern.compile("[A-Za-z0-9_-]{32,128}");
    private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,6})/([1-9][0-9]{0,6})");
    private static final Pattern WEB_ADDRESS = Pattern.compile(
            "https?://(?:[a-z0-9.-]+|\\[[0-9a-f:.]+])(?::[0-9]{1,5})?(?:/[a-z0-9._~/-]*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9.\\[\\]:-]+", Pattern.CASE_INSENSITIVE);

    T parse(String text) {
        return parser.apply(text);
    }

    static SettingType<Integer> number(int min, int max) {
        String words = "a number from " + min + " to " + max;
        return new SettingType<>(words, text -> {
            require(text.matches("[0-9]{1,9}"), words);
            int number = Integer.parseInt(text);
            require(number >= min && number <= max, words);
            return number;
        });
    }

    static SettingType<Boolean> onOff() {
        return new SettingType<>("on or off", text -> {
            String word = text.toLowerCase(Locale.ROOT);
            require(word.equals("on") || word.equals("off"), "on or off");
            return word.equals("on");
        });
    }

    static <E extends Enum<E>> SettingType<E> oneOf(Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        String words =
                constants.stream().map(c -> c.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "));
        return new SettingType<>(
                "one of " + words,
                text -> constants.stream()
                        .filter(c -> c.name().equalsIgnoreCase(text))
                        .findAny()
                        .orElseThrow(() -> new IllegalArgumentException("must be one of " + words)));
    }

    static SettingType<String> host() {
        return matching("a host name or an address, without a port", HOST);
    }

    static SettingType<String> databaseName() {
        return matching("1 to 63 letters, digits, '_' or '-'", DATABASE);
    }

    static SettingType<Path> directory() {
        return new SettingType<>("a directory", text -> {
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("must be a directory", e);
            }
        });
    }

    static SettingType<Path> file() {
        SettingType<Path> path = directory();
        return new SettingType<>("a file", text -> {
            try {
                return path.parse(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("must be a file", e);
            }
        });
    }

    static SettingType<String> line() {
        return matching("1 to 254 characters on one line", Pattern.compile("[^\\p{Cntrl}]{1,254}"));
    }

    static SettingType<MailConfig.Sender> sender() {
        return new SettingType<>("an address, or Name <address>", MailConfig.Sender::parse);
    }

    static SettingType<Rate> rate() {
        String words = "burst/refill per minute";
        return new SettingType<>(words, text -> {
            var form = RATE.matcher(text);
            require(form.matches(), "two numbers, burst/refill per minute, as in 60/60");
            return new Rate(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
        });
    }

    /** Origins as browsers send them (RFC 6454 §6.2): in lower case and without a slash at the end. */
    static SettingType<List<String>> origins() {
        return listOf("origins, separated by commas, or *", text -> {
            String origin = plain(text);
            require(
                    origin.equals("*") || ORIGIN.matcher(origin).matches(),
                    "origins as https://chat.example.org, separated by commas, or *");
            return origin;
        });
    }

    static SettingType<String> origin() {
        return new SettingType<>("an origin", text -> {
            String origin = plain(text);
            require(ORIGIN.matcher(origin).matches(), "an origin as https://chat.example.org");
            return origin;
        });
    }

    private static String plain(String origin) {
        return (origin.endsWith("/") ? origin.substring(0, origin.length() - 1) : origin).toLowerCase(Locale.ROOT);
    }

    static SettingType<List<Username>> usernames() {
        return new SettingType<>(
                "usernames, separated by commas",
                text -> listOf("", SettingType::username).parse(text).stream()
                        .map(Username::new)
                        .toList());
    }

    private static String username(String text) {
        try {
            return new Username(text).value();
        } catch (ChatException.Invalid e) {
            throw new IllegalArgumentException(
                    "must be names of 2 to 32 letters, digits, '_', '.' or '-', with commas", e);
        }
    }

    static SettingType<List<String>> networks() {
        return listOf("addresses or ranges (10.0.0.0/8), separated by commas", SettingType::network);
    }

    private static String network(String text) {
        try {
            HttpConfig.demandNetwork(text);
            return text;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be addresses or ranges as 10.0.0.0/8, separated by commas", e);
        }
    }

    static SettingType<Secret> mongodbUri() {
        return new SettingType<>("mongodb://... or mongodb+srv://...", text -> {
            require(MONGODB.matcher(text).matches(), "an address that begins with mongodb:// or mongodb+srv://");
            require(MongoConfig.isReadable(text), "an address as mongodb://user:password@host:27017, %-escaped");
            return new Secret(text);
        });
    }

    static SettingType<SqlConfig.Postgres> postgresUrl() {
        return new SettingType<>("postgres://..., postgresql://... or jdbc:postgresql://...", SqlConfig.Postgres::of);
    }

    static SettingType<String> userName() {
        return matching("1 to 63 characters without spaces", USER);
    }

    static SettingType<String> tinodeUrl() {
        return new SettingType<>("ws://, wss://, http:// or https://", TinodeConfig::completed);
    }

    static SettingType<String> webAddress() {
        String words = "http:// or https://, a host, perhaps a port and a path";
        return new SettingType<>(words, text -> {
            require(WEB_ADDRESS.matcher(text).matches() && TranslationConfig.isReadable(text), words);
            return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        });
    }

    static SettingType<String> tinodeName(int maxLength) {
        String words = "1 to " + maxLength + " characters without ':' and spaces";
        return matching(words, Pattern.compile("[^:\\s]{1," + maxLength + "}"));
    }

    /** What can stand in a header (RFC 9110 §5.5), without spaces. */
    static SettingType<Secret> header() {
        return new SettingType<>("a word of ASCII", text -> {
            require(text.matches("[!-~]{1,200}"), "a word of ASCII");
            return new Secret(text);
        });
    }

    static SettingType<Secret> secretPath() {
        String words = "32 to 128 letters, digits, '_' or '-'";
        return new SettingType<>(words, text -> {
            require(SECRET_PATH.matcher(text).matches(), words);
            return new Secret(text);
        });
    }

    static SettingType<Secret> any() {
        return new SettingType<>("any text", Secret::new);
    }

    static SettingType<SigningKeys> oneKey() {
        return new SettingType<>("at least " + SigningKey.MIN_BYTES + " bytes", text -> SigningKeys.of(ONLY_KEY, text));
    }

    static SettingType<SigningKeys> namedKeys() {
        return new SettingType<>(
                "name:secret,name:secret,...",
                text -> new SigningKeys(Arrays.stream(text.split(",", -1))
                        .map(SettingType::namedKey)
                        .toList()));
    }

    private static SigningKey namedKey(String text) {
        int colon = text.indexOf(':');
        require(colon > 0, "pairs name:secret, separated by commas");
        return new SigningKey(text.substring(0, colon).strip(), text.substring(colon + 1));
    }

    private static SettingType<String> matching(String words, Pattern pattern) {
        return new SettingType<>(words, text -> {
            require(pattern.matcher(text).matches(), words);
            return text;
        });
    }

    private static SettingType<List<String>> listOf(String words, UnaryOperator<String> item) {
        return new SettingType<>(
                words,
                text -> Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .map(item)
                        .toList());
    }

    private static void require(boolean fits, String words) {
        if (!fits) {
            throw new IllegalArgumentException("must be " + words);
        }
    }
}

package dev.parley.sql;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a database as one text (PostgreSQL's documentation, 34.1.1.2), with one host.
 *
 * <p>It is not read as a {@link java.net.URI}, which knows no host with an underscore, as they are common in containers.
 */
final class PostgresUrl {
    private static final Pattern FORM = Pattern.compile("(?:postgres|postgresql|jdbc:postgresql)://"
            + "(?:(?<user>[^:@/?#\\s]*)(?::(?<password>[^@/?#\\s]*))?@)?"
            + "(?<host>\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::(?<port>[0-9]{1,5}))?"
            + "/(?<database>[^/?#\\s]+)(?:\\?(?<options>[^?#\\s]*))?");
    private static final String SENTENCE =
            "must be an address as postgres://user:password@host:5432/database?sslmode=require, %-escaped";
    private static final int USUAL_PORT = 5432;

    private PostgresUrl() {}

    static SqlConfig.Postgres read(String url) {
        Matcher form = FORM.matcher(url);
        if (!form.matches()) {
            throw new IllegalArgumentException(SENTENCE);
        }
        Map<String, String> options = options(form.group("options"));
        String user = options.remove("user");
        String password = options.remove("password");
        String port = form.group("port");
        return new SqlConfig.Postgres(
                form.group("host"),
                port == null ? USUAL_PORT : Integer.parseInt(port),
                user == null ? decoded(form.group("user")) : user,
                password == null ? decoded(form.group("password")) : password,
                decoded(form.group("database")),
                options);
    }

    private static Map<String, String> options(@Nullable String text) {
        Map<String, String> options = new HashMap<>();
        if (text != null && !text.isEmpty()) {
            for (String option : text.split("&", -1)) {
                int equals = option.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException(SENTENCE);
                }
                options.put(decoded(option.substring(0, equals)), decoded(option.substring(equals + 1)));
            }
        }
        return options;
    }

    private static String decoded(@Nullable String text) {
        try {
            return text == null ? "" : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(SENTENCE); // without the cause, which repeats the text
        }
    }
}

package dev.parley.http.request;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Knows from which web origins (RFC 6454) pages may talk to this server: those that are configured, and the server's
 * own. Who sends no {@code Origin} is no page, and may.
 */
public final class Origins {
    /** What pages may read of an answer beside its body. */
    public static final String EXPOSED_HEADERS =
            "Retry-After, X-Request-Id, Allow, Accept-Ranges, Content-Disposition, Content-Range, ETag";

    private final List<String> allowed;

    /** @param allowed such as {@code https://chat.example}; {@code *} is any */
    public Origins(List<String> allowed) {
        this.allowed = allowed.stream().map(Origins::normal).toList();
    }

    /** @param host the request's {@code Host} */
    public boolean allows(@Nullable String origin, @Nullable String host) {
        return origin == null
                || allowed.contains("*")
                || allowed.contains(normal(origin))
                || (host != null && host.equalsIgnoreCase(authority(origin)));
    }

    private static String normal(String origin) {
        String lower = origin.strip().toLowerCase(Locale.ROOT);
        return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static @Nullable String authority(String origin) {
        try {
            return URI.create(origin).getAuthority();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}

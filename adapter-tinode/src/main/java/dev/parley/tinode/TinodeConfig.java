package dev.parley.tinode;

import java.util.Locale;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Where Tinode is and as whom the gateway logs in.
 *
 * @param url as {@link #completed} returns it
 * @param apiKey what Tinode wants every client to show
 * @param login the name of the service account
 * @param scheme what Tinode calls logging in by name and password; {@code basic} if nothing else is configured there
 * @param impersonating whether it speaks in the names of others, for which it has to be root; else it says all itself
 */
public record TinodeConfig(
        String url, String apiKey, String login, String password, String scheme, boolean impersonating) {
    /** The most characters of a scheme, a colon and a login together: what Tinode keeps of them on PostgreSQL. */
    public static final int MAX_UNIQUE = 32;

    /** The most characters of a scheme, which leaves room for the logins that are made for authors. */
    public static final int MAX_SCHEME = MAX_UNIQUE - 1 - TinodeAccounts.LOGIN_CHARACTERS;

    private static final String PATH = "/v0/channels";
    private static final Map<String, String> SCHEMES = Map.of("ws", "ws", "wss", "wss", "http", "ws", "https", "wss");
    private static final Map<String, String> READ_AS = Map.of("ws", "http", "wss", "https");

    /**
     * Completes the address: {@code http} is read as {@code ws}, and where no path is, it gets Tinode's usual one.
     *
     * @throws IllegalArgumentException if it is no address of a server
     */
    public static String completed(String url) {
        int colon = url.indexOf(':');
        String scheme = SCHEMES.get(url.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT));
        @Nullable HttpUrl address = scheme == null ? null : HttpUrl.parse(READ_AS.get(scheme) + url.substring(colon));
        if (address == null
                || address.query() != null
                || address.fragment() != null
                || !address.username().isEmpty()
                || !address.password().isEmpty()) {
            throw new IllegalArgumentException("must be an address as ws://host:6060");
        }
        String path = address.encodedPath().replaceFirst("/+$", "");
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        boolean usual = address.port() == HttpUrl.defaultPort(address.scheme());
        return scheme + "://" + host + (usual ? "" : ":" + address.port()) + (path.isEmpty() ? PATH : path);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "Tinode at " + url + " as " + login;
    }
}

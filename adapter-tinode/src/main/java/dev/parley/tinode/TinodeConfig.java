package dev.parley.tinode;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;

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
    private static final String PATH = "/v0/channels";
    private static final Map<String, String> SCHEMES = Map.of("ws", "ws", "wss", "wss", "http", "ws", "https", "wss");

    /**
     * Completes the address: {@code http} is read as {@code ws}, and where no path is, it gets Tinode's usual one.
     *
     * @throws IllegalArgumentException if it is no address of a server
     */
    public static String completed(String url) {
        try {
            URI address = new URI(url);
            String scheme = address.getScheme() == null
                    ? null
                    : SCHEMES.get(address.getScheme().toLowerCase(Locale.ROOT));
            if (scheme == null || address.getHost() == null || address.getQuery() != null) {
                throw new IllegalArgumentException("must be an address as ws://host:6060");
            }
            String path = address.getPath();
            boolean bare = path == null || path.isEmpty() || path.equals("/");
            return new URI(scheme, null, address.getHost(), address.getPort(), bare ? PATH : path, null, null)
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("must be an address as ws://host:6060", e);
        }
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "Tinode at " + url + " as " + login;
    }
}

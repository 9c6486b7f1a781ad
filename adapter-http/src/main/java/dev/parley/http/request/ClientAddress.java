package dev.parley.http.request;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out from which address a request really comes.
 *
 * <p>{@code X-Forwarded-For} can be written by anybody. So it is read from its end, as far as trusted proxies have
 * written it: the first address that is not a trusted proxy is the client.
 */
public final class ClientAddress {
    private static final int V6_BYTES = 16;

    private final List<Network> trusted;

    /** @param trustedProxies each as {@link Network#parse} takes it */
    public ClientAddress(List<String> trustedProxies) {
        this.trusted = trustedProxies.stream().map(Network::parse).toList();
    }

    /** @param peer the address at the other end of the connection */
    public String of(String peer, @Nullable String forwardedFor) {
        String client = bare(peer);
        if (forwardedFor == null || !isTrusted(client)) {
            return client;
        }
        String[] hops = forwardedFor.split(",", -1);
        for (int i = hops.length - 1; i >= 0; i--) {
            String hop = hops[i].strip();
            if (!Network.isAddress(hop)) {
                return client;
            }
            client = hop;
            if (!isTrusted(client)) {
                return client;
            }
        }
        return client;
    }

    /** Jetty puts an IPv6 address in brackets, as a URL has it. */
    private static String bare(String peer) {
        return peer.startsWith("[") && peer.endsWith("]") ? peer.substring(1, peer.length() - 1) : peer;
    }

    /**
     * What an address is counted under: an IPv6 address with all others of its /64, which one customer has to itself
     * (RFC 6177).
     */
    public static String account(String address) {
        byte[] bytes = Network.bytes(address);
        return bytes.length == V6_BYTES ? HexFormat.of().formatHex(bytes, 0, V6_BYTES / 2) + "::/64" : address;
    }

    /** {@link #account} of an address that may have its port behind it; empty if it is none. */
    public static Optional<String> accountOfPeer(String peer) {
        int colon = peer.lastIndexOf(':');
        String host = isAddress(peer) || colon < 0 ? peer : bare(peer.substring(0, colon));
        return isAddress(host) ? Optional.of(account(host)) : Optional.empty();
    }

    private static boolean isAddress(String text) {
        return Network.bytes(text).length > 0;
    }

    private boolean isTrusted(String address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }
}

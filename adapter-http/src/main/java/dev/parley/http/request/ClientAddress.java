package dev.parley.http.request;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
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

    /** @param trustedProxies addresses or networks in CIDR notation (RFC 4632) */
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

    private boolean isTrusted(String address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    private static final class Network {
        private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
        private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
        /** Two colons at least: with one it would be an IPv4 address and a port. */
        private static final Pattern V6 = Pattern.compile("(?=.*:.*:)[0-9A-Fa-f:.]{2,45}");

        private final byte[] prefix;
        private final int bits;

        private Network(byte[] prefix, int bits) {
            this.prefix = prefix;
            this.bits = bits;
        }

        /** Literal addresses only: no name is ever looked up. */
        static boolean isAddress(String text) {
            return V4.matcher(text).matches() || V6.matcher(text).matches();
        }

        static Network parse(String text) {
            int slash = text.indexOf('/');
            String address = slash < 0 ? text : text.substring(0, slash);
            byte[] prefix = bytes(address);
            int bits = slash < 0 ? prefix.length * 8 : Integer.parseInt(text.substring(slash + 1));
            if (prefix.length == 0 || bits < 0 || bits > prefix.length * 8) {
                throw new IllegalArgumentException("'" + text + "' is not an address or a network");
            }
            return new Network(prefix, bits);
        }

        boolean contains(String address) {
            byte[] other = bytes(address);
            if (other.length != prefix.length) {
                return false;
            }
            int whole = bits / 8;
            int rest = bits % 8;
            return Arrays.equals(prefix, 0, whole, other, 0, whole)
                    && (rest == 0 || (prefix[whole] ^ other[whole]) >> (8 - rest) == 0);
        }

        private static byte[] bytes(String address) {
            try {
                return isAddress(address) ? InetAddress.getByName(address).getAddress() : new byte[0];
            } catch (UnknownHostException e) {
                return new byte[0];
            }
        }
    }
}

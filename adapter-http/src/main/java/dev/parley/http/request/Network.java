package dev.parley.http.request;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** An address, or a range of them in CIDR notation (RFC 4632, RFC 4291 §2.3). */
public final class Network {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    /** Two colons at least: with one it would be an IPv4 address and a port. */
    private static final Pattern V6 = Pattern.compile("(?=.*:.*:)[0-9A-Fa-f:.]{2,45}");

    private static final Pattern BITS = Pattern.compile("[0-9]{1,3}");

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

    /** @throws IllegalArgumentException if it is none */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] prefix = bytes(address);
        int bits = slash < 0 ? prefix.length * 8 : bits(text.substring(slash + 1));
        if (prefix.length == 0 || bits > prefix.length * 8) {
            throw new IllegalArgumentException("'" + text + "' is not an address or a network");
        }
        return new Network(prefix, bits);
    }

    private static int bits(String text) {
        return BITS.matcher(text).matches() ? Integer.parseInt(text) : Integer.MAX_VALUE;
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

    /** The address's 4 or 16 bytes; none if it is not an address. */
    static byte[] bytes(String address) {
        try {
            return isAddress(address) ? InetAddress.getByName(address).getAddress() : new byte[0];
        } catch (UnknownHostException e) {
            return new byte[0];
        }
    }
}

package dev.parley.bootstrap;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The textual form of an address or a range of addresses (CIDR, RFC 4632), checked without asking a name server. */
final class AddressRange {
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}(?:/([0-9]{1,2}))?");
    /** Loose on purpose, colons and hex digits: the resolver reads it again, and never as a name because of the colon. */
    private static final Pattern IPV6 = Pattern.compile("(?=[^/]*:[^/]*:)[0-9A-Fa-f:.]{2,45}(?:/([0-9]{1,3}))?");

    private AddressRange() {}

    /** Returns the text if it is an address or a range. */
    static String checked(String text) {
        if (!fits(IPV4.matcher(text), 32) && !fits(IPV6.matcher(text), 128)) {
            throw new IllegalArgumentException("must be addresses or ranges as 10.0.0.0/8, separated by commas");
        }
        return text;
    }

    private static boolean fits(Matcher form, int bits) {
        if (!form.matches()) {
            return false;
        }
        String prefix = form.group(1);
        return prefix == null || Integer.parseInt(prefix) <= bits;
    }
}

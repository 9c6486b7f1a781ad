package dev.parley.http.file;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a file that is asked for (RFC 9110 §14).
 *
 * @param from the first byte, from 0
 * @param length 0 if there is nothing at that place
 */
record ByteRange(long from, long length) {
    private static final Pattern ONE = Pattern.compile("(?i)bytes\\s*=\\s*(?:(\\d+)\\s*-\\s*(\\d+)?|-\\s*(\\d+))\\s*");

    /** The one range that the header names. Empty if it is none, or more than one, which need not be served. */
    static Optional<ByteRange> parse(@Nullable String header, long size) {
        Matcher matcher = ONE.matcher(header == null ? "" : header);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        if (matcher.group(3) != null) {
            long last = Math.min(number(matcher.group(3)), size);
            return Optional.of(new ByteRange(size - last, last));
        }
        long from = number(matcher.group(1));
        long to = matcher.group(2) == null ? Long.MAX_VALUE : number(matcher.group(2));
        if (to < from) {
            return Optional.empty();
        }
        return Optional.of(new ByteRange(from, from >= size ? 0 : Math.min(to, size - 1) - from + 1));
    }

    /** What is beyond all files may be so far beyond as it likes. */
    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    boolean isSatisfiable() {
        return length > 0;
    }

    /** The value of {@code Content-Range}. */
    String of(long size) {
        return "bytes " + (isSatisfiable() ? from + "-" + (from + length - 1) : "*") + "/" + size;
    }
}

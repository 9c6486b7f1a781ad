package dev.parley.benchmarks.wire;

import java.nio.charset.StandardCharsets;

/** Searches ranges of byte arrays, without turning them into strings. */
public final class Bytes {
    private Bytes() {}

    /** The bytes of a text in UTF-8. */
    public static byte[] of(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The text of a range in UTF-8. */
    public static String text(byte[] in, int from, int to) {
        return new String(in, from, to - from, StandardCharsets.UTF_8);
    }

    /** Where {@code what} begins in {@code [from, to)}, or -1. */
    public static int indexOf(byte[] in, int from, int to, byte[] what) {
        byte first = what[0];
        int last = to - what.length;
        for (int at = from; at <= last; at++) {
            if (in[at] == first && startsWith(in, at, to, what)) {
                return at;
            }
        }
        return -1;
    }

    /** Whether {@code what} stands at {@code at}. */
    public static boolean startsWith(byte[] in, int at, int to, byte[] what) {
        if (to - at < what.length) {
            return false;
        }
        for (int i = 0; i < what.length; i++) {
            if (in[at + i] != what[i]) {
                return false;
            }
        }
        return true;
    }

    /** The number whose digits follow {@code label} in {@code [from, to)}, or -1 where there is none. */
    public static long numberAfter(byte[] in, int from, int to, byte[] label) {
        int at = indexOf(in, from, to, label);
        return at < 0 ? -1 : number(in, at + label.length, to);
    }

    /** The number whose digits begin at {@code at}, or -1 where there is none. */
    public static long number(byte[] in, int at, int to) {
        long value = -1;
        for (int i = at; i < to && in[i] >= '0' && in[i] <= '9'; i++) {
            value = Math.max(value, 0) * 10 + (in[i] - '0');
        }
        return value;
    }
}

package dev.parley.bootstrap.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Is a line of the table of authorization: something that can be asked for, and what each actor is answered. The
 * table explains itself.
 *
 * @param method of HTTP, or {@code FRAME}, {@code SAY}, {@code LATE}
 * @param target the path and the query with words in braces, or the type of the frame
 * @param body with words in braces; empty for none
 * @param answers in the order of the actors
 */
record Authorization(String method, String target, String body, List<String> answers) {
    private static final String TABLE = "authorization.txt";

    static List<Authorization> table() {
        try (InputStream in = Objects.requireNonNull(Authorization.class.getResourceAsStream(TABLE))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Authorization::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Authorization of(String line) {
        List<String> cells =
                Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        String[] what = cells.get(0).split(" ", 3);
        return new Authorization(what[0], what[1], what.length < 3 ? "" : what[2], cells.subList(1, cells.size()));
    }

    boolean isFrame() {
        return method.equals("FRAME");
    }

    /** Whether something is said on a socket of a contract, or on any by who says first who it is. */
    boolean isTalk() {
        return method.equals("SAY") || isLate();
    }

    boolean isLate() {
        return method.equals("LATE");
    }

    boolean isRequest() {
        return !isFrame() && !isTalk();
    }

    /** The route as it is served: {@code PATCH /api/v1/rooms/{room}}; of what is said, that of the socket. */
    String route() {
        String path = target.replaceAll("\\?.*", "").replaceAll("=[a-z]+}", "}");
        return (isTalk() ? "GET" : method) + " " + path;
    }

    /** The line as it would stand in the table with these answers. */
    String with(List<String> others) {
        String what = (method + " " + target + " " + body).strip();
        return what + others.stream().map(answer -> " | " + answer).collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return (method + " " + target + " " + body).strip();
    }
}

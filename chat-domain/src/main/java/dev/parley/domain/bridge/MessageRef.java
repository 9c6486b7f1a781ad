package dev.parley.domain.bridge;

import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which message, and which state of it, a post was made from: what a post carries home.
 *
 * <p>Written as {@code room:seq:rev}. Whoever can write into the topic can write this too: it is a claim.
 */
public record MessageRef(RoomId room, Seq seq, Rev rev) {
    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,17}):([1-9]\\d{0,17}):([1-9]\\d{0,17})");

    /** Reads what {@link #toString} wrote; empty if it is something else. */
    public static Optional<MessageRef> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new MessageRef(
                        new RoomId(number(matcher, 1)), new Seq(number(matcher, 2)), new Rev(number(matcher, 3))))
                : Optional.empty();
    }

    private static long number(Matcher matcher, int group) {
        return Long.parseLong(matcher.group(group));
    }

    @Override
    public String toString() {
        return room + ":" + seq + ":" + rev;
    }
}

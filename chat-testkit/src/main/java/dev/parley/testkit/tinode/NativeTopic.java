package dev.parley.testkit.tinode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * A group, or a talk with one other, as one {@link NativeUser} has it before them.
 *
 * <p>What is refused is a {@link NativeRefusal}. Who publishes has read: Tinode tells nobody so.
 */
public final class NativeTopic {
    /** How many messages may be under way at a time: Tinode cuts off who sends without waiting. */
    private static final int WINDOW = 32;

    private static final Duration EACH = Duration.ofMillis(50);

    private final NativeUser user;
    private final String name;
    private final List<Seen> heard = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();

    NativeTopic(NativeUser user, String name) {
        this.user = user;
        this.name = name;
    }

    void happened(String what, JsonNode event) {
        synchronized (heard) {
            if (what.equals("data")) {
                heard.add(Seen.of(event.path("message")));
            } else if (what.equals("info")) {
                notes.add(new Note(
                        event.path("what").asText(),
                        event.path("from").asText(),
                        event.path("seq").asLong()));
            }
        }
    }

    private ObjectNode here() {
        return NativeUser.arguments().put("topic", name);
    }

    private static List<Seen> seen(JsonNode answer) {
        return StreamSupport.stream(answer.path("messages").spliterator(), false)
                .map(Seen::of)
                .toList();
    }

    /** As this user calls it; a talk with one other has the id of that other. */
    public String name() {
        return name;
    }

    /** Publishes this text as it is, and returns its number once the server has stored it. */
    public long publish(String text) {
        return seq(user.ask("publish", here().put("content", text)));
    }

    /** Publishes them in this order, many at a time, and returns their numbers. */
    public List<Long> publishAll(List<String> texts) {
        ObjectNode wish = here().put("window", WINDOW);
        texts.forEach(wish.putArray("texts")::add);
        JsonNode seqs =
                user.ask("publishAll", wish, EACH.multipliedBy(texts.size())).path("seqs");
        return StreamSupport.stream(seqs.spliterator(), false)
                .map(JsonNode::asLong)
                .toList();
    }

    /** Publishes what someone typed in an application: there, {@code *this*} is bold, and a line break is formatting. */
    public long publishTyped(String text) {
        return seq(user.ask("publish", here().put("content", text).put("markup", true)));
    }

    /** Publishes a Drafty document, such as {@code {"txt": "a bold word", "fmt": [{"at": 2, "len": 4, "tp": "ST"}]}}. */
    public long publishRich(JsonNode drafty) {
        return seq(user.ask("publish", here().set("content", drafty)));
    }

    /** Publishes whatever this is, with these fields in its head: people can write there what they like. */
    public long publish(JsonNode content, JsonNode head) {
        ObjectNode wish = here();
        wish.set("content", content);
        wish.set("head", head);
        return seq(user.ask("publish", wish));
    }

    /** Publishes a later version of a message, and returns the number of that version. */
    public long edit(long seq, String text) {
        ObjectNode wish = here().put("content", text);
        wish.putObject("head").put("replace", ":" + seq);
        return seq(user.ask("publish", wish));
    }

    private static long seq(JsonNode answer) {
        return answer.path("seq").asLong();
    }

    /**
     * Deletes these messages for everybody. For a member without the permission D, as in any group that one did not make,
     * Tinode deletes them for that member alone, without a word.
     */
    public void delete(long... seqs) {
        ObjectNode wish = here();
        for (long seq : seqs) {
            wish.withArray("seqs").add(seq);
        }
        user.ask("delete", wish);
    }

    /** Shows that one types. */
    public void typing() {
        user.ask("typing", here());
    }

    /** Shows that one has read up to this message; nothing happens if one has read further. */
    public void read(long seq) {
        user.ask("read", here().put("seq", seq));
    }

    /** Takes in all earlier messages, as who scrolls up to the beginning. */
    public void scrollBack() {
        user.ask("scrollBack", here(), Duration.ofMinutes(1));
    }

    /** Is no member any more. */
    public void leave() {
        user.ask("leave", here());
    }

    /** What the screen shows, oldest first: the latest version of each message, with the number and time of the first. */
    public List<Seen> messages() {
        return seen(user.ask("messages", here()));
    }

    /**
     * Each message when the client took it in, later versions among them. What others write live is in the order of the
     * numbers; this user's own are there once they are acknowledged, which may be sooner than lower numbers of others;
     * pages of earlier ones come newest first.
     */
    public List<Seen> heard() {
        synchronized (heard) {
            return List.copyOf(heard);
        }
    }

    /**
     * Everything that the server has for this user, by number, later versions too. A connection of its own asks for it,
     * so that nothing of it gets into {@link #messages()} or {@link #heard()}.
     */
    public List<Seen> history() {
        return seen(user.ask("history", here(), Duration.ofMinutes(1)));
    }

    /** What others did here, in that order. */
    public List<Note> info() {
        synchronized (heard) {
            return List.copyOf(notes);
        }
    }

    /**
     * Waits until this is so; see {@link NativeUser#await}.
     *
     * @throws AssertionError if it has not become so after twenty seconds
     */
    public void await(Predicate<NativeTopic> condition, String what) {
        user.await(() -> condition.test(this), () -> what + ", but " + messages() + " and " + info());
    }
}

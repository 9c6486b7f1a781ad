package dev.parley.tinode;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The packets that the gateway sends, but for their names (Tinode's docs/API.md, “Client to server messages”). */
final class Packets {
    /** What Parley speaks. */
    static final String VERSION = "0.25";

    /** Join, read, write, be told of others, invite, and take back: that of members of a topic. */
    private static final String MEMBER = "JRWPSD";

    /** That of those who were let into a topic that is not open: they may not invite. */
    private static final String INVITED = "JRWPD";

    /** That of those who are being let in: they may attach and read nothing. */
    private static final String BLIND = "JD";

    /** That of those who are being let in and may not attach. */
    private static final String OUTSIDE = "D";

    private static final String NOTHING = "N";

    private Packets() {}

    private static ObjectNode packet() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode about(String topic) {
        return packet().put("topic", topic);
    }

    static ObjectNode hi() {
        return packet().put("ver", VERSION).put("ua", "parley").put("lang", "en");
    }

    /** @param scheme that takes a name and a password */
    static ObjectNode login(String scheme, String login, String password) {
        return packet().put("scheme", scheme).put("secret", secret(login, password));
    }

    /** @param token as Tinode gave it */
    static ObjectNode loginAgain(String token) {
        return packet().put("scheme", "token").put("secret", token);
    }

    /** @param scheme that takes a name and a password */
    static ObjectNode newAccount(String scheme, String login, String password, String name) {
        ObjectNode packet = packet().put("user", "new" + login).put("scheme", scheme);
        packet.put("secret", secret(login, password));
        packet.putObject("desc").putObject("public").put("fn", name);
        return packet;
    }

    /** @param open whether everybody may join */
    static ObjectNode newTopic(String name, boolean open, List<String> tags) {
        ObjectNode packet = about("new");
        ObjectNode set = packet.putObject("set");
        ObjectNode desc = set.putObject("desc");
        desc.putObject("public").put("fn", name);
        desc.putObject("defacs").put("auth", open ? MEMBER : NOTHING).put("anon", NOTHING);
        tags.forEach(set.putArray("tags")::add);
        return packet;
    }

    static ObjectNode attach(String topic) {
        return about(topic);
    }

    /** Makes the user in whose name it is sent a member. */
    static ObjectNode join(String topic) {
        ObjectNode packet = about(topic);
        packet.putObject("sub").put("mode", MEMBER);
        return packet;
    }

    /** Ceases to hear of the topic. */
    static ObjectNode leave(String topic) {
        return about(topic);
    }

    /** Lets the user in. */
    static ObjectNode invite(String topic, String user) {
        return subscription(topic, user, INVITED);
    }

    /** Lets the user in, who reads nothing there before it is {@linkplain #invite let in} whole. */
    static ObjectNode inviteBlind(String topic, String user) {
        return subscription(topic, user, BLIND);
    }

    /** Leaves of what the user may do that it hides things from itself. */
    static ObjectNode keepOut(String topic, String user) {
        return subscription(topic, user, OUTSIDE);
    }

    /** Lets the user in no more. */
    static ObjectNode bar(String topic, String user) {
        return subscription(topic, user, NOTHING);
    }

    private static ObjectNode subscription(String topic, String user, String mode) {
        ObjectNode packet = about(topic);
        packet.putObject("sub").put("user", user).put("mode", mode);
        return packet;
    }

    static ObjectNode expel(String topic, String user) {
        return about(topic).put("what", "sub").put("user", user);
    }

    static ObjectNode member(String topic, String user) {
        ObjectNode packet = get(topic, "sub");
        packet.putObject("sub").put("user", user);
        return packet;
    }

    static ObjectNode rename(String topic, String name, List<String> tags) {
        ObjectNode packet = about(topic);
        packet.putObject("desc").putObject("public").put("fn", name);
        tags.forEach(packet.putArray("tags")::add);
        return packet;
    }

    static ObjectNode deleteTopic(String topic) {
        return about(topic).put("what", "topic").put("hard", true);
    }

    static ObjectNode get(String topic, String what) {
        return about(topic).put("what", what);
    }

    /** The messages from {@code since} on and below {@code before}. */
    static ObjectNode history(String topic, long since, long before) {
        ObjectNode packet = get(topic, "data");
        packet.putObject("data").put("since", since).put("before", before).put("limit", before - since);
        return packet;
    }

    /** What was deleted by the deletion with this number and those after it. */
    static ObjectNode deletions(String topic, long since) {
        ObjectNode packet = get(topic, "del");
        packet.putObject("del").put("since", since);
        return packet;
    }

    static ObjectNode publish(String topic, ObjectNode head, String text) {
        ObjectNode packet = about(topic);
        packet.set("head", head);
        return packet.put("content", text);
    }

    static ObjectNode delete(String topic, long seq) {
        ObjectNode packet = about(topic).put("what", "msg").put("hard", true);
        packet.putArray("delseq").addObject().put("low", seq).put("hi", seq + 1);
        return packet;
    }

    /** Deletes the messages up to this one for the user alone in whose name it is sent. */
    static ObjectNode hide(String topic, long last) {
        ObjectNode packet = about(topic).put("what", "msg").put("hard", false);
        packet.putArray("delseq").addObject().put("low", 1).put("hi", last + 1);
        return packet;
    }

    static ObjectNode typing(String topic) {
        return about(topic).put("what", "kp");
    }

    static ObjectNode read(String topic, long seq) {
        return about(topic).put("what", "read").put("seq", seq);
    }

    /** A query for the users and topics that have this tag. */
    static ObjectNode query(String tag) {
        ObjectNode packet = about("fnd");
        packet.putObject("desc").put("public", tag);
        return packet;
    }

    /** Standard Base64, whatever Tinode's page says. */
    private static String secret(String login, String password) {
        return Base64.getEncoder().encodeToString((login + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}

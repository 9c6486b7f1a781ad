package dev.parley.testkit.tinode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A person at Tinode with Tinode's own JavaScript client, in a process of its own: what one sees and does here is what
 * people with Tinode's applications see and do.
 *
 * <p>The client connects again by itself when it loses its connection, at first after two seconds, and is then in its
 * topics again with all it had missed. Every wait is bounded. Safe for any thread.
 *
 * <p>Needs Node and the modules of {@code .ci/tinode}, in {@code ~/.cache/parley/tinode-sdk/node_modules} or where
 * {@code PARLEY_TEST_TINODE_SDK} says. Where they are missing, a test is skipped; with {@code CI=true} it fails.
 */
public final class NativeUser implements AutoCloseable {
    /** Of everybody who signs up here. */
    public static final String PASSWORD = "native-password";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final NativeClient client;
    private final Map<String, NativeTopic> topics = new ConcurrentHashMap<>();
    private final List<Presence> presence = new CopyOnWriteArrayList<>();
    private volatile boolean connected;
    /** Counts whatever the client reports. */
    private final AtomicLong news = new AtomicLong();

    private final String id;

    private NativeUser(String command, ObjectNode credentials) {
        client = NativeClient.start(this::happened);
        try {
            id = ask(command, credentials).path("user").asText();
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /**
     * Makes an account at the Tinode on this port of this machine, whose password is {@link #PASSWORD}, and logs in.
     *
     * @throws NativeRefusal with code 409 if the login is taken
     */
    public static NativeUser signUp(int port, String login, String displayName) {
        return new NativeUser("signUp", credentials(port, login, PASSWORD).put("name", displayName));
    }

    /** @throws NativeRefusal with code 401 if the login or the password is wrong */
    public static NativeUser logIn(int port, String login, String password) {
        return new NativeUser("logIn", credentials(port, login, password));
    }

    private static ObjectNode credentials(int port, String login, String password) {
        return arguments()
                .put("host", "127.0.0.1:" + port)
                .put("apiKey", TinodeServer.API_KEY)
                .put("login", login)
                .put("password", password);
    }

    static ObjectNode arguments() {
        return NativeClient.JSON.createObjectNode();
    }

    JsonNode ask(String command, ObjectNode arguments) {
        return client.ask(command, arguments, PATIENCE);
    }

    JsonNode ask(String command, ObjectNode arguments, Duration more) {
        return client.ask(command, arguments, PATIENCE.plus(more));
    }

    private void happened(JsonNode event) {
        take(event);
        news.incrementAndGet();
    }

    private void take(JsonNode event) {
        String what = event.path("event").asText();
        if (what.equals("connected") || what.equals("disconnected")) {
            connected = what.equals("connected");
            return;
        }
        String topic = event.path("topic").asText();
        if (what.equals("pres")) {
            JsonNode packet = event.path("pres");
            presence.add(new Presence(
                    topic, packet.path("what").asText(), packet.path("src").asText(), packet));
        }
        if (!topic.equals("me")) {
            topic(topic).happened(what, event);
        }
    }

    private NativeTopic topic(String name) {
        return topics.computeIfAbsent(name, unknown -> new NativeTopic(this, name));
    }

    /** As Tinode names users: {@code usr} and eleven characters. */
    public String id() {
        return id;
    }

    /** The topic or user that has exactly this tag, such as {@code alias:parley-general} or {@code basic:ann}. */
    public Optional<String> find(String tag) {
        JsonNode found = ask("find", arguments().put("tag", tag)).path("found");
        return found.isEmpty() ? Optional.empty() : Optional.of(found.path(0).asText());
    }

    /** The topics of which this user is a member, by their names, with what they are called; a talk with one other as that other is. */
    public Map<String, String> memberships() {
        Map<String, String> titles = new LinkedHashMap<>();
        ask("topics", arguments())
                .path("topics")
                .forEach(topic -> titles.put(
                        topic.path("name").asText(), topic.path("title").asText()));
        return titles;
    }

    /** Makes a group that everybody may join, and enters it. */
    public NativeTopic createGroup(String name, String... tags) {
        ObjectNode wish = arguments().put("name", name);
        List.of(tags).forEach(wish.putArray("tags")::add);
        return topic(ask("createGroup", wish).path("topic").asText());
    }

    /**
     * Joins the group, or talks to the user, of this name, and has taken in the newest hundred messages.
     *
     * @throws NativeRefusal with code 404 if there is none, 403 if it is not open
     */
    public NativeTopic subscribe(String name) {
        ask("enter", arguments().put("topic", name));
        return topic(name);
    }

    /** What was told to this user, in that order: in the topics that were entered, and about the others. */
    public List<Presence> presence() {
        return List.copyOf(presence);
    }

    /** Whether it is connected, logged in, and in its topics with all it had missed. */
    public boolean connected() {
        return connected;
    }

    /** Goes offline, and stays so until {@link #reconnect}. */
    public void disconnect() {
        ask("disconnect", arguments());
    }

    /** Comes back at once, into the topics it was in. */
    public void reconnect() {
        ask("connect", arguments());
    }

    /**
     * Waits until this is so; looks whenever the client has reported something, and twice a second.
     *
     * @throws AssertionError if it has not become so after twenty seconds
     */
    public void await(BooleanSupplier condition, String what) {
        await(condition, () -> what);
    }

    void await(BooleanSupplier condition, Supplier<String> what) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            long known = news.get();
            if (condition.getAsBoolean()) {
                return;
            }
            long now = System.nanoTime();
            if (now - end > 0 || Thread.currentThread().isInterrupted()) {
                throw new AssertionError("awaited: " + what.get() + "; the client said: " + client.said());
            }
            while (news.get() == known && System.nanoTime() - now < LOOK_AGAIN_NANOS) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
    }

    /** Ends the process. */
    @Override
    public void close() {
        client.close();
    }
}

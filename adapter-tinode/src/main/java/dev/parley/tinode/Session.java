package dev.parley.tinode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.application.schedule.Scheduling;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to Tinode, from its opening to its end: asks, and matches what is answered.
 *
 * <p>Every request has a name and a time limit, for Tinode answers some with nothing at all. When the connection ends,
 * all that are open fail. At most {@value #MAX_PENDING} are open at once. Guarded by its own lock, under which nobody is
 * called.
 */
final class Session {
    /** How long an answer may take. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    /** Go reads JSON 10,000 deep: what one user sends there must not be unreadable here. */
    private static final int MAX_DEPTH = 10_100;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build());
    private static final int MAX_PENDING = 1_000;
    private static final int GOODBYE = 1_000;
    private static final int FORBIDDEN = 403;

    private final Scheduling scheduling;
    private final Listener listener;
    private final Map<String, Pending> pending = new HashMap<>();
    private @Nullable WebSocket socket;
    private long names;
    private int maxBytes = Integer.MAX_VALUE;
    private boolean over;

    /** Hears what comes unasked. Is called by one thread at a time, and does not block. */
    interface Listener {
        void opened();

        /** A message in a topic that the session is attached to; live, or asked for. */
        void data(JsonNode data);

        /** Something happened to a topic or a user. */
        void presence(JsonNode pres);

        /** Somebody types, has read, or has received. */
        void info(JsonNode info);

        /** Something that no request has asked for, such as that the server shuts down. */
        void notice(JsonNode ctrl);

        /** The connection has ended. Called once, also if it never opened. */
        void ended(Refusal why);
    }

    /** @param wanted the messages that were asked for: what happens live may come between them */
    private record Pending(CompletableFuture<Reply> reply, Predicate<JsonNode> wanted, List<JsonNode> collected) {}

    Session(Scheduling scheduling, Listener listener) {
        this.scheduling = scheduling;
        this.listener = listener;
    }

    /** Begins to connect. Once. */
    void open(OkHttpClient client, TinodeConfig config) {
        Request upgrade = new Request.Builder()
                .url(config.url())
                .header("X-Tinode-APIKey", config.apiKey())
                .build();
        WebSocket opening = client.newWebSocket(upgrade, new Frames());
        synchronized (this) {
            socket = opening;
            if (!over) {
                return;
            }
        }
        opening.cancel();
    }

    /** The largest frame that Tinode takes: a larger one would end the connection. */
    synchronized void maxBytes(int bytes) {
        maxBytes = bytes;
    }

    /**
     * Asks, and completes with the answer, or exceptionally with a {@link Refusal}.
     *
     * @param kind of the packet, as {@code pub}
     * @param as the user in whose name it is asked; the session's own if null
     */
    CompletableFuture<Reply> ask(String kind, ObjectNode packet, @Nullable String as) {
        return ask(kind, packet, as, data -> false);
    }

    /** Asks for the messages of a topic from {@code since} on and below {@code before}; each may come live as well. */
    CompletableFuture<Reply> askForHistory(String topic, long since, long before, @Nullable String as) {
        return ask("get", Packets.history(topic, since, before), as, data -> {
            long seq = data.path("seq").asLong();
            return data.path("topic").asText().equals(topic) && seq >= since && seq < before;
        });
    }

    private CompletableFuture<Reply> ask(
            String kind, ObjectNode packet, @Nullable String as, Predicate<JsonNode> wanted) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        String name;
        synchronized (this) {
            name = Long.toString(++names);
            if (over || pending.size() >= MAX_PENDING) {
                reply.completeExceptionally(new Refusal(503, over ? "the connection has ended" : "too much is asked"));
                return reply;
            }
            pending.put(name, new Pending(reply, wanted, new ArrayList<>(0)));
        }
        Refusal unsent = send(kind, packet.put("id", name), as);
        if (unsent != null) {
            fail(name, unsent);
        } else {
            scheduling.after(PATIENCE, () -> fail(name, Refusal.unanswered("no answer to " + kind)));
        }
        return reply;
    }

    /** Sends what is never answered. */
    void tell(String kind, ObjectNode packet, @Nullable String as) {
        Refusal unsent = send(kind, packet, as);
        if (unsent != null) {
            LOG.debug("A {} was not sent: {}", kind, unsent.getMessage());
        }
    }

    /** Returns why it was not sent, or null. */
    private @Nullable Refusal send(String kind, ObjectNode packet, @Nullable String as) {
        ObjectNode frame = JSON.createObjectNode();
        frame.set(kind, packet);
        if (as != null) {
            frame.putObject("extra").put("obo", as);
        }
        String text = frame.toString();
        WebSocket open;
        synchronized (this) {
            open = socket;
            if (text.length() > maxBytes || text.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
                return new Refusal(413, "the packet is larger than Tinode takes");
            }
        }
        if (open == null || !open.send(text)) { // It takes nothing once 16 MiB wait, or it has ended.
            end(Refusal.unanswered("the connection takes nothing more"));
            return new Refusal(503, "the connection takes nothing more");
        }
        return null;
    }

    private void fail(String name, Refusal why) {
        Pending request;
        synchronized (this) {
            request = pending.remove(name);
        }
        if (request != null) {
            request.reply.completeExceptionally(why);
        }
    }

    /** Says goodbye. */
    void close() {
        end(Refusal.unanswered("closed"));
    }

    private void end(Refusal why) {
        List<Pending> open;
        WebSocket ending;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            open = List.copyOf(pending.values());
            pending.clear();
            ending = socket;
        }
        if (ending != null && !ending.close(GOODBYE, null)) {
            ending.cancel();
        }
        open.forEach(request -> request.reply.completeExceptionally(Refusal.unanswered("the connection has ended")));
        listener.ended(why);
    }

    private void received(JsonNode frame) {
        JsonNode ctrl = frame.path("ctrl");
        if (!ctrl.isMissingNode()) {
            answered(ctrl);
        } else if (frame.has("data")) {
            collect(frame.get("data"));
            listener.data(frame.get("data"));
        } else if (frame.has("meta")) {
            described(frame.get("meta"));
        } else if (frame.has("pres")) {
            listener.presence(frame.get("pres"));
        } else if (frame.has("info")) {
            listener.info(frame.get("info"));
        }
    }

    private void answered(JsonNode ctrl) {
        Pending request;
        synchronized (this) {
            request = pending.remove(ctrl.path("id").asText());
        }
        if (request == null) {
            listener.notice(ctrl);
            return;
        }
        int code = ctrl.path("code").asInt();
        if (code >= 400) {
            request.reply.completeExceptionally(
                    new Refusal(code, ctrl.path("text").asText()));
        } else {
            String topic = ctrl.path("topic").asText();
            request.reply.complete(
                    new Reply(code, topic, ctrl.path("params"), MissingNode.getInstance(), request.collected));
        }
    }

    /** A {@code {meta}} is the answer to a {@code {get}}; that to a {@code {sub}} comes beside its {@code {ctrl}}. */
    private void described(JsonNode meta) {
        Pending request;
        synchronized (this) {
            request = pending.remove(meta.path("id").asText());
        }
        if (request != null) {
            String topic = meta.path("topic").asText();
            request.reply.complete(new Reply(200, topic, MissingNode.getInstance(), meta, request.collected));
        }
    }

    private synchronized void collect(JsonNode data) {
        pending.values().stream()
                .filter(request -> request.wanted.test(data))
                .forEach(request -> request.collected.add(data));
    }

    /** What okhttp brings. */
    private final class Frames extends WebSocketListener {
        @Override
        public void onOpen(WebSocket opened, Response response) {
            listener.opened();
        }

        @Override
        public void onMessage(WebSocket from, String text) {
            try {
                received(JSON.readTree(text));
            } catch (JsonProcessingException e) {
                LOG.warn("Tinode sent what is no JSON: {}", e.getOriginalMessage());
            } catch (RuntimeException e) {
                LOG.error("A packet of Tinode could not be dealt with", e);
            }
        }

        @Override
        public void onClosing(WebSocket closing, int code, String reason) {
            end(Refusal.unanswered("closed by Tinode (" + code + ")"));
        }

        @Override
        public void onFailure(WebSocket failed, Throwable failure, @Nullable Response response) {
            end(
                    response != null && response.code() == FORBIDDEN
                            ? new Refusal(FORBIDDEN, "Tinode does not take the API key")
                            : Refusal.unanswered(String.valueOf(failure)));
        }
    }
}

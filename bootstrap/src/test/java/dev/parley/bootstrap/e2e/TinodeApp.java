package dev.parley.bootstrap.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.testkit.tinode.TinodeServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Is an app of Tinode's, of which nobody has told that there is a Parley. Confined to one thread. */
final class TinodeApp implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RawSocket wire;
    private final List<String> heard = new ArrayList<>();
    private int ids;

    private TinodeApp(RawSocket wire) {
        this.wire = wire;
    }

    /** One that has said hello. */
    static TinodeApp connect(TinodeServer tinode) {
        try {
            TinodeApp app = new TinodeApp(
                    new RawSocket(tinode.port(), "/v0/channels", Map.of("X-Tinode-APIKey", TinodeServer.API_KEY), 0));
            app.ask("hi", Json.object("ver", "0.25", "ua", "TinodeWeb/0.25"));
            return app;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was said to it, while it waited for answers. */
    List<String> heard() {
        return heard;
    }

    /** @param scheme what stands behind the form for a name and a password in every such app is {@code basic} */
    JsonNode login(String scheme, String secret) {
        return ask("login", Json.object("scheme", scheme, "secret", base64(secret)));
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a packet and returns its {@code ctrl}. */
    JsonNode ask(String kind, ObjectNode packet) {
        return await(send(kind, packet), "ctrl");
    }

    /** Sends a packet and returns the first answer of this kind. */
    JsonNode ask(String kind, ObjectNode packet, String answer) {
        return await(send(kind, packet), answer);
    }

    private String send(String kind, ObjectNode packet) {
        String id = "i" + ++ids;
        try {
            byte[] frame = Json.bytes(Json.object(kind, packet.deepCopy().put("id", id)));
            wire.send(RawSocket.TEXT, true, frame);
            return id;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode await(String id, String kind) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (System.nanoTime() < end) {
                RawSocket.Frame frame = wire.poll(PATIENCE).orElseThrow(() -> new AssertionError("no answer to " + id));
                JsonNode packet = frame.opcode == RawSocket.TEXT ? Json.parse(frame.payload) : Json.object();
                if (packet.has("data")) {
                    heard.add(packet.path("data").path("content").asText());
                }
                if (packet.path(kind).path("id").asText().equals(id)) {
                    return packet.path(kind);
                }
            }
            throw new AssertionError("no " + kind + " for " + id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            wire.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.parley.benchmarks.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.benchmarks.wire.Bytes;
import dev.parley.benchmarks.wire.Loop;
import dev.parley.benchmarks.wire.WebSocketLink;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Asks a Tinode how many posts there are in the groups of one account; hears nothing of the posts themselves. */
public final class TopicWatch extends WebSocketLink {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private final Loop loop;
    private final String secret;
    private boolean attached;
    private long posts = -1;
    private @Nullable IOException lost;

    private TopicWatch(Loop loop, String host, String apiKey, String login, String password) {
        super(host, "/v0/channels", "X-Tinode-APIKey: " + apiKey + "\r\n");
        this.loop = loop;
        secret = Base64.getEncoder().encodeToString((login + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Connects and logs in. */
    public static TopicWatch open(Loop loop, InetSocketAddress tinode, String apiKey, String login, String password) {
        String host = tinode.getHostString() + ":" + tinode.getPort();
        TopicWatch watch = new TopicWatch(loop, host, apiKey, login, password);
        loop.connect(watch, tinode);
        watch.turnUntil(() -> watch.attached);
        return watch;
    }

    private void turnUntil(BooleanSupplier done) {
        if (!loop.runUntil(() -> done.getAsBoolean() || lost != null, PATIENCE_NANOS) || lost != null) {
            throw new IllegalStateException("Tinode does not answer", lost);
        }
    }

    /** How many posts the largest group has. */
    public long posts() {
        posts = -1;
        say("{\"get\":{\"id\":\"posts\",\"topic\":\"me\",\"what\":\"sub\"}}");
        turnUntil(() -> posts >= 0);
        return posts;
    }

    private void say(String packet) {
        sendText(packet.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected void upgraded() {
        say("{\"hi\":{\"id\":\"hi\",\"ver\":\"0.25\",\"ua\":\"bench/1\"}}");
        say("{\"login\":{\"id\":\"login\",\"scheme\":\"basic\",\"secret\":\"" + secret + "\"}}");
        say("{\"sub\":{\"id\":\"me\",\"topic\":\"me\"}}");
    }

    @Override
    protected void text(byte[] bytes, int from, int to) {
        JsonNode packet;
        try {
            packet = JSON.readTree(Bytes.text(bytes, from, to));
        } catch (JsonProcessingException e) {
            lost = e;
            return;
        }
        JsonNode ctrl = packet.path("ctrl");
        if (ctrl.path("code").asInt() >= 400) {
            lost = new IOException(ctrl.toString());
        }
        attached |= ctrl.path("id").asText().equals("me");
        boolean none = ctrl.path("id").asText().equals("posts");
        if (none || packet.path("meta").path("id").asText().equals("posts")) {
            posts = 0;
            for (JsonNode topic : packet.path("meta").path("sub")) {
                if (topic.path("topic").asText().startsWith("grp")) {
                    posts = Math.max(posts, topic.path("seq").asLong());
                }
            }
        }
    }

    @Override
    protected void ended(IOException why) {
        lost = why;
    }
}

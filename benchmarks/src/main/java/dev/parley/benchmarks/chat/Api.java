package dev.parley.benchmarks.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.benchmarks.wire.Bytes;
import dev.parley.benchmarks.wire.HttpLink;
import dev.parley.benchmarks.wire.Loop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls the REST API one request after the other: what a scenario needs before and after it measures. */
public final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private final Loop loop;
    private final InetSocketAddress server;

    public Api(Loop loop, InetSocketAddress server) {
        this.loop = loop;
        this.server = server;
    }

    /** What the server said. */
    public record Answer(int status, String text) {
        /** The body, if it is JSON; otherwise a text. */
        public JsonNode body() {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                return JSON.getNodeFactory().textNode(text);
            }
        }

        /** The body of a 2xx answer; anything else ends the run. */
        public JsonNode orFail(String what) {
            demandOk(what);
            return body();
        }

        /** The run ends unless it is a 2xx answer. */
        public void demandOk(String what) {
            if (status < 200 || status > 299) {
                throw new IllegalStateException(what + " was answered " + status + ": " + text);
            }
        }
    }

    /** Makes one call on a connection of its own. */
    public Answer call(String method, String path, @Nullable String token, Map<String, ?> body) {
        byte[] content = body.isEmpty() ? new byte[0] : json(body);
        String head = method + " /api/v1/" + path + " HTTP/1.1\r\nHost: " + server.getHostString() + ":"
                + server.getPort() + "\r\nConnection: close\r\n"
                + (token == null ? "" : "Authorization: Bearer " + token + "\r\n")
                + "Content-Type: application/json\r\nContent-Length: " + content.length + "\r\n\r\n";
        Call call = new Call(head + new String(content, StandardCharsets.UTF_8));
        loop.connect(call, server);
        boolean done = loop.runUntil(() -> call.answer != null || call.isOver(), PATIENCE_NANOS);
        call.close();
        if (call.answer == null) {
            throw new IllegalStateException(method + " " + path + (done ? ": connection lost" : ": no answer in time"));
        }
        return call.answer;
    }

    private static byte[] json(Map<String, ?> body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static final class Call extends HttpLink {
        private final String request;
        private @Nullable Answer answer;

        Call(String request) {
            this.request = request;
        }

        @Override
        protected void connected() {
            request(request.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        protected void answered(int status, byte[] bytes, int from, int to) {
            answer = new Answer(status, Bytes.text(bytes, from, to));
        }

        @Override
        protected void ended(IOException why) {}
    }
}

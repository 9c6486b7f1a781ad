package dev.parley.benchmarks.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One who posts to Parley's General, and now and then writes a message anew or deletes it; says each until it is
 * acknowledged, at whichever node answers. Confined to one thread, and then to another.
 */
final class ParleyWriter implements People.Writer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MESSAGES = "/api/v1/rooms/1/messages";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PAUSE_MILLIS = 300;
    private static final int AGAIN_MILLIS = 100;
    private static final int PAGE = 200;
    private static final int CREATED = 201;
    private static final int REFUSED = 400;
    private static final int FAILED = 500;
    private static final int TOO_MANY = 429;

    private final String name;
    private final IntFunction<InetSocketAddress> nodes;
    private final Random random;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Map<Long, Logged> said = new LinkedHashMap<>();
    private final List<Long> order = new ArrayList<>();
    private final String token;
    private int node;
    private int count;

    /** A message as Parley shows it. */
    record Logged(long seq, String clientId, String content, boolean deleted) {
        static Logged of(JsonNode message) {
            return new Logged(
                    message.path("seq").asLong(),
                    message.path("client_id").asText(),
                    message.path("content").asText(),
                    message.path("deleted").asBoolean());
        }
    }

    /** @param first the node to begin with */
    ParleyWriter(String name, IntFunction<InetSocketAddress> nodes, int first, Random random) {
        this.name = name;
        this.nodes = nodes;
        this.random = random;
        node = first;
        token = demand(
                        "POST",
                        "/api/v1/auth/signup",
                        null,
                        Map.of("username", name, "password", "correct horse " + name))
                .path("access_token")
                .asText();
    }

    @Override
    public void write() {
        String content = name + " says " + ++count;
        Logged stored =
                Logged.of(demand("POST", MESSAGES, token, Map.of("client_id", name + "-" + count, "content", content)));
        if (said.put(stored.seq, stored) != null || !stored.content.equals(content)) {
            throw new IllegalStateException("acknowledged as another message: " + stored);
        }
        order.add(stored.seq);
        int dice = random.nextInt(20);
        long chosen = order.get(order.size() - 1 - random.nextInt(Math.min(order.size(), 5)));
        Logged before = said.get(chosen);
        if (before == null || before.deleted || dice > 2) {
            return;
        }
        if (dice == 0) {
            JsonNode unused = demand("DELETE", MESSAGES + "/" + chosen, token, Map.of());
            said.put(chosen, new Logged(chosen, before.clientId, "", true));
        } else {
            String anew = before.content + ", or so";
            JsonNode unused = demand("PATCH", MESSAGES + "/" + chosen, token, Map.of("content", anew));
            said.put(chosen, new Logged(chosen, before.clientId, anew, false));
        }
    }

    /** Asks until there is an answer that settles it. */
    private JsonNode demand(String method, String path, @Nullable String bearer, Map<String, String> body) {
        while (true) {
            try {
                HttpResponse<String> answer = call(method, path, bearer, body);
                int status = answer.statusCode();
                if (status >= REFUSED && status < FAILED && status != TOO_MANY) {
                    throw new IllegalStateException(method + " " + path + ": " + status + " " + answer.body());
                }
                if (status <= CREATED) {
                    return JSON.readTree(answer.body());
                }
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            } catch (IOException e) {
                node++;
            }
            Mishaps.pause(AGAIN_MILLIS);
        }
    }

    private HttpResponse<String> call(String method, String path, @Nullable String bearer, Map<String, String> body)
            throws IOException {
        InetSocketAddress at = nodes.apply(node);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://" + at.getHostString() + ":" + at.getPort() + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** All of General, read page by page. */
    List<Logged> history() {
        List<Logged> all = new ArrayList<>();
        JsonNode page;
        do {
            long after = all.isEmpty() ? 0 : all.get(all.size() - 1).seq;
            page = demand("GET", MESSAGES + "?limit=" + PAGE + "&after=" + after, token, Map.of())
                    .path("messages");
            page.forEach(message -> all.add(Logged.of(message)));
        } while (!page.isEmpty());
        return all;
    }

    /** What was acknowledged, as it must be now, in the order in which it was said. */
    List<Logged> said() {
        return order.stream().map(said::get).toList();
    }

    @Override
    public long pauseMillis() {
        return random.nextInt(PAUSE_MILLIS);
    }

    @Override
    public String toString() {
        return name;
    }
}

package dev.parley.bootstrap.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether what a server answers and sends is what the contract says, and throws {@link AssertionError}
 * where it is not: where the server has drifted, or the file has been forgotten. Safe for concurrent use.
 */
public final class ContractWitness {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final ObjectMapper YAML = YAMLMapper.builder().build();
    private static final String JSON_TYPE = "application/json";
    private static final String STREAM_TYPE = "text/event-stream";

    /** Of the standard: closed by the client, without a code, without a word. */
    private static final Set<Integer> ORDINARY_CLOSES = Set.of(1000, 1005, 1006);

    private final Schemas schemas = new Schemas();
    private final List<Operation> operations = OpenApi.operations();
    private final Set<String> everywhere = OpenApi.errorsEverywhere();
    private final Map<String, OpenApi.Refusal> catalogue = OpenApi.catalogue();
    private final JsonNode refusal = OpenApi.root().at("/components/schemas/Error");
    private final List<AsyncApi.Message> sent = AsyncApi.sent();
    private final List<AsyncApi.Message> received = AsyncApi.received();
    private final Set<Integer> closeCodes = AsyncApi.closeCodes().keySet();

    /** @param target with its query, as it was sent */
    public void answer(String method, String target, int status, @Nullable String contentType, byte[] body) {
        String what = method + " " + target + " -> " + status + " " + contentType + " "
                + new String(body, StandardCharsets.UTF_8);
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        boolean bodiless = method.equals("HEAD");
        Optional<Operation> operation = find(bodiless ? "GET" : method, path);
        if (operation.isPresent()) {
            demandDocumented(what, operation.get(), status, contentType, bodiless ? null : body);
        } else if (method.equals("OPTIONS") && status == 204) {
            demand(body.length == 0, what, "a preflight has no body");
        } else if (!bodiless) {
            demandRefusal(what, unrouted(path), status, contentType, body);
        }
    }

    /** A frame from the server. */
    public void receivedFrame(String frame) {
        demandOne(frame, sent);
    }

    /** A frame to the server that is meant to be right. */
    public void sentFrame(String frame) {
        demandOne(frame, received);
    }

    /** The server has closed a socket. */
    public void closed(int code) {
        demand(closeCodes.contains(code) || ORDINARY_CLOSES.contains(code), "close " + code, "is not documented");
    }

    private Optional<Operation> find(String method, String path) {
        return operations.stream()
                .filter(operation -> operation.method().equals(method) && operation.takes(path))
                .findFirst();
    }

    private void demandDocumented(
            String what, Operation operation, int status, @Nullable String contentType, byte @Nullable [] body) {
        JsonNode response = operation.responses().getOrDefault(Integer.toString(status), MissingNode.getInstance());
        demand(response.isObject(), what, "the status is not documented");
        if (body == null || operation.isBinary(status)) {
            return;
        }
        if (!response.has("content")) {
            demand(body.length == 0, what, "a body is not documented");
            return;
        }
        JsonNode schema = operation.schema(status, contentType);
        demand(schema.isObject(), what, "the content type is not documented");
        JsonNode value = STREAM_TYPE.equals(contentType)
                ? TextNode.valueOf(new String(body, StandardCharsets.UTF_8))
                : parse(JSON_TYPE.equals(contentType) ? JSON : YAML, what, body);
        List<String> violations = schemas.violations(schema, value);
        demand(violations.isEmpty(), what, violations.toString());
        if (status >= 400 && value.has("code")) {
            demandCode(what, operation.errors(), status, value);
        }
    }

    /** What may be said of a request that goes nowhere. */
    private Set<String> unrouted(String path) {
        boolean known = operations.stream().anyMatch(operation -> operation.takes(path));
        return Set.of(known ? "method_not_allowed" : "not_found");
    }

    private void demandRefusal(String what, Set<String> codes, int status, @Nullable String contentType, byte[] body) {
        demand(JSON_TYPE.equals(contentType), what, "a refusal is JSON");
        JsonNode value = parse(JSON, what, body);
        List<String> violations = schemas.violations(refusal, value);
        demand(violations.isEmpty(), what, violations.toString());
        demandCode(what, codes, status, value);
    }

    private void demandCode(String what, Set<String> own, int status, JsonNode value) {
        String code = value.path("code").asText();
        demand(own.contains(code) || everywhere.contains(code), what, "this code is not documented for it");
        OpenApi.Refusal entry = catalogue.get(code);
        demand(entry != null && entry.status() == status, what, "the code has another status");
    }

    private void demandOne(String frame, List<AsyncApi.Message> messages) {
        JsonNode value = parse(JSON, frame, frame.getBytes(StandardCharsets.UTF_8));
        String type = value.path("type").asText();
        List<AsyncApi.Message> candidates =
                messages.stream().filter(message -> message.type().equals(type)).toList();
        Set<String> problems = new TreeSet<>();
        Stream<AsyncApi.Message> matches = candidates.stream().filter(message -> {
            List<String> violations = schemas.violations(message.schema(), value);
            problems.addAll(violations);
            return violations.isEmpty();
        });
        demand(matches.count() == 1, frame, "must be exactly one message of the contract: " + problems);
    }

    private static JsonNode parse(ObjectMapper format, String what, byte[] body) {
        try {
            return format.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new AssertionError(what + ": cannot be read", e);
        }
    }

    private static void demand(boolean fine, String what, String otherwise) {
        if (!fine) {
            throw new AssertionError("drift: " + what + ": " + otherwise);
        }
    }
}

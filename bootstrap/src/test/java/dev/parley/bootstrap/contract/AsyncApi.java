package dev.parley.bootstrap.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads {@code asyncapi.yaml}, which speaks for the server: it receives what a client sends. */
final class AsyncApi {
    private AsyncApi() {}

    /** A kind of frame. Several may have the same {@code type}: they differ in what else they have. */
    record Message(String name, JsonNode node) {
        JsonNode schema() {
            return ContractFile.follow(node.path("payload"));
        }

        String type() {
            return schema().path("properties").path("type").path("const").asText();
        }
    }

    static JsonNode root() {
        return ContractFile.ASYNCAPI.root();
    }

    static JsonNode channel() {
        return root().path("channels").path("socket");
    }

    static List<JsonNode> operations() {
        return elements(root().path("operations")).toList();
    }

    /** What clients send. */
    static List<Message> received() {
        return operations().stream()
                .filter(operation -> operation.path("action").asText().equals("receive"))
                .flatMap(operation -> elements(operation.path("messages")))
                .map(AsyncApi::message)
                .distinct()
                .toList();
    }

    /** What the server sends, asked or not. */
    static List<Message> sent() {
        return operations().stream()
                .flatMap(operation -> operation.path("action").asText().equals("send")
                        ? elements(operation.path("messages"))
                        : elements(operation.path("reply").path("messages")))
                .map(AsyncApi::message)
                .distinct()
                .toList();
    }

    /** The reasons by their numbers. */
    static Map<Integer, String> closeCodes() {
        Map<Integer, String> codes = new TreeMap<>();
        channel()
                .path("x-close-codes")
                .properties()
                .forEach(code -> codes.put(
                        Integer.valueOf(code.getKey()),
                        code.getValue().path("reason").asText()));
        return codes;
    }

    /** All messages of the channel, by name. */
    static Map<String, JsonNode> messages() {
        Map<String, JsonNode> messages = new LinkedHashMap<>();
        channel()
                .path("messages")
                .properties()
                .forEach(message -> messages.put(message.getKey(), ContractFile.follow(message.getValue())));
        return messages;
    }

    private static Message message(JsonNode reference) {
        String ref = reference.path(ContractFile.REF).asText();
        return new Message(ref.substring(ref.lastIndexOf('/') + 1), ContractFile.follow(reference));
    }

    static Stream<JsonNode> elements(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }
}

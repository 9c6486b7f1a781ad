package dev.parley.bootstrap.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Is what {@code openapi.yaml} says of one method of one path.
 *
 * @param template the path with the names of its parameters in braces
 */
record Operation(String method, String template, JsonNode node, List<JsonNode> parameters) {
    static Operation of(String method, String template, JsonNode pathItem) {
        JsonNode node = pathItem.path(method);
        List<JsonNode> parameters = new ArrayList<>();
        pathItem.path("parameters").forEach(parameter -> parameters.add(ContractFile.follow(parameter)));
        node.path("parameters").forEach(parameter -> parameters.add(ContractFile.follow(parameter)));
        return new Operation(method.toUpperCase(Locale.ROOT), template, node, parameters);
    }

    String id() {
        return node.path("operationId").asText();
    }

    /** As the adapter lists its routes. */
    String route() {
        return method + " " + template;
    }

    boolean takes(String path) {
        return path.matches(template.replaceAll("\\{[^}]+}", "[^/]+").replace(".", "\\."));
    }

    /** By status. */
    Map<String, JsonNode> responses() {
        Map<String, JsonNode> responses = new TreeMap<>();
        node.path("responses")
                .properties()
                .forEach(response -> responses.put(response.getKey(), ContractFile.follow(response.getValue())));
        return responses;
    }

    /** What a body of that type must be; missing if there is none of it. */
    JsonNode schema(int status, @Nullable String contentType) {
        JsonNode response = responses().getOrDefault(Integer.toString(status), MissingNode.getInstance());
        return response.path("content").path(String.valueOf(contentType)).path("schema");
    }

    /** Whether a body of any type may come, such as a file. */
    boolean isBinary(int status) {
        return responses()
                .getOrDefault(Integer.toString(status), MissingNode.getInstance())
                .path("content")
                .has("*/*");
    }

    /** The codes of its own refusals. */
    Set<String> errors() {
        Set<String> errors = new TreeSet<>();
        node.path("x-errors").forEach(code -> errors.add(code.asText()));
        return errors;
    }

    @Override
    public String toString() {
        return route();
    }
}

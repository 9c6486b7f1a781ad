package dev.parley.bootstrap.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code openapi.yaml}. */
final class OpenApi {
    static final List<String> METHODS = List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    private OpenApi() {}

    static JsonNode root() {
        return ContractFile.OPENAPI.root();
    }

    static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : root().path("paths").properties()) {
            METHODS.stream()
                    .filter(path.getValue()::has)
                    .map(method -> Operation.of(method, path.getKey(), path.getValue()))
                    .forEach(operations::add);
        }
        return operations;
    }

    /** The codes that can answer any request. */
    static Set<String> errorsEverywhere() {
        Set<String> errors = new TreeSet<>();
        root().path("x-errors-everywhere").forEach(code -> errors.add(code.asText()));
        return errors;
    }

    /** By code. */
    static Map<String, Refusal> catalogue() {
        Map<String, Refusal> catalogue = new LinkedHashMap<>();
        root().path("x-error-codes")
                .properties()
                .forEach(entry -> catalogue.put(
                        entry.getKey(),
                        new Refusal(
                                entry.getValue().path("status").asInt(),
                                entry.getValue().path("retryable").asBoolean(),
                                entry.getValue().path("sentence").asText())));
        return catalogue;
    }

    /** What the catalogue says of a code. */
    record Refusal(int status, boolean retryable, String sentence) {}
}

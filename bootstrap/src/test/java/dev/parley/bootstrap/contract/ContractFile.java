package dev.parley.bootstrap.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.parley.http.HttpAdapter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Is one of the two files, as a tree. References in it are made absolute while it is read, so that a schema
 * means the same wherever it is taken out. Immutable by agreement.
 */
enum ContractFile {
    OPENAPI("openapi.yaml"),
    ASYNCAPI("asyncapi.yaml");

    /** Where the files would be, if they were anywhere. */
    static final String HOME = "https://parley.invalid/api/v1/";

    static final String REF = "$ref";

    private final String fileName;

    @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
    private final JsonNode root;

    ContractFile(String fileName) {
        this.fileName = fileName;
        this.root = absolute(fileName, read(fileName));
    }

    JsonNode root() {
        return root;
    }

    String iri() {
        return HOME + fileName;
    }

    /** What is there, or what a reference there points at. */
    static JsonNode follow(JsonNode node) {
        JsonNode target = node;
        while (target.path(REF).isTextual()) {
            target = target(target.path(REF).textValue());
        }
        return target;
    }

    /** What the absolute reference points at; missing if there is nothing. */
    static JsonNode target(String ref) {
        for (ContractFile file : values()) {
            if (ref.startsWith(file.iri() + "#")) {
                return file.root.at(ref.substring(file.iri().length() + 1));
            }
        }
        return JsonNodeFactory.instance.missingNode();
    }

    /** Shows each object in the tree with its place (RFC 6901). */
    void eachObject(BiConsumer<String, JsonNode> visitor) {
        visit("", root, visitor);
    }

    static void visit(String place, JsonNode node, BiConsumer<String, JsonNode> visitor) {
        if (node.isObject()) {
            visitor.accept(place, node);
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                visit(place + "/" + escape(member.getKey()), member.getValue(), visitor);
            }
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            visit(place + "/" + i, node.get(i), visitor);
        }
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static JsonNode read(String fileName) {
        YAMLMapper yaml = YAMLMapper.builder()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .build();
        try (InputStream bytes = HttpAdapter.class.getResourceAsStream(fileName)) {
            if (bytes == null) {
                throw new IllegalStateException(fileName + " is not there");
            }
            return yaml.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode absolute(String fileName, JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(member -> copy.set(
                            member.getKey(),
                            member.getKey().equals(REF)
                                    ? JsonNodeFactory.instance.textNode(
                                            absolute(fileName, member.getValue().asText()))
                                    : absolute(fileName, member.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> copy.add(absolute(fileName, element)));
            return copy;
        }
        return node;
    }

    private static String absolute(String fileName, String ref) {
        return HOME + (ref.startsWith("#") ? fileName : "") + ref;
    }
}

package dev.parley.bootstrap.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes and reads the JSON of the tests. */
final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    /** An object of names and values in turn. */
    static ObjectNode object(Object... members) {
        ObjectNode object = MAPPER.createObjectNode();
        for (int i = 0; i < members.length; i += 2) {
            object.set((String) members[i], MAPPER.valueToTree(members[i + 1]));
        }
        return (ObjectNode) parse(object.toString()); // Numbers are then of the kinds that a reader makes.
    }

    /** A frame of this type. */
    static ObjectNode frame(String type, Object... members) {
        return object("type", type).setAll(object(members));
    }

    static JsonNode parse(byte[] utf8) {
        return parse(new String(utf8, StandardCharsets.UTF_8));
    }

    static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("this is not JSON: " + json, e);
        }
    }

    static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** One member of each object of an array. */
    static List<String> texts(JsonNode array, String member) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.path(member).asText()));
        return texts;
    }

    static List<Long> numbers(JsonNode array, String member) {
        List<Long> numbers = new ArrayList<>();
        array.forEach(element -> numbers.add(element.path(member).longValue()));
        return numbers;
    }
}

package dev.parley.bootstrap.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Is a value that a file shows, and the schema that it should fulfil. */
record Example(JsonNode schema, JsonNode value) {
    private static final Pattern SCHEMA = Pattern.compile("(/components/schemas/[^/]+|.*/schema)");
    private static final Pattern MESSAGE = Pattern.compile("/components/messages/[^/]+");

    /** Those that stand right in the object: a schema, a frame, or what has a schema (a body, a parameter, a header). */
    static List<Example> of(String place, JsonNode object) {
        List<Example> examples = new ArrayList<>();
        if (SCHEMA.matcher(place).matches()) {
            object.path("examples").forEach(value -> examples.add(new Example(object, value)));
        } else if (MESSAGE.matcher(place).matches()) {
            object.path("examples")
                    .forEach(example -> examples.add(new Example(object.path("payload"), example.path("payload"))));
        } else if (object.path("schema").isObject()) {
            if (object.has("example")) {
                examples.add(new Example(object.path("schema"), object.path("example")));
            }
            object.path("examples")
                    .forEach(example -> examples.add(new Example(object.path("schema"), example.path("value"))));
        }
        return examples;
    }
}

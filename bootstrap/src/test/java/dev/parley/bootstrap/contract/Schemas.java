package dev.parley.bootstrap.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares values with schemas of the contract (JSON Schema 2020-12). Safe for concurrent use. */
final class Schemas {
    private static final SchemaValidatorsConfig STRICT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(
            VersionFlag.V202012, builder -> builder.schemaLoaders(loaders -> loaders.schemas(files())));
    /** By identity: to compare schemas takes longer than to use them. */
    private final Map<JsonNode, JsonSchema> known = Collections.synchronizedMap(new IdentityHashMap<>());

    /** What of the value the schema does not allow. */
    List<String> violations(JsonNode schema, JsonNode value) {
        return known.computeIfAbsent(schema, node -> factory.getSchema(node, STRICT)).validate(value).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    /** What of the schema is no schema. */
    List<String> mistakes(JsonNode schema) {
        return factory.getSchema(SchemaLocation.of(SchemaId.V202012)).validate(schema).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    private static Map<String, String> files() {
        return Stream.of(ContractFile.values())
                .collect(Collectors.toMap(ContractFile::iri, file -> file.root().toString()));
    }
}

package dev.parley.bootstrap.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is true of both files. */
class FilesTest {
    private static final String SCHEMAS = "/components/schemas/";

    /** Whatever stands in a schema and is none of these is a slip of the pen: validators ignore what they do not know. */
    private static final Set<String> KEYWORDS = Set.of(
            "$ref",
            "type",
            "const",
            "enum",
            "format",
            "pattern",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "default",
            "description",
            "examples",
            "items",
            "minItems",
            "maxItems",
            "uniqueItems",
            "required",
            "properties",
            "propertyNames",
            "minProperties",
            "maxProperties",
            "additionalProperties",
            "unevaluatedProperties",
            "oneOf",
            "anyOf",
            "allOf",
            "if",
            "then",
            "else");

    private final Schemas schemas = new Schemas();

    @ParameterizedTest
    @EnumSource
    void every_reference_leads_somewhere(ContractFile file) {
        Set<String> references = new TreeSet<>();
        file.eachObject((place, object) -> {
            if (object.has(ContractFile.REF)) {
                references.add(object.path(ContractFile.REF).asText());
            }
        });

        assertThat(references)
                .hasSizeGreaterThan(20)
                .allSatisfy(
                        reference -> assertThat(ContractFile.target(reference).isMissingNode())
                                .isFalse());
    }

    @ParameterizedTest
    @EnumSource
    void every_component_is_used(ContractFile file) {
        Set<String> used = new TreeSet<>();
        for (ContractFile any : ContractFile.values()) {
            any.eachObject(
                    (place, object) -> used.add(object.path(ContractFile.REF).asText()));
        }
        file.root().path("security").forEach(scheme -> used.addAll(schemes(file, scheme)));
        OpenApi.operations()
                .forEach(operation ->
                        operation.node().path("security").forEach(scheme -> used.addAll(schemes(file, scheme))));
        Set<String> components = new TreeSet<>();
        file.root()
                .path("components")
                .properties()
                .forEach(kind -> kind.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                name -> components.add(file.iri() + "#/components/" + kind.getKey() + "/" + name)));

        assertThat(components).hasSizeGreaterThan(20);
        components.removeAll(used);
        assertThat(components).isEmpty();
    }

    private static List<String> schemes(ContractFile file, JsonNode requirement) {
        List<String> schemes = new ArrayList<>();
        requirement
                .fieldNames()
                .forEachRemaining(name -> schemes.add(file.iri() + "#/components/securitySchemes/" + name));
        return schemes;
    }

    @ParameterizedTest
    @EnumSource
    void every_schema_is_one(ContractFile file) {
        List<JsonNode> found = schemasOf(file);

        assertThat(found).hasSizeGreaterThan(20).allSatisfy(schema -> {
            assertThat(schemas.mistakes(schema)).isEmpty();
            assertThat(unknownKeywords(schema)).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void every_example_is_one(ContractFile file) {
        List<String> wrong = new ArrayList<>();
        int[] count = {0};
        file.eachObject((place, object) -> {
            for (Example example : Example.of(place, object)) {
                count[0]++;
                schemas.violations(example.schema(), example.value())
                        .forEach(violation -> wrong.add(place + ": " + violation));
            }
        });

        assertThat(wrong).isEmpty();
        assertThat(count[0]).isGreaterThan(20);
    }

    @ParameterizedTest
    @EnumSource
    void whatever_has_a_text_has_one_that_is_not_empty(ContractFile file) {
        file.eachObject((place, object) -> {
            for (String text : List.of("description", "summary", "title")) {
                if (object.path(text).isTextual()) {
                    assertThat(object.path(text).asText()).as(place).isNotBlank();
                }
            }
        });
    }

    /** The named ones, and those that stand where they are used. */
    private static List<JsonNode> schemasOf(ContractFile file) {
        List<JsonNode> found = new ArrayList<>();
        file.eachObject((place, object) -> {
            boolean named = place.startsWith(SCHEMAS) && place.indexOf('/', SCHEMAS.length()) < 0;
            if (named || place.endsWith("/schema")) {
                found.add(object);
            }
        });
        return found;
    }

    private static Set<String> unknownKeywords(JsonNode schema) {
        Set<String> unknown = new TreeSet<>();
        schema.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(KEYWORDS);
        for (String one : List.of("items", "additionalProperties", "propertyNames", "if", "then", "else")) {
            if (schema.path(one).isObject()) {
                unknown.addAll(unknownKeywords(schema.path(one)));
            }
        }
        for (String several : List.of("properties", "oneOf", "anyOf", "allOf")) {
            schema.path(several).forEach(part -> unknown.addAll(unknownKeywords(part)));
        }
        return unknown;
    }
}

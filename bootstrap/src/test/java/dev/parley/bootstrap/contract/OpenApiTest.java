package dev.parley.bootstrap.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of OpenAPI 3.1 and of the house for what is said of an operation. */
class OpenApiTest {
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");
    private static final Set<String> PATH_ITEM = Set.of("parameters", "summary", "description");

    static List<Operation> operations() {
        return OpenApi.operations();
    }

    @Test
    void it_is_openapi_3_1() {
        assertThat(OpenApi.root().path("openapi").asText()).startsWith("3.1.");
        assertThat(OpenApi.root().at("/info/title").asText()).isNotBlank();
        assertThat(OpenApi.root().at("/info/version").isTextual()).isTrue();
    }

    @Test
    void operations_have_names_of_their_own() {
        assertThat(OpenApi.operations())
                .hasSizeGreaterThan(15)
                .extracting(Operation::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[a-z][A-Za-z]*"));
    }

    @Test
    void a_path_has_methods_and_nothing_that_is_none() {
        OpenApi.root()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(name -> assertThat(OpenApi.METHODS.contains(name) || PATH_ITEM.contains(name))
                                .as("%s of %s", name, path.getKey())
                                .isTrue()));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void an_operation_is_introduced(Operation operation) {
        Set<String> tags = AsyncApi.elements(OpenApi.root().path("tags"))
                .map(tag -> tag.path("name").asText())
                .collect(Collectors.toSet());

        assertThat(operation.node().path("summary").asText()).isNotBlank().doesNotEndWith(".");
        assertThat(operation.node().path("tags")).isNotEmpty().allMatch(tag -> tags.contains(tag.asText()));
        assertThat(operation.node().has("x-errors")).isTrue();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void the_parameters_of_the_path_are_described(Operation operation) {
        Set<String> described = operation.parameters().stream()
                .filter(parameter -> parameter.path("in").asText().equals("path"))
                .map(parameter -> parameter.path("name").asText())
                .collect(Collectors.toSet());
        Set<String> named = PARAMETER
                .matcher(operation.template())
                .results()
                .map(MatchResult::group)
                .map(group -> group.substring(1, group.length() - 1))
                .collect(Collectors.toSet());

        assertThat(described).isEqualTo(named);
        assertThat(operation.parameters())
                .allMatch(parameter -> parameter.has("schema") && parameter.has("description"))
                .allMatch(parameter -> !parameter.path("in").asText().equals("path")
                        || parameter.path("required").asBoolean());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void every_answer_is_described(Operation operation) {
        assertThat(operation.responses()).isNotEmpty().allSatisfy((status, response) -> {
            assertThat(status).matches("[1-5][0-9][0-9]");
            assertThat(response.path("description").asText()).isNotBlank();
            assertThat(response.path("headers").has("X-Request-Id")).isEqualTo(!status.equals("101"));
            assertThat(response.path("headers").has("WWW-Authenticate")).isEqualTo(status.equals("401"));
            assertThat(response.path("headers").has("Retry-After"))
                    .isEqualTo(status.equals("429") || status.equals("503"));
        });
        assertThat(operation.responses().keySet()).anyMatch(status -> status.compareTo("400") < 0);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void who_needs_a_token_can_be_told_that_it_is_not_good(Operation operation) {
        JsonNode security = operation.node().path("security");
        boolean open = security.isArray() && security.isEmpty();

        assertThat(operation.errors().contains("token_expired")).isEqualTo(!open);
    }

    @Test
    void who_is_given_tokens_may_say_what_its_device_is_called() {
        List<Operation> opening = OpenApi.operations().stream()
                .filter(operation -> Stream.of(200, 201)
                        .map(status -> ContractFile.follow(operation.schema(status, "application/json")))
                        .anyMatch(schema -> schema.path("properties").has("access_token")
                                || schema.path("properties").has("token")))
                .toList();

        assertThat(opening)
                .extracting(Operation::template)
                .contains("/api/v1/auth/refresh", "/login", "/api/register", "/auth/otp/verify");
        assertThat(opening)
                .allMatch(operation -> ContractFile.follow(operation.node().path("requestBody"))
                        .at("/content/application~1json/schema/properties")
                        .has("device"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void an_answer_has_nothing_that_is_not_described(Operation operation) {
        Set<String> open = new TreeSet<>();
        operation.responses().values().stream()
                .flatMap(response -> Stream.of(response.at("/content/application~1json/schema")))
                .forEach(schema -> findOpen(operation.id(), schema, false, open));

        assertThat(open).isEmpty();
    }

    /** Objects in the schema that may have members of any name. */
    private static void findOpen(String place, JsonNode node, boolean partOfAnother, Set<String> open) {
        JsonNode schema = ContractFile.follow(node);
        boolean closed = schema.has("additionalProperties")
                || schema.has("unevaluatedProperties")
                || node.has("unevaluatedProperties");
        if (schema.has("properties") && !closed && !partOfAnother) {
            open.add(place);
        }
        schema.path("properties")
                .properties()
                .forEach(member -> findOpen(place + "." + member.getKey(), member.getValue(), false, open));
        if (schema.has("items")) {
            findOpen(place + "[]", schema.path("items"), false, open);
        }
        schema.path("oneOf").forEach(one -> findOpen(place, one, false, open));
        schema.path("allOf").forEach(part -> findOpen(place, part, true, open));
    }
}

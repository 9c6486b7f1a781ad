package dev.parley.bootstrap.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.ErrorCode;
import dev.parley.http.request.Refusals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorCatalogueTest {
    /** Codes of the socket's frames. */
    private static final Set<String> OF_FRAMES = Set.of("unknown_frame", "wrong_user", "too_many_connections");

    /** What answers a request that goes to no operation. */
    private static final Set<String> OF_NOWHERE = Set.of("not_found", "method_not_allowed");

    @Test
    void the_catalogue_is_the_one_of_the_code() {
        Map<String, OpenApi.Refusal> codes = Stream.of(ErrorCode.values())
                .collect(Collectors.toMap(
                        ErrorCode::wireName,
                        code -> new OpenApi.Refusal(Refusals.status(code), code.retryable(), code.sentence())));

        assertThat(OpenApi.catalogue()).isEqualTo(codes);
    }

    @Test
    void the_schema_of_a_code_lists_the_catalogue() {
        List<String> listed = new ArrayList<>();
        OpenApi.root().at("/components/schemas/ErrorCode/enum").forEach(code -> listed.add(code.asText()));

        assertThat(listed).containsExactlyElementsOf(OpenApi.catalogue().keySet());
    }

    @Test
    void every_code_has_a_place_where_it_is_used() {
        Set<String> used = new TreeSet<>(OpenApi.errorsEverywhere());
        OpenApi.operations().forEach(operation -> used.addAll(operation.errors()));
        used.addAll(OF_FRAMES);
        used.addAll(OF_NOWHERE);

        assertThat(used).isEqualTo(new TreeSet<>(OpenApi.catalogue().keySet()));
    }

    @Test
    void an_operation_has_a_refusal_for_each_of_its_codes_and_a_code_for_each_of_its_refusals() {
        for (Operation operation : OpenApi.operations()) {
            Set<String> codes = new TreeSet<>(operation.errors());
            codes.addAll(OpenApi.errorsEverywhere());
            Set<String> refusals = operation.responses().keySet().stream()
                    .filter(status -> status.compareTo("400") >= 0)
                    .collect(Collectors.toSet());

            assertThat(OpenApi.catalogue().keySet()).as("%s", operation).containsAll(codes);
            assertThat(OpenApi.catalogue().entrySet().stream()
                            .filter(entry -> codes.contains(entry.getKey()))
                            .map(entry -> Integer.toString(entry.getValue().status()))
                            .collect(Collectors.toSet()))
                    .as("%s", operation)
                    .isEqualTo(refusals);
        }
    }
}

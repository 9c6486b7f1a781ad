package dev.parley.bootstrap.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of AsyncAPI 3.0 and of the house for what is said of frames. */
class AsyncApiTest {
    static List<AsyncApi.Message> sent() {
        return AsyncApi.sent();
    }

    static List<AsyncApi.Message> all() {
        return Stream.concat(AsyncApi.sent().stream(), AsyncApi.received().stream())
                .toList();
    }

    @Test
    void it_is_asyncapi_3_0() {
        assertThat(AsyncApi.root().path("asyncapi").asText()).startsWith("3.0.");
        assertThat(AsyncApi.root().at("/info/title").asText()).isNotBlank();
        assertThat(AsyncApi.root().at("/info/version").isTextual()).isTrue();
        assertThat(AsyncApi.root().path("channels")).hasSize(1);
    }

    @Test
    void operations_use_the_channel() {
        assertThat(AsyncApi.operations()).hasSizeGreaterThan(5).allSatisfy(operation -> {
            assertThat(operation.path("action").asText()).isIn("send", "receive");
            assertThat(operation.path("summary").asText()).endsWith(".");
            assertThat(ContractFile.follow(operation.path("channel"))).isSameAs(AsyncApi.channel());
            assertThat(operation.path("messages")).isNotEmpty();
            assertThat(messages(operation)).allMatch(ref -> ref.contains("#/channels/socket/messages/"));
        });
    }

    private static List<String> messages(JsonNode operation) {
        return Stream.concat(
                        AsyncApi.elements(operation.path("messages")),
                        AsyncApi.elements(operation.path("reply").path("messages")))
                .map(reference -> reference.path(ContractFile.REF).asText())
                .toList();
    }

    @Test
    void every_message_is_sent_by_somebody() {
        Set<String> used = all().stream().map(AsyncApi.Message::name).collect(Collectors.toCollection(TreeSet::new));

        assertThat(used).isEqualTo(new TreeSet<>(AsyncApi.messages().keySet()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_message_is_introduced_and_shown(AsyncApi.Message message) {
        assertThat(message.node().path("summary").asText()).endsWith(".");
        assertThat(message.node().path("examples")).isNotEmpty();
        assertThat(message.type()).matches("[a-z_]+");
        assertThat(AsyncApi.elements(message.schema().path("required")))
                .anyMatch(name -> name.asText().equals("type"));
    }

    @ParameterizedTest
    @MethodSource("sent")
    void a_frame_of_the_server_has_nothing_that_is_not_described(AsyncApi.Message message) {
        assertThat(message.schema().path("additionalProperties").isBoolean()).isTrue();
        assertThat(message.schema().path("additionalProperties").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_frame_is_taken_for_one_message_only(AsyncApi.Message message) {
        Schemas schemas = new Schemas();
        List<AsyncApi.Message> sameSide = AsyncApi.sent().contains(message) ? AsyncApi.sent() : AsyncApi.received();

        assertThat(message.node().path("examples"))
                .allSatisfy(example -> assertThat(sameSide.stream()
                                .filter(other -> schemas.violations(other.schema(), example.path("payload"))
                                        .isEmpty()))
                        .containsExactly(message));
    }
}

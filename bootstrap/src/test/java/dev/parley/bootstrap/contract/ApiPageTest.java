package dev.parley.bootstrap.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.domain.ErrorCode;
import dev.parley.http.request.Refusals;
import dev.parley.http.socket.CloseCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of the page for people. */
class ApiPageTest {
    @Test
    void its_table_of_refusals_is_the_catalogue() throws IOException {
        assertThat(rowsAfter("| Status | Code |"))
                .containsExactlyInAnyOrderElementsOf(Stream.of(ErrorCode.values())
                        .map(code -> "| %d | `%s` | %s | %s |"
                                .formatted(
                                        Refusals.status(code),
                                        code.wireName(),
                                        code.retryable() ? "yes" : "no",
                                        code.sentence()))
                        .toList());
    }

    @Test
    void its_table_of_close_codes_is_the_one_of_the_socket() throws IOException {
        JsonNode described = AsyncApi.channel().path("x-close-codes");

        assertThat(rowsAfter("| Close code |"))
                .containsExactlyInAnyOrderElementsOf(Stream.of(CloseCode.values())
                        .map(code -> "| %d | %s | %s |"
                                .formatted(
                                        code.number(),
                                        code.sentence(),
                                        described
                                                .path(Integer.toString(code.number()))
                                                .path("client")
                                                .asText()))
                        .toList());
    }

    private static List<String> rowsAfter(String head) throws IOException {
        return Files.readAllLines(page("api.md")).stream()
                .dropWhile(line -> !line.startsWith(head))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    /** Tests run in the module's directory, or in the one above it. */
    static Path page(String name) {
        Path fromModule = Path.of("..", "docs", name);
        return Files.exists(fromModule) ? fromModule : Path.of("docs", name);
    }
}

package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.bootstrap.Config.Log;
import dev.parley.bootstrap.Config.LogFormat;
import dev.parley.bootstrap.Config.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoggingTest {
    private final LoggerContext context = TestLogging.context();
    private final PrintStream console = System.out;

    @AfterEach
    void restore() {
        System.setOut(console);
        context.reset();
    }

    @Test
    void text_has_time_level_thread_logger_request_id_and_message() {
        String line = encoded(LogFormat.TEXT, event("hello {}", null, Map.of("request_id", "r-1"), "wörld"));

        assertThat(line).isEqualTo("2026-03-01T12:00:00.007Z INFO  [main-thread] Rooms r-1 hello wörld\n");
    }

    @Test
    void a_line_break_in_a_message_does_not_look_like_another_line() {
        String line = encoded(LogFormat.TEXT, event("a\r\nb\nc", null, Map.of()));

        assertThat(line).isEqualTo("2026-03-01T12:00:00.007Z INFO  [main-thread] Rooms - a | b | c\n");
    }

    @Test
    void text_shows_the_stack() {
        String lines = encoded(LogFormat.TEXT, event("failed", new IOException("full"), Map.of()));

        assertThat(lines).contains("Rooms - failed\njava.io.IOException: full\n\tat ");
    }

    @Test
    void json_is_one_object_a_line_whatever_the_message() throws IOException {
        String odd = "a\"b\\c\n\r\t\u0001 é 😀 \u2028";
        String line = encoded(LogFormat.JSON, event("got {}", null, Map.of("request_id", "r-1"), odd));

        assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(line))
                .isEqualTo(json.<JsonNode>valueToTree(Map.of(
                        "time", "2026-03-01T12:00:00.007Z",
                        "level", "INFO",
                        "logger", "dev.parley.Rooms",
                        "thread", "main-thread",
                        "request_id", "r-1",
                        "message", "got " + odd)));
    }

    @Test
    void json_has_the_stack_with_its_causes_as_text() throws IOException {
        Exception thrown = new IllegalStateException("outer", new IOException("inner"));
        JsonNode json = new ObjectMapper().readTree(encoded(LogFormat.JSON, event("failed", thrown, Map.of())));

        assertThat(json.get("exception").asText())
                .startsWith("java.lang.IllegalStateException: outer")
                .contains("Caused by: java.io.IOException: inner");
        assertThat(json.has("request_id")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "TRACE, TRACE, WARN",
        "DEBUG, DEBUG, WARN",
        "INFO, INFO, WARN",
        "WARN, WARN, WARN",
        "ERROR, ERROR, ERROR"
    })
    void libraries_are_always_quiet(LogLevel level, String ours, String libraries) {
        Logging.configure(new Log(level, LogFormat.TEXT));

        assertThat(context.getLogger("dev.parley").getEffectiveLevel()).isEqualTo(Level.toLevel(ours));
        assertThat(context.getLogger("org.eclipse.jetty.server").getEffectiveLevel())
                .isEqualTo(Level.toLevel(libraries));
        assertThat(context.getLogger("org.mongodb.driver").getEffectiveLevel()).isEqualTo(Level.toLevel(libraries));
    }

    @Test
    void it_goes_to_standard_output_and_is_set_up_once_however_often_it_is_called() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        Logging.configure(new Log(LogLevel.DEBUG, LogFormat.TEXT));
        Logging.configure(new Log(LogLevel.INFO, LogFormat.JSON));

        context.getLogger("dev.parley.Test").debug("not shown");
        context.getLogger("dev.parley.Test").info("shown");

        assertThat(written.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains("\"message\":\"shown\"");
    }

    @Test
    void nothing_is_configured_by_logback_itself() {
        assertThat(context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
                        .iteratorForAppenders()
                        .hasNext())
                .isFalse();
    }

    private String encoded(LogFormat format, ILoggingEvent event) {
        return new String(Logging.encoder(context, format).encode(event), StandardCharsets.UTF_8);
    }

    private LoggingEvent event(
            String message, @Nullable Throwable thrown, Map<String, String> diagnostics, Object... arguments) {
        Logger logger = context.getLogger("dev.parley.Rooms");
        LoggingEvent event = new LoggingEvent("", logger, Level.INFO, message, thrown, arguments);
        event.setInstant(Instant.parse("2026-03-01T12:00:00.007Z"));
        event.setThreadName("main-thread");
        event.setMDCPropertyMap(diagnostics);
        return event;
    }
}

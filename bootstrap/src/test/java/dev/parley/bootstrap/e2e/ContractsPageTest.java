package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The lines of {@code docs/contracts.md} that one can run: each does what stands under it. */
@Timeout(60)
class ContractsPageTest {
    private static final Path PAGE = Path.of("../docs/contracts.md");
    private static final Pattern SOCKET = Pattern.compile("\\$ wscat -c (\\S+) -H \"(\\w+): (.*)\"");

    @Test
    void every_line_is_answered_as_the_page_says(@TempDir Path directory) throws IOException {
        try (RunningServer server = RunningServer.start(StoreKind.SQLITE, directory, Map.of("EMAIL_TRANSPORT", "log"));
                Shell shell = new Shell()) {
            assumeTrue(shell.run("command -v curl").contains("curl"), "there is no curl to run the lines with");
            Reading reading = new Reading(server.port(), shell);
            Files.readAllLines(PAGE).forEach(reading::line);
            assertThat(reading.answers).isGreaterThan(15);
            assertThat(reading.frames).isGreaterThan(5);
        }
    }

    /** Goes through the page and does what it says. */
    private static final class Reading {
        private final int port;
        private final Shell shell;
        private String block = "";
        private String answer = "";
        private final Deque<TestSocket> sockets = new ArrayDeque<>();
        private int answers;
        private int frames;

        Reading(int port, Shell shell) {
            this.port = port;
            this.shell = shell;
        }

        void line(String line) {
            if (line.startsWith("```")) {
                block = line.substring(3);
            } else if (block.equals("sh")) {
                command(line);
            } else if (block.equals("wscat")) {
                frame(line);
            }
        }

        private void command(String line) {
            if (line.startsWith("# ")) {
                answers++;
                demand(answer, line);
            } else {
                answer = shell.run(line.replace("localhost:8080", "localhost:" + port));
            }
        }

        private void frame(String line) {
            Matcher opening = SOCKET.matcher(line);
            if (opening.matches()) {
                String address = opening.group(1).replace("'", "");
                String header = shell.run("printf %s \"" + opening.group(3) + "\"");
                sockets.push(TestSocket.to(port)
                        .path(address.replace("ws://localhost:8080", ""))
                        .header(opening.group(2), header)
                        .open());
            } else if (line.startsWith("> ")) {
                sockets.getFirst().sendText(line.substring(2));
            } else {
                frames++;
                demand(sockets.getFirst().await(Reading::isAsked).toString(), line);
            }
        }

        /** Who comes and goes is told at any time. */
        private static boolean isAsked(ObjectNode frame) {
            return !frame.path("type").asText().equals("user_status");
        }

        private static void demand(String answer, String line) {
            String pattern = Stream.of(line.substring(2).split("…", -1))
                    .map(Pattern::quote)
                    .collect(Collectors.joining("[^,}\\]]+?"));
            assertThat(answer).as(line).matches(pattern);
        }
    }
}

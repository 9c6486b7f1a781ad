package dev.parley.bootstrap.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Is a shell that runs commands one after another and remembers its variables. Confined to one thread. */
final class Shell implements AutoCloseable {
    private static final String END = "--- end of the answer ---";

    private final Process process;
    private final Writer in;
    private final BufferedReader out;

    Shell() {
        try {
            process = new ProcessBuilder("bash", "--noprofile", "--norc")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** What the command says, on one line. */
    String run(String command) {
        try {
            in.write(command + "\necho; echo '" + END + "'\n");
            in.flush();
            StringBuilder answer = new StringBuilder();
            for (String line = out.readLine(); !END.equals(line); line = out.readLine()) {
                if (line == null) {
                    throw new AssertionError("the shell has ended: " + command);
                }
                answer.append(line);
            }
            return answer.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(command, e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}

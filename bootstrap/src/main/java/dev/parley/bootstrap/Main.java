package dev.parley.bootstrap;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts the server, or says how. */
public final class Main {
    private static final int OK = 0;
    private static final int BAD_SETTINGS = 2;

    private Main() {}

    public static void main(String[] arguments) {
        int code = run(List.of(arguments), System.getenv(), Path.of(""), System.out, System.err);
        if (code != OK) {
            System.exit(code);
        }
    }

    /** Returns the exit code of a start that failed or of a question that was answered; {@link #OK} leaves the server running. */
    static int run(
            List<String> arguments, Map<String, String> environment, Path directory, PrintStream out, PrintStream err) {
        if (arguments.contains("--help")) {
            out.print(SettingsTable.help());
            return OK;
        }
        if (arguments.contains("--version")) {
            out.println(Version.text());
            return OK;
        }
        try {
            Config.read(environment, directory);
            return OK;
        } catch (ConfigException e) {
            e.problems().forEach(err::println);
            return BAD_SETTINGS;
        }
    }
}

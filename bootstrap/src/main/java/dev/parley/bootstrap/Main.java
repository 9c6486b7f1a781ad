package dev.parley.bootstrap;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the server, or says how. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int OK = 0;
    private static final int CANNOT_START = 1;
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
        if (!arguments.isEmpty()) {
            err.println("There is no argument " + arguments.get(0) + ": see --help");
            return BAD_SETTINGS;
        }
        try {
            Config.Reading reading = Config.read(environment, directory);
            Logging.configure(reading.config().log());
            reading.warnings().forEach(LOG::warn);
            serve(reading.config());
            return OK;
        } catch (ConfigException e) {
            e.problems().forEach(err::println);
            return BAD_SETTINGS;
        } catch (StartException e) {
            err.println(e.getMessage());
            LOG.debug("The start failed", e);
            return CANNOT_START;
        }
    }

    private static void serve(Config config) throws StartException {
        Workers.spareCarriers();
        System.setProperty("java.awt.headless", "true"); // Images are decoded, and never shown here.
        ChatServer server = ChatServer.start(config);
        Thread stop = new Thread(() -> stop(server, config), "parley-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        LOG.info("{} listens on port {}", Version.text(), server.port());
    }

    /** Ends the process in time even if a part of it hangs. */
    private static void stop(ChatServer server, Config config) {
        LOG.info("Parley stops");
        Thread closing = new Thread(server::close, "parley-close");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(config.shutdown().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (closing.isAlive()) {
            LOG.error(
                    "The server did not stop within {} s and is ended",
                    config.shutdown().toSeconds());
            Runtime.getRuntime().halt(CANNOT_START);
        }
        LOG.info("Parley has stopped");
    }
}

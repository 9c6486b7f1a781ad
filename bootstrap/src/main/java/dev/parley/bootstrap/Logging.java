package dev.parley.bootstrap;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Sets the log up by plain calls: to standard output, as text or JSON lines, each with the id of its request.
 *
 * <p>Until it is called {@link QuietLogging} holds: nothing is logged, and no configuration file is looked for.
 */
final class Logging {
    /** The key of the diagnostic context (MDC) under which the id of the request stands. */
    static final String REQUEST_ID = "request_id";

    /** What libraries tell at info is noise to an operator; what they tell at debug has passwords and tokens in it. */
    private static final List<String> LIBRARIES = List.of(
            "org.eclipse.jetty", "io.javalin", "org.mongodb", "org.sqlite", "org.postgresql", "com.zaxxer.hikari");

    /** It warns of each client that is gone before its event stream has begun, in words that say nothing to an operator. */
    private static final String HANG_UPS = "org.eclipse.jetty.io.FillInterest";

    private Logging() {}

    /** Replaces what was set up before. */
    static void configure(Config.Log log) {
        LibraryLogging.announce();
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName("console");
        console.setEncoder(encoder(context, log.format()));
        console.start();

        Level level = Level.toLevel(log.level().name());
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        root.addAppender(console);
        Level quiet = level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN;
        LIBRARIES.forEach(name -> context.getLogger(name).setLevel(quiet));
        context.getLogger(HANG_UPS).setLevel(level.isGreaterOrEqual(Level.ERROR) ? level : Level.ERROR);
    }

    static Encoder<ILoggingEvent> encoder(LoggerContext context, Config.LogFormat format) {
        Encoder<ILoggingEvent> encoder = switch (format) {
            case TEXT -> new TextLines();
            case JSON -> new JsonLines();
        };
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }
}

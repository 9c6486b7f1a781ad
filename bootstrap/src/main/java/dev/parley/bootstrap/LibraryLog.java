package dev.parley.bootstrap;

import java.util.Objects;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what libraries tell {@code java.util.logging} to the log of the server, whose lines all have one form. It is
 * public because {@link LibraryLogging} has it made by its name. Safe for concurrent use.
 */
public final class LibraryLog extends Handler {
    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord event) {
        Logger logger = LoggerFactory.getLogger(Objects.requireNonNullElse(event.getLoggerName(), "java"));
        String message = formatter.formatMessage(event);
        if (event.getLevel().intValue() >= Level.SEVERE.intValue()) {
            logger.error(message, event.getThrown());
        } else if (event.getLevel().intValue() >= Level.WARNING.intValue()) {
            logger.warn(message, event.getThrown());
        }
    }

    @Override
    public void flush() {
        // The log of the server keeps nothing back.
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}

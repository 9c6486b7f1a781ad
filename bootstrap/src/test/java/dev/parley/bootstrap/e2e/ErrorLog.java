package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.parley.bootstrap.TestLogging;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Listens for errors that a server in this process logs: each is a bug, whatever its client was told. */
final class ErrorLog implements AutoCloseable {
    /** The tests' own database, which complains of servers that are killed, and their mail server, of cut connections. */
    private static final List<String> FIXTURES = List.of("de.bwaldvogel", "com.icegreen");

    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final Queue<String> startWarnings = new ConcurrentLinkedQueue<>();
    private final Logger root = TestLogging.context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.ERROR)
                    && FIXTURES.stream().noneMatch(event.getLoggerName()::startsWith)) {
                String stack =
                        event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
                errors.add(event.getLoggerName() + ": " + event.getFormattedMessage() + "\n" + stack);
            } else if (event.getLevel() == Level.WARN && event.getLoggerName().startsWith("dev.parley.bootstrap.")) {
                startWarnings.add(event.getFormattedMessage());
            }
        }
    };

    ErrorLog() {
        root.setLevel(Level.WARN);
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
    }

    /** What the server warned of when it started. */
    List<String> startWarnings() {
        return List.copyOf(startWarnings);
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        assertThat(errors).as("errors that the server logged").isEmpty();
    }
}

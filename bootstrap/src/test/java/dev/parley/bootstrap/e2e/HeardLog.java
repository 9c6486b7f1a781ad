package dev.parley.bootstrap.e2e;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.parley.bootstrap.TestLogging;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Listens to what a part of the server in this process logs, from a level on. */
final class HeardLog implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger logger;
    private final @Nullable Level before;
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    };

    HeardLog(String part, Level level) {
        logger = TestLogging.context().getLogger(part);
        before = logger.getLevel();
        logger.setLevel(level);
        appender.setContext(logger.getLoggerContext());
        appender.start();
        logger.addAppender(appender);
    }

    /** The first that is as wanted, when it has been said. */
    String hear(Predicate<String> wanted) {
        await("such a line among " + lines)
                .atMost(PATIENCE)
                .until(() -> lines.stream().anyMatch(wanted));
        return lines.stream().filter(wanted).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setLevel(before);
    }
}

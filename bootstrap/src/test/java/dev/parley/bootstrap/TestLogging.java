package dev.parley.bootstrap;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** The log of this process. While another thread makes its first logger, SLF4J has a stand-in for it: that is waited out. */
public final class TestLogging {
    private TestLogging() {}

    public static LoggerContext context() {
        await().until(() -> LoggerFactory.getILoggerFactory() instanceof LoggerContext);
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}

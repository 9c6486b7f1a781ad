package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LibraryLoggingTest {
    private final Logger logger = TestLogging.context().getLogger("some.library");
    private final ListAppender<ILoggingEvent> heard = new ListAppender<>();
    private final java.util.logging.Logger library = java.util.logging.Logger.getLogger("some.library");

    @BeforeEach
    void listen() throws IOException {
        var unused = new LibraryLogging();
        logger.setLevel(ch.qos.logback.classic.Level.INFO);
        heard.setContext(logger.getLoggerContext());
        heard.start();
        logger.addAppender(heard);
    }

    @AfterEach
    void restore() throws IOException {
        logger.detachAppender(heard);
        LogManager.getLogManager().readConfiguration();
    }

    @Test
    void what_libraries_warn_of_is_in_the_log_and_what_else_they_say_is_not() {
        Exception broken = new IllegalStateException("broken");
        library.log(Level.WARNING, "lost {0} of {1}", new Object[] {"one", "two"});
        library.log(Level.SEVERE, "failed", broken);
        library.info("ready");

        assertThat(heard.list)
                .extracting(event -> event.getLevel() + " " + event.getFormattedMessage())
                .containsExactly("WARN lost one of two", "ERROR failed");
        assertThat(heard.list.get(1).getThrowableProxy().getMessage()).isEqualTo("broken");
    }

    @Test
    void nothing_of_it_goes_to_standard_error() {
        assertThat(java.util.logging.Logger.getLogger("").getHandlers())
                .hasOnlyElementsOfType(LibraryLog.class)
                .hasSize(1);
    }
}

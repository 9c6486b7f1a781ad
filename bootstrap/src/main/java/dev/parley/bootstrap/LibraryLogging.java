package dev.parley.bootstrap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * What {@code java.util.logging} finds when the first library uses it: warnings go to {@link LibraryLog}, and nothing goes
 * to standard error, where it is by default.
 *
 * <p>It is named in a property of the system and public because {@link LogManager} makes it, which costs a start nothing
 * where no library does; to set the handlers up in advance costs some 16 ms.
 */
public final class LibraryLogging {
    private static final String CONFIGURATION = "handlers=" + LibraryLog.class.getName() + "\n.level=WARNING\n";

    public LibraryLogging() throws IOException {
        LogManager.getLogManager()
                .readConfiguration(new ByteArrayInputStream(CONFIGURATION.getBytes(StandardCharsets.US_ASCII)));
    }

    static void announce() {
        System.setProperty("java.util.logging.config.class", LibraryLogging.class.getName());
    }
}

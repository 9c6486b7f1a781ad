package dev.parley.bootstrap;

import java.nio.file.Path;
import java.util.Map;

/** Lets tests of other packages run the whole server inside this process, by its settings alone. */
public final class InProcess implements AutoCloseable {
    private final ChatServer server;

    private InProcess(ChatServer server) {
        this.server = server;
    }

    /** @throws IllegalStateException if the settings are wrong, or it cannot start */
    public static InProcess start(Map<String, String> settings, Path directory) {
        try {
            return new InProcess(
                    ChatServer.start(Config.read(settings, directory).config()));
        } catch (ConfigException | StartException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}

package dev.parley.bootstrap;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * What logback finds when it looks for its configuration: nothing, and no need to look on.
 *
 * <p>Named in {@code META-INF/services}, which is logback's way and the only service file of ours: without it logback
 * loads its XML machinery at each start before {@link Logging} has said a word. Public because logback makes it.
 */
public final class QuietLogging extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}

package dev.parley.bootstrap;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * What logback finds when it looks for its configuration: nothing, and no need to look on.
 *
 * <p>Without it logback looks for three files, then logs everything, debug too, until {@link Logging} has said how;
 * that costs a start some 30 ms. It is named in {@code META-INF/services}, the one way that logback offers, and public
 * because logback makes it.
 */
public final class QuietLogging extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}

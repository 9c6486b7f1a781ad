package dev.parley.bootstrap;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Writes a log event as a line for people: time, level, thread, logger, request id (or {@code -}) and message, then the
 * stack if there is one. Safe for concurrent use.
 *
 * <p>A line break in a message is shown as a bar: what a client sends must not look like a line of the log. Written by
 * hand, as logback's pattern language costs a start some 60 ms.
 */
final class TextLines extends EncoderBase<ILoggingEvent> {
    private static final int USUAL_LENGTH = 256;
    private static final int LEVEL_WIDTH = 5;

    @Override
    public byte[] encode(ILoggingEvent event) {
        String logger = event.getLoggerName();
        String level = event.getLevel().toString();
        StringBuilder line = new StringBuilder(USUAL_LENGTH)
                .append(JsonLines.TIME.format(Instant.ofEpochMilli(event.getTimeStamp())))
                .append(' ')
                .append(level)
                .append(" ".repeat(LEVEL_WIDTH + 1 - level.length()))
                .append('[')
                .append(event.getThreadName())
                .append("] ")
                .append(logger, logger.lastIndexOf('.') + 1, logger.length())
                .append(' ')
                .append(event.getMDCPropertyMap().getOrDefault(Logging.REQUEST_ID, "-"))
                .append(' ')
                .append(event.getFormattedMessage().replaceAll("[\\r\\n]+", " | "))
                .append('\n');
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            line.append(ThrowableProxyUtil.asString(thrown));
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}

package dev.parley.bootstrap;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Writes a log event as one JSON object a line: {@code time}, {@code level}, {@code logger}, {@code thread}, {@code
 * message}, and where there is one {@code request_id} and {@code exception} (the whole stack, as text).
 *
 * <p>logback's own encoder keeps the formatted message, the stack and the request id in places of its own choosing; log
 * collectors look for these here. Safe for concurrent use.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {
    /** RFC 3339 with milliseconds, as everywhere on the wire. */
    static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private static final int USUAL_LENGTH = 256;

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(USUAL_LENGTH).append('{');
        member(line, "time", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
        member(line, "level", event.getLevel().toString());
        member(line, "logger", event.getLoggerName());
        member(line, "thread", event.getThreadName());
        member(line, Logging.REQUEST_ID, event.getMDCPropertyMap().get(Logging.REQUEST_ID));
        member(line, "message", event.getFormattedMessage());
        IThrowableProxy thrown = event.getThrowableProxy();
        member(line, "exception", thrown == null ? null : ThrowableProxyUtil.asString(thrown));
        return line.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void member(StringBuilder line, String name, @Nullable String value) {
        if (value == null) {
            return;
        }
        if (line.length() > 1) {
            line.append(',');
        }
        line.append('"').append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            append(line, value.charAt(i));
        }
        line.append('"');
    }

    /** RFC 8259 §7: quote, backslash and what is below the space are escaped. */
    private static void append(StringBuilder line, char c) {
        switch (c) {
            case '"', '\\' -> line.append('\\').append(c);
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> {
                if (c < ' ') {
                    line.append("\\u%04x".formatted((int) c));
                } else {
                    line.append(c);
                }
            }
        }
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

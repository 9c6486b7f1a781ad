package dev.parley.http.socket;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The types of frames that a client may send; before it is authenticated, {@code auth} alone. */
public enum ClientFrame {
    AUTH,
    REFRESH,
    RESUME,
    SEND,
    EDIT,
    DELETE,
    READ,
    TYPING,
    WATCH,
    PING;

    private static final Map<String, ClientFrame> BY_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(ClientFrame::wireName, Function.identity()));

    /** What stands in {@code type}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws ChatException.Invalid {@code unknown_frame} if there is none of this name */
    static ClientFrame of(String name) {
        ClientFrame frame = BY_NAME.get(name);
        if (frame == null) {
            throw new ChatException.Invalid(ErrorCode.UNKNOWN_FRAME);
        }
        return frame;
    }
}

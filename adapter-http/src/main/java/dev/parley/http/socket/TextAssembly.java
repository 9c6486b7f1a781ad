package dev.parley.http.socket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.websocket.core.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Puts the frames of a message together (RFC 6455 §5.4), at most {@link SocketServer#MAX_FRAME_BYTES} of them in all.
 * Confined to the socket's reading.
 */
final class TextAssembly {
    private static final Part UNFINISHED = new Part(State.UNFINISHED, "");
    private static final Part TOO_LARGE = new Part(State.TOO_LARGE, "");
    private static final Part NOT_UTF8 = new Part(State.NOT_UTF8, "");

    private @Nullable ByteArrayOutputStream fragments;

    enum State {
        UNFINISHED,
        WHOLE,
        TOO_LARGE,
        NOT_UTF8
    }

    /** @param text the message if it is whole */
    record Part(State state, String text) {}

    Part add(Frame frame) {
        ByteBuffer payload = frame.getPayload();
        if (frame.isFin() && fragments == null) {
            return decode(payload);
        }
        ByteArrayOutputStream gathered = fragments == null ? new ByteArrayOutputStream() : fragments;
        fragments = gathered;
        if (gathered.size() + payload.remaining() > SocketServer.MAX_FRAME_BYTES) {
            return TOO_LARGE; // The socket closes: what follows is not gathered.
        }
        gathered.writeBytes(BufferUtil.toArray(payload));
        if (!frame.isFin()) {
            return UNFINISHED;
        }
        fragments = null;
        return decode(ByteBuffer.wrap(gathered.toByteArray()));
    }

    private static Part decode(ByteBuffer payload) {
        try {
            return new Part(
                    State.WHOLE,
                    StandardCharsets.UTF_8.newDecoder().decode(payload.slice()).toString());
        } catch (CharacterCodingException e) {
            return NOT_UTF8;
        }
    }
}

package dev.parley.http.request;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;

/**
 * Lets {@value #MAX} requests of one user, or of one address where nobody says who it is, be worked on at once, and tells
 * more to come back: whoever asks for a lot at once must not hold all threads. What waits for its room, as a send does, holds none and does not count.
 *
 * <p>Safe for concurrent use.
 */
public final class Turns {
    private static final int MAX = 32;
    private static final String ATTRIBUTE = "parley.turn";

    private final ConcurrentMap<Object, Integer> underWay = new ConcurrentHashMap<>();

    /**
     * The request is this one's, and is worked on until {@link #end}.
     *
     * @param whose a user's number, or an address
     * @param remember keeps a value with the request
     * @throws ChatException.Unavailable if so many are
     */
    void begin(Object whose, BiConsumer<String, Object> remember) {
        remember.accept(ATTRIBUTE, whose);
        take(whose);
    }

    /** Works for this one. @throws ChatException.Unavailable if so many do */
    <T> T during(Object whose, Supplier<T> work) {
        try {
            take(whose);
            return work.get();
        } finally {
            giveBack(whose);
        }
    }

    private void take(Object whose) {
        Integer count = underWay.merge(whose, 1, Integer::sum);
        if (count != null && count > MAX) {
            throw new ChatException.Unavailable(ErrorCode.OVERLOADED);
        }
    }

    private void giveBack(Object whose) {
        underWay.computeIfPresent(whose, (key, count) -> count == 1 ? null : count - 1);
    }

    /** The thread that worked on the request turns to something else. */
    public void end(Request request) {
        Object whose = request.getAttribute(ATTRIBUTE);
        if (whose != null) {
            request.removeAttribute(ATTRIBUTE);
            giveBack(whose);
        }
    }
}

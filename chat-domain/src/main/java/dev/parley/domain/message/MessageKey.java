package dev.parley.domain.message;

import dev.parley.domain.account.UserId;
import java.util.Optional;

/**
 * What makes a message the same message, however often it is sent: unique in its room for ever, and always there.
 *
 * <p>A client's id counts per author: two people may both call their message {@code 1}. At most 200 characters.
 */
public record MessageKey(String value) {
    private static final String CLIENT = "c:";
    private static final String SERVER = "s:";
    private static final int MAX_LENGTH = 200;

    public MessageKey {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a key has 1 to " + MAX_LENGTH + " characters");
        }
    }

    /** The key of a message that its author's client has named. */
    public static MessageKey named(UserId author, ClientId id) {
        return new MessageKey(CLIENT + author + ":" + id);
    }

    /** The key of a message without a name; {@code nonce} is never used twice by any node. */
    public static MessageKey unnamed(String nonce) {
        return new MessageKey(SERVER + nonce);
    }

    /** The name that the author's client gave, if it gave one. */
    public Optional<ClientId> clientId() {
        return value.startsWith(CLIENT)
                ? Optional.of(new ClientId(value.substring(value.indexOf(':', CLIENT.length()) + 1)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}

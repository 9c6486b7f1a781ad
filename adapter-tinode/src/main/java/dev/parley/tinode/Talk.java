package dev.parley.tinode;

import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.Topic;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A talk of two users. Tinode keeps it as {@code p2p} and both numbers, the lower one first, in URL-safe Base64
 * (server/store/types, {@code P2PName}), and calls it for each of them by the name of the other.
 *
 * <p>When the two have deleted it and talk again it is another one, under the same name there: here it gets a suffix.
 */
record Talk(String first, String second) {
    private static final String PREFIX = "p2p";
    private static final String USER = "usr";
    private static final String NEXT = "~";
    private static final int ID_BYTES = 8;
    private static final int NAME_LENGTH = PREFIX.length() + 22;

    static boolean is(Topic topic) {
        return topic.value().startsWith(PREFIX);
    }

    /** @throws IllegalArgumentException if these are no two users */
    static Topic between(ForeignAccount one, ForeignAccount other) {
        byte[] first = id(one.value());
        byte[] second = id(other.value());
        int order = Long.compareUnsigned(number(first), number(second));
        if (order == 0) {
            throw new IllegalArgumentException("nobody talks to oneself: " + one);
        }
        ByteBuffer both = ByteBuffer.allocate(2 * ID_BYTES);
        both.put(order < 0 ? first : second).put(order < 0 ? second : first);
        return new Topic(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(both.array()));
    }

    private static long number(byte[] id) {
        return ByteBuffer.wrap(id).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private static byte[] id(String user) {
        byte[] id = user.startsWith(USER) ? Base64.getUrlDecoder().decode(user.substring(USER.length())) : new byte[0];
        if (id.length != ID_BYTES) {
            throw new IllegalArgumentException("no user: " + user);
        }
        return id;
    }

    /** @throws IllegalArgumentException if it is no talk */
    static Talk of(Topic topic) {
        String name = topic.value();
        if (!is(topic) || name.length() < NAME_LENGTH) {
            throw new IllegalArgumentException("no talk: " + name);
        }
        byte[] both = Base64.getUrlDecoder().decode(name.substring(PREFIX.length(), NAME_LENGTH));
        return new Talk(user(both, 0), user(both, ID_BYTES));
    }

    private static String user(byte[] both, int from) {
        ByteBuffer id = ByteBuffer.wrap(both, from, ID_BYTES).slice();
        return USER
                + new String(Base64.getUrlEncoder().withoutPadding().encode(id).array(), StandardCharsets.US_ASCII);
    }

    /** The one that comes after this, which is gone. */
    static Topic next(Topic gone) {
        String[] parts = gone.value().split(NEXT, 2);
        int number = parts.length < 2 ? 2 : Integer.parseInt(parts[1]) + 1;
        return new Topic(parts[0] + NEXT + number);
    }

    /** The other one of the two. */
    String otherThan(String user) {
        return user.equals(first) ? second : first;
    }
}

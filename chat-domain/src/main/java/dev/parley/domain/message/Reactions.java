package dev.parley.domain.message;

import dev.parley.domain.account.UserId;
import java.util.ArrayList;
import java.util.List;

/**
 * What people have answered a message with in one sign each: a set of user and emoji. Immutable.
 *
 * @param each by the first use of the emoji; at most {@value #MAX_EMOJI}, with {@value #MAX} users in all
 */
public record Reactions(List<Reaction> each) {
    /** The most different emoji on a message. */
    public static final int MAX_EMOJI = 20;

    /** The most reactions on a message, each that of one user with one emoji. */
    public static final int MAX = 1_000;

    /** Those of most messages. */
    public static final Reactions NONE = new Reactions(List.of());

    /**
     * Who has reacted with an emoji.
     *
     * @param users in the order in which they did, at least one
     */
    public record Reaction(Emoji emoji, List<UserId> users) {
        public Reaction {
            if (users.isEmpty()) {
                throw new IllegalArgumentException("nobody has reacted with " + emoji);
            }
            users = List.copyOf(users);
        }
    }

    public Reactions {
        each = List.copyOf(each);
    }

    public boolean isEmpty() {
        return each.isEmpty();
    }

    /** How many there are, each that of one user with one emoji. */
    public int count() {
        int count = 0;
        for (Reaction reaction : each) {
            count += reaction.users.size();
        }
        return count;
    }

    public boolean has(UserId user, Emoji emoji) {
        return usersOf(emoji).contains(user);
    }

    private List<UserId> usersOf(Emoji emoji) {
        return each.stream()
                .filter(reaction -> reaction.emoji.equals(emoji))
                .findFirst()
                .map(Reaction::users)
                .orElse(List.of());
    }

    /** Whether one more may react with this emoji. */
    public boolean hasRoomFor(Emoji emoji) {
        return count() < MAX && (each.size() < MAX_EMOJI || !usersOf(emoji).isEmpty());
    }

    /** These and that of this user, who has not reacted with this emoji. */
    Reactions with(UserId user, Emoji emoji) {
        List<UserId> users = new ArrayList<>(usersOf(emoji));
        users.add(user);
        return with(new Reaction(emoji, users));
    }

    private Reactions with(Reaction changed) {
        List<Reaction> all = new ArrayList<>(each);
        int known = indexOf(changed.emoji);
        if (known < 0) {
            all.add(changed);
        } else {
            all.set(known, changed);
        }
        return new Reactions(all);
    }

    private int indexOf(Emoji emoji) {
        return each.stream().map(Reaction::emoji).toList().indexOf(emoji);
    }

    /** These without that of this user, who has reacted with this emoji. */
    Reactions without(UserId user, Emoji emoji) {
        List<UserId> users = new ArrayList<>(usersOf(emoji));
        users.remove(user);
        if (!users.isEmpty()) {
            return with(new Reaction(emoji, users));
        }
        List<Reaction> left =
                each.stream().filter(reaction -> !reaction.emoji.equals(emoji)).toList();
        return left.isEmpty() ? NONE : new Reactions(left);
    }
}

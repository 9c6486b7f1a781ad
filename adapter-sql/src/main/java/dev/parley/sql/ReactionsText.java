package dev.parley.sql;

import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Emoji;
import dev.parley.domain.message.Reactions;
import dev.parley.domain.message.Reactions.Reaction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reactions as they stand in {@code messages}: a line for each emoji, with the emoji and the users behind it, set apart by
 * spaces. None are null.
 */
final class ReactionsText {
    private static final String LINE = "\n";
    private static final String GAP = " ";

    private ReactionsText() {}

    static @Nullable String write(Reactions reactions) {
        if (reactions.isEmpty()) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (Reaction reaction : reactions.each()) {
            text.append(text.isEmpty() ? "" : LINE).append(reaction.emoji());
            reaction.users().forEach(user -> text.append(GAP).append(user));
        }
        return text.toString();
    }

    static Reactions read(@Nullable String text) {
        if (text == null) {
            return Reactions.NONE;
        }
        List<Reaction> reactions = new ArrayList<>();
        for (String line : text.split(LINE, -1)) {
            String[] words = line.split(GAP, -1);
            List<UserId> users = new ArrayList<>(words.length - 1);
            for (int i = 1; i < words.length; i++) {
                users.add(new UserId(Long.parseLong(words[i])));
            }
            reactions.add(new Reaction(new Emoji(words[0]), users));
        }
        return new Reactions(reactions);
    }
}

package dev.parley.application.realtime;

import dev.parley.application.profile.AuthoredMessage;
import dev.parley.domain.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Events as words: {@code message <room> <rev> <seq> <text>}, {@code caught_up <room> <rev>}. It cannot write {@code poison}. */
final class TextFormat implements EventFormat {
    @Override
    public byte[] encode(Event event) {
        return text(event).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Event event) {
        if (event instanceof Event.MessageChanged changed) {
            return text(changed.message());
        }
        if (event instanceof Event.CaughtUp caughtUp) {
            return "caught_up " + caughtUp.room() + " " + caughtUp.rev();
        }
        if (event instanceof Event.Typing typing) {
            return "typing " + typing.room() + " "
                    + typing.users().stream()
                            .map(user -> user.username().value())
                            .sorted()
                            .collect(Collectors.joining(","));
        }
        if (event instanceof Event.Read read) {
            return "read " + read.room() + " " + read.user() + " " + read.seq();
        }
        if (event instanceof Event.PresenceChanged changed) {
            return "presence "
                    + changed.states().stream()
                            .map(state -> state.user() + (state.online() ? "+" : "-"))
                            .collect(Collectors.joining(" "));
        }
        if (event instanceof Event.TokenExpiring expiring) {
            return "token_expiring " + expiring.in().toSeconds();
        }
        if (event instanceof Event.Bye bye) {
            return "bye " + bye.retryAfter().toSeconds();
        }
        throw new AssertionError(event);
    }

    private static String text(AuthoredMessage authored) {
        Message message = authored.message();
        if (message.content().text().equals("poison")) {
            throw new IllegalStateException("poison");
        }
        return "message " + message.room() + " " + message.rev() + " " + message.seq() + " "
                + (message.deleted() ? "(deleted)" : message.content().text());
    }
}

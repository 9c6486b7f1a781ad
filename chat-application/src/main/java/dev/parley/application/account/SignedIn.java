package dev.parley.application.account;

import dev.parley.domain.account.User;
import java.time.Duration;

/**
 * The tokens of a session.
 *
 * @param accessToken proves the session for {@code expiresIn}
 * @param refreshToken is exchanged for the next pair, once
 */
public record SignedIn(User user, String accessToken, String refreshToken, Duration expiresIn) {
    @Override
    public String toString() {
        return "SignedIn[user=" + user.id() + ", tokens redacted]";
    }
}

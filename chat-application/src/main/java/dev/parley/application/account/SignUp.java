package dev.parley.application.account;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.DisplayName;
import dev.parley.domain.account.Email;
import dev.parley.domain.account.Language;
import dev.parley.domain.account.Password;
import dev.parley.domain.account.Username;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says who wants an account: an e-mail address or a username, or both.
 *
 * @param displayName the username if null
 */
public record SignUp(
        @Nullable Email email,
        @Nullable Username username,
        Password password,
        @Nullable DisplayName displayName,
        @Nullable Language language) {
    /** @throws ChatException.Invalid if there is neither an address nor a username */
    public SignUp {
        if (email == null && username == null) {
            throw new ChatException.Invalid(ErrorCode.INVALID_FIELD, "'username' or 'email' is needed.");
        }
    }
}

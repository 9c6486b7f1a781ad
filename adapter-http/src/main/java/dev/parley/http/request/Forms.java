package dev.parley.http.request;

import dev.parley.application.account.SignUp;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.DisplayName;
import dev.parley.domain.account.Email;
import dev.parley.domain.account.Language;
import dev.parley.domain.account.Password;
import dev.parley.domain.account.Username;
import dev.parley.domain.file.FileId;
import dev.parley.domain.message.ClientId;
import dev.parley.domain.message.Seq;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** Reads from bodies what several contracts name alike. */
public final class Forms {
    private Forms() {}

    /** What somebody says who wants an account. */
    public static SignUp signUp(JsonBody body) {
        return signUp(body, body.text("password"));
    }

    /** The same where the password has another name. */
    public static SignUp signUp(JsonBody body, String password) {
        return new SignUp(
                body.optionalText("email").map(String::strip).map(Email::new).orElse(null),
                body.optionalText("username").map(Username::new).orElse(null),
                new Password(password),
                body.optionalText("display_name").map(DisplayName::new).orElse(null),
                body.optionalText("language").map(Language::new).orElse(null));
    }

    /**
     * By what somebody logs in: {@code login}, {@code email} or {@code username}.
     *
     * @param usual what is missing where none of them is there
     */
    public static String login(JsonBody body, String usual) {
        return body.optionalText("login")
                .or(() -> body.optionalText("email"))
                .or(() -> body.optionalText("username"))
                .orElseGet(() -> body.text(usual));
    }

    /** The address that must be there. */
    public static Email email(JsonBody body) {
        return new Email(body.text("email").strip());
    }

    /** The name that the client gives to its message: in the body, or else in a header. */
    public static Optional<ClientId> clientId(Context ctx, JsonBody body) {
        return body.optionalText("client_id")
                .or(() -> Optional.ofNullable(ctx.header("Idempotency-Key")))
                .map(ClientId::new);
    }

    /** The message that one answers, if it answers one. */
    public static Optional<Seq> replyTo(JsonBody body) {
        Optional<Long> seq = body.optionalNumber("reply_to");
        if (seq.isPresent() && seq.get() < 0) {
            throw JsonBody.invalid("reply_to", "must not be negative");
        }
        return seq.map(Seq::new);
    }

    /**
     * The files that go with a message, if any do.
     *
     * @throws ChatException.NotFound if one of them cannot be the id of a file
     */
    public static List<FileId> files(JsonBody body) {
        return body.optionalTexts("files").stream().map(FileId::new).toList();
    }

    /** The text of a message, which may be left out if there are files. */
    public static String content(JsonBody body, List<FileId> files) {
        return files.isEmpty()
                ? body.text("content")
                : body.optionalText("content").orElse("");
    }
}

package dev.parley.domain;

import java.util.Locale;

/**
 * The catalogue of everything Parley refuses, stable for ever: a client may branch on a code, never on a sentence.
 *
 * <p>The wire name of a code is its name in lower case.
 */
public enum ErrorCode {
    BAD_REQUEST(Kind.INVALID, false, "The request is not valid HTTP."),
    MALFORMED_JSON(Kind.INVALID, false, "The body is not a JSON object in UTF-8."),
    INVALID_FIELD(Kind.INVALID, false, "A field is missing or has the wrong type."),
    INVALID_USERNAME(Kind.INVALID, false, "A username has 2 to 32 letters, digits, '_', '.' or '-'."),
    INVALID_EMAIL(Kind.INVALID, false, "This is not an e-mail address."),
    INVALID_PASSWORD(Kind.INVALID, false, "A password has at least 8 characters, at most 72 bytes and no NUL."),
    INVALID_DISPLAY_NAME(Kind.INVALID, false, "A display name has 1 to 64 printable characters."),
    INVALID_LANGUAGE(Kind.INVALID, false, "A language is a tag as 'en' or 'pt-BR' (BCP 47)."),
    INVALID_CONTENT(Kind.INVALID, false, "A message needs text, without control characters but newline and tab."),
    CONTENT_TOO_LONG(Kind.INVALID, false, "The message is longer than this server allows."),
    INVALID_ROOM_NAME(Kind.INVALID, false, "A room's name has 1 to 64 printable characters."),
    INVALID_JOIN_CODE(Kind.INVALID, false, "A code has 8 to 64 letters, digits, '_' or '-'."),
    INVALID_CLIENT_ID(Kind.INVALID, false, "A client id has 1 to 64 printable characters."),
    INVALID_EMOJI(Kind.INVALID, false, "A reaction is one emoji."),
    INVALID_PAGE(Kind.INVALID, false, "A limit is 1 to 200; before, after, around and since are numbers from 0."),
    INVALID_UPLOAD(Kind.INVALID, false, "An upload is multipart/form-data with one file, in the field 'file'."),
    RANGE_NOT_SATISFIABLE(Kind.INVALID, false, "The file has no bytes at this place."),
    UNKNOWN_FRAME(Kind.INVALID, false, "There is no frame of this type."),

    UNAUTHENTICATED(Kind.UNAUTHENTICATED, false, "This needs an access token."),
    INVALID_TOKEN(Kind.UNAUTHENTICATED, false, "The token is not valid."),
    TOKEN_EXPIRED(Kind.UNAUTHENTICATED, false, "The token has expired: refresh it."),
    SESSION_REVOKED(Kind.UNAUTHENTICATED, false, "The session has ended: log in again."),
    INVALID_CREDENTIALS(Kind.UNAUTHENTICATED, false, "Unknown user or wrong password."),
    INVALID_REFRESH_TOKEN(Kind.UNAUTHENTICATED, false, "The refresh token is not valid: log in again."),
    INVALID_CODE(Kind.UNAUTHENTICATED, false, "The code is wrong, or not good any more: ask for a new one."),

    NOT_AUTHOR(Kind.FORBIDDEN, false, "Only the author may change this message."),
    ORIGIN_NOT_ALLOWED(Kind.FORBIDDEN, false, "Pages of this origin may not connect."),
    ROLE_TOO_LOW(Kind.FORBIDDEN, false, "Your role in this room does not allow this."),
    ROOM_FIXED(Kind.FORBIDDEN, false, "General and direct rooms cannot be changed, joined or left."),
    WRONG_JOIN_CODE(Kind.FORBIDDEN, false, "This room opens with a code, and this is not it."),
    WRONG_PASSWORD(Kind.FORBIDDEN, false, "This is not your current password."),
    WRONG_USER(Kind.FORBIDDEN, false, "The token belongs to another user."),

    NOT_FOUND(Kind.NOT_FOUND, false, "There is nothing here."),
    ROOM_NOT_FOUND(Kind.NOT_FOUND, false, "There is no such room."),
    USER_NOT_FOUND(Kind.NOT_FOUND, false, "There is no such user."),
    SESSION_NOT_FOUND(Kind.NOT_FOUND, false, "You have no such session."),
    FILE_NOT_FOUND(Kind.NOT_FOUND, false, "There is no such file."),
    MESSAGE_NOT_FOUND(Kind.NOT_FOUND, false, "There is no such message."),

    USERNAME_TAKEN(Kind.CONFLICT, false, "This username is taken."),
    EMAIL_TAKEN(Kind.CONFLICT, false, "There is an account with this e-mail address."),
    ROOM_NAME_TAKEN(Kind.CONFLICT, false, "There is a public room of this name."),
    LAST_OWNER(Kind.CONFLICT, false, "The room needs an owner: make somebody else one first."),
    TOO_MANY_ROOMS(Kind.CONFLICT, false, "This user is in as many rooms as one can be in: leave some first."),
    CLIENT_ID_REUSED(Kind.CONFLICT, false, "This client id was used for another message."),
    MESSAGE_DELETED(Kind.CONFLICT, false, "This message has been deleted."),
    TOO_MANY_REACTIONS(Kind.CONFLICT, false, "A message has at most 20 different emoji and 1,000 reactions."),

    METHOD_NOT_ALLOWED(Kind.NOT_ALLOWED, false, "This path does not take this method."),
    PAYLOAD_TOO_LARGE(Kind.TOO_LARGE, false, "The body is larger than this server allows."),
    HEADERS_TOO_LARGE(Kind.TOO_LARGE, false, "The request's headers are larger than this server allows."),

    RATE_LIMITED(Kind.TOO_MANY, true, "Too many requests: slow down."),
    TOO_MANY_CONNECTIONS(Kind.TOO_MANY, true, "Too many open connections."),

    OVERLOADED(Kind.UNAVAILABLE, true, "The server is busy: try again shortly."),
    STORE_UNAVAILABLE(Kind.UNAVAILABLE, true, "The store does not answer: try again shortly."),
    SHUTTING_DOWN(Kind.UNAVAILABLE, true, "The server is restarting: try again shortly."),

    NO_MAIL(Kind.UNSUPPORTED, false, "This server sends no mail."),

    STORAGE_FULL(Kind.FULL, true, "There is no place for more files on this server."),

    INTERNAL(Kind.BUG, false, "Something went wrong on the server.");

    /** The sort of a refusal; what it means in a protocol (a status, a close code) is said by that protocol's adapter. */
    public enum Kind {
        INVALID,
        UNAUTHENTICATED,
        FORBIDDEN,
        NOT_FOUND,
        CONFLICT,
        NOT_ALLOWED,
        TOO_LARGE,
        TOO_MANY,
        UNAVAILABLE,
        UNSUPPORTED,
        FULL,
        BUG
    }

    private final Kind kind;
    private final boolean retryable;
    private final String sentence;

    ErrorCode(Kind kind, boolean retryable, String sentence) {
        this.kind = kind;
        this.retryable = retryable;
        this.sentence = sentence;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the same request may succeed later without being changed. */
    public boolean retryable() {
        return retryable;
    }

    /** One English sentence for people. */
    public String sentence() {
        return sentence;
    }

    /** The name on the wire, for instance {@code room_not_found}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

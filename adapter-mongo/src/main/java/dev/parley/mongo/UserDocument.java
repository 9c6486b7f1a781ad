package dev.parley.mongo;

import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import dev.parley.domain.account.Credentials;
import dev.parley.domain.account.DisplayName;
import dev.parley.domain.account.Email;
import dev.parley.domain.account.Language;
import dev.parley.domain.account.NewUser;
import dev.parley.domain.account.PasswordHash;
import dev.parley.domain.account.ProfileChange;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserId;
import dev.parley.domain.account.Username;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Is the shape of a user in the database; the package documents its fields. */
final class UserDocument {
    private UserDocument() {}

    static BsonDocument of(UserId id, NewUser user) {
        BsonDocument document = new BsonDocument("_id", new BsonInt64(id.value()))
                .append("username", new BsonString(user.username().value()))
                .append("usernameKey", new BsonString(user.username().key()))
                .append("displayName", new BsonString(user.displayName().value()))
                .append("displayKey", new BsonString(user.displayName().key()))
                .append("passwordHash", new BsonString(user.passwordHash().value()))
                .append("createdAt", new BsonDateTime(user.createdAt().toEpochMilli()));
        Email email = user.email();
        if (email != null) {
            document.append("email", new BsonString(email.value()));
            document.append("emailKey", new BsonString(email.key()));
        }
        Language language = user.language();
        if (language != null) {
            document.append("language", new BsonString(language.tag()));
        }
        return document;
    }

    /** The update that makes the change; empty if there is nothing to change. */
    static Optional<Bson> changed(ProfileChange change) {
        List<Bson> updates = new ArrayList<>();
        DisplayName name = change.displayName();
        if (name != null) {
            updates.add(set("displayName", name.value()));
            updates.add(set("displayKey", name.key()));
        }
        Language language = change.language();
        if (language != null) {
            updates.add(set("language", language.tag()));
        } else if (change.changesLanguage()) {
            updates.add(unset("language"));
        }
        return updates.isEmpty() ? Optional.empty() : Optional.of(combine(updates));
    }

    /** Whose address or language is none by the rules of today has none; nobody else can have that address. */
    static User user(BsonDocument document) {
        String address = text(document, "email");
        Email email = address == null ? null : Email.of(address).orElse(null);
        String language = text(document, "language");
        return new User(
                new UserId(document.getInt64("_id").getValue()),
                new Username(document.getString("username").getValue()),
                email,
                email != null && document.containsKey("emailVerified"),
                new DisplayName(document.getString("displayName").getValue()),
                language == null ? null : Language.of(language).orElse(null),
                Instant.ofEpochMilli(document.getDateTime("createdAt").getValue()));
    }

    static Credentials credentials(BsonDocument document) {
        return new Credentials(user(document), passwordHash(document));
    }

    static PasswordHash passwordHash(BsonDocument document) {
        return new PasswordHash(document.getString("passwordHash").getValue());
    }

    private static @Nullable String text(BsonDocument document, String field) {
        return document.containsKey(field) ? document.getString(field).getValue() : null;
    }
}

package dev.parley.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Filters.regex;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import dev.parley.domain.ChatException;
import dev.parley.domain.Texts;
import dev.parley.domain.account.Credentials;
import dev.parley.domain.account.DisplayName;
import dev.parley.domain.account.Email;
import dev.parley.domain.account.NewUser;
import dev.parley.domain.account.PasswordHash;
import dev.parley.domain.account.ProfileChange;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserDirectory;
import dev.parley.domain.account.UserId;
import dev.parley.domain.account.Username;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/** Keeps the users, one document each: its insert is the registration. Safe for concurrent use. */
final class MongoUserDirectory implements UserDirectory {
    private final Database database;
    private final Numbers numbers;

    MongoUserDirectory(Database database) {
        this.database = database;
        numbers = new Numbers(database, Schema.USER_NUMBERS);
    }

    @Override
    public Registration register(NewUser user) {
        Attempts attempts = new Attempts();
        boolean unanswered = false;
        while (true) {
            // A number that an unsuccessful attempt has drawn stays unused: numbers are unique, not dense.
            BsonDocument document = UserDocument.of(new UserId(numbers.next(attempts)), user);
            try {
                database.ask(Schema.USERS, c -> c.insertOne(document));
                return new Registration.Registered(UserDocument.user(document));
            } catch (DuplicateKey e) {
                Optional<Registration> clash = clash(user, unanswered);
                if (clash.isPresent()) {
                    return clash.get();
                }
                attempts.lostRace(e);
            } catch (ChatException.Unavailable e) {
                unanswered = true;
                attempts.unknownOutcome(e);
            }
        }
    }

    /** Whose the name or the address is; ours, if an insert went unanswered: no two salted hashes are the same. */
    private Optional<Registration> clash(NewUser user, boolean unanswered) {
        Optional<BsonDocument> namesake = find(eq("usernameKey", user.username().key()));
        if (namesake.isPresent()) {
            boolean own =
                    unanswered && UserDocument.passwordHash(namesake.get()).equals(user.passwordHash());
            return Optional.of(
                    own
                            ? new Registration.Registered(UserDocument.user(namesake.get()))
                            : new Registration.UsernameTaken());
        }
        Email email = user.email();
        return email != null && find(eq("emailKey", email.key())).isPresent()
                ? Optional.of(new Registration.EmailTaken())
                : Optional.empty();
    }

    @Override
    public Map<UserId, User> find(Collection<UserId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        List<Long> numbers = ids.stream().map(UserId::value).distinct().toList();
        Map<UserId, User> users = new HashMap<>();
        for (BsonDocument document : database.ask(
                Schema.USERS,
                c -> c.find(in("_id", numbers)).batchSize(numbers.size()).into(new ArrayList<>()))) {
            User user = UserDocument.user(document);
            users.put(user.id(), user);
        }
        return Map.copyOf(users);
    }

    @Override
    public Optional<Credentials> findByUsername(Username username) {
        return find(eq("usernameKey", username.key())).map(UserDocument::credentials);
    }

    @Override
    public Optional<Credentials> findByEmail(Email email) {
        return find(eq("emailKey", email.key())).map(UserDocument::credentials);
    }

    @Override
    public List<User> search(String part, long after, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("a page has 1 to " + MAX_PAGE + ", not " + limit);
        }
        if (!DisplayName.isPart(part)) {
            return List.of();
        }
        String quoted = Pattern.quote(Texts.folded(part));
        Bson filter = part.isEmpty()
                ? gt("_id", after)
                : and(gt("_id", after), or(regex("usernameKey", quoted), regex("displayKey", quoted)));
        return database
                .ask(
                        Schema.USERS,
                        c -> c.find(filter)
                                .sort(ascending("_id"))
                                .limit(limit)
                                .batchSize(limit)
                                .into(new ArrayList<>()))
                .stream()
                .map(UserDocument::user)
                .toList();
    }

    /** May be repeated: it says what is to be, not what changes. */
    @Override
    public Optional<User> update(UserId id, ProfileChange change) {
        Optional<Bson> update = UserDocument.changed(change);
        if (update.isEmpty()) {
            return find(eq("_id", id.value())).map(UserDocument::user);
        }
        FindOneAndUpdateOptions after = new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);
        return Attempts.settled(() -> Optional.ofNullable(database.ask(
                        Schema.USERS, c -> c.findOneAndUpdate(eq("_id", id.value()), update.get(), after)))
                .map(UserDocument::user));
    }

    /** May be repeated: it says what is to be, not what changes. */
    @Override
    public Optional<User> verify(UserId id, Email email) {
        Bson owner = and(eq("_id", id.value()), eq("emailKey", email.key()));
        FindOneAndUpdateOptions after = new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);
        return Attempts.settled(() -> Optional.ofNullable(
                        database.ask(Schema.USERS, c -> c.findOneAndUpdate(owner, set("emailVerified", true), after)))
                .map(UserDocument::user));
    }

    /** After an unknown outcome it looks whether the next hash is there: no two salted hashes are the same. */
    @Override
    public boolean changePassword(UserId id, PasswordHash known, PasswordHash next) {
        Bson before = and(eq("_id", id.value()), eq("passwordHash", known.value()));
        Bson after = and(eq("_id", id.value()), eq("passwordHash", next.value()));
        Attempts attempts = new Attempts();
        while (true) {
            try {
                return database.ask(Schema.USERS, c -> c.updateOne(before, set("passwordHash", next.value())))
                                        .getMatchedCount()
                                == 1
                        || (attempts.hadUnknownOutcome() && find(after).isPresent());
            } catch (ChatException.Unavailable e) {
                attempts.unknownOutcome(e);
            }
        }
    }

    private Optional<BsonDocument> find(Bson filter) {
        return Optional.ofNullable(
                database.ask(Schema.USERS, c -> c.find(filter).first()));
    }
}

package dev.parley.mongo;

import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Updates.inc;

import dev.parley.domain.account.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;

/**
 * Keeps the number of each user by which other nodes see that its memberships have changed. To raise it once
 * more than needed costs them a read. Stateless.
 */
final class MembershipVersions {
    private static final String FIELD = "memberships";

    private final Database database;

    MembershipVersions(Database database) {
        this.database = database;
    }

    void raise(Collection<UserId> users) {
        List<Long> numbers = users.stream().map(UserId::value).toList();
        Attempts.settled(() -> database.ask(Schema.USERS, c -> c.updateMany(in("_id", numbers), inc(FIELD, 1L))));
    }

    Map<UserId, Long> of(Collection<UserId> users) {
        List<Long> numbers = users.stream().map(UserId::value).toList();
        Map<UserId, Long> versions = new HashMap<>();
        for (BsonDocument user : database.ask(
                Schema.USERS,
                c -> c.find(in("_id", numbers))
                        .projection(include(FIELD))
                        .batchSize(numbers.size())
                        .into(new ArrayList<>()))) {
            if (user.containsKey(FIELD)) {
                versions.put(
                        new UserId(user.getInt64("_id").getValue()),
                        user.getInt64(FIELD).getValue());
            }
        }
        return versions;
    }
}

package dev.parley.benchmarks.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.benchmarks.chat.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A room that one of the users may write in.
 *
 * @param account the user's number
 */
record Place(long room, int account) {
    private static final int NOT_FOUND = 404;
    private static final int NO_SUCH_METHOD = 405;

    /** General, for every user. */
    static List<Place> general(int users) {
        List<Place> all = new ArrayList<>();
        for (int i = 0; i < users; i++) {
            all.add(new Place(Lab.GENERAL, i));
        }
        return all;
    }

    /** Has the users make this many rooms in turn; empty where the server cannot make rooms yet. */
    static Optional<List<Place>> rooms(Lab.Household parley, int count) {
        List<Place> all = new ArrayList<>();
        String run = Long.toString(System.nanoTime(), 36);
        for (int i = 0; i < count; i++) {
            int account = i % parley.accounts().count();
            Map<String, String> room = Map.of("name", "bench " + run + " " + i, "kind", "public");
            Api.Answer answer =
                    parley.api().call("POST", "rooms", parley.accounts().token(account), room);
            if (answer.status() == NOT_FOUND || answer.status() == NO_SUCH_METHOD) {
                return Optional.empty();
            }
            JsonNode made = answer.orFail("the making of a room");
            all.add(new Place(
                    (made.has("id") ? made : made.path("room")).path("id").asLong(), account));
        }
        return Optional.of(all);
    }

    /** The rooms of one user. */
    static List<Long> of(int account, List<Place> places) {
        return places.stream()
                .filter(place -> place.account() == account)
                .map(Place::room)
                .toList();
    }
}

package dev.parley.benchmarks.chat;

import java.util.HashMap;
import java.util.Map;

/** Gives each room id a small number, so that what is kept per connection and room is an array. */
final class Rooms {
    private final Map<Long, Integer> places = new HashMap<>();

    int placeOf(long id) {
        Integer known = places.get(id);
        if (known != null) {
            return known;
        }
        int next = places.size();
        places.put(id, next);
        return next;
    }
}

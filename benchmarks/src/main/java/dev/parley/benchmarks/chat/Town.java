package dev.parley.benchmarks.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Users and the groups that they are in: each group with a few members, a message in it, and some users that are in many
 * groups.
 */
public final class Town {
    private static final int NEIGHBOURS = 3;

    private final Api api;
    private final Accounts accounts;
    private final List<Long> rooms = new ArrayList<>();
    private final Map<Integer, List<Long>> roomsOfBusy = new HashMap<>();

    /** The first users of the accounts are the busy ones. */
    public Town(Api api, Accounts accounts) {
        this.api = api;
        this.accounts = accounts;
    }

    /**
     * Makes groups until there are so many.
     *
     * @param busy in how many groups each of the busy users is to be, General apart
     */
    public void growTo(int count, List<Integer> busy) {
        while (rooms.size() < count) {
            int place = rooms.size();
            int owner = busy.size() + place % (accounts.count() - busy.size());
            List<Long> members = new ArrayList<>();
            for (int i = 1; i <= NEIGHBOURS; i++) {
                members.add(accounts.id(busy.size() + (place + i * 7) % (accounts.count() - busy.size())));
            }
            List<Integer> joining = new ArrayList<>();
            for (int i = 0; i < busy.size(); i++) {
                if (roomsOf(i).size() < busy.get(i)) {
                    joining.add(i);
                    members.add(accounts.id(i));
                }
            }
            long room = make("Group " + place, owner, members);
            joining.forEach(user -> roomsOf(user).add(room));
            rooms.add(room);
        }
    }

    private long make(String name, int owner, List<Long> members) {
        String token = accounts.token(owner);
        JsonNode room = api.call(
                        "POST",
                        "rooms",
                        token,
                        Map.of("name", name, "kind", "group", "history", "all", "members", members))
                .orFail("a room");
        long id = room.path("id").asLong();
        api.call("POST", "rooms/" + id + "/messages", token, Map.of("content", "Welcome to " + name))
                .orFail("a message");
        return id;
    }

    /** The groups of the n-th busy user. */
    public List<Long> roomsOf(int busy) {
        return roomsOfBusy.computeIfAbsent(busy, user -> new ArrayList<>());
    }
}

package dev.parley.bootstrap.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A message as somebody was shown it. */
record Change(long rev, long seq, String clientId, String content, boolean deleted) {
    static Change of(JsonNode message) {
        return new Change(
                message.path("rev").longValue(),
                message.path("seq").longValue(),
                message.path("client_id").asText(),
                message.path("content").asText(),
                message.path("deleted").booleanValue());
    }

    /** All messages of General by seq, read page by page. */
    static List<Change> history(Api api) {
        List<Change> all = new ArrayList<>();
        JsonNode page;
        do {
            long after = all.isEmpty() ? 0 : all.get(all.size() - 1).seq;
            page = api.get(Person.MESSAGES + "?limit=200&after=" + after)
                    .expect(200)
                    .json()
                    .path("messages");
            page.forEach(message -> all.add(of(message)));
        } while (!page.isEmpty());
        return all;
    }

    /** All changes of General by rev, read page by page. */
    static List<Change> changes(Api api, int limit) {
        return changes(api, 1, limit);
    }

    /** All changes of the room by rev, read page by page. */
    static List<Change> changes(Api api, long room, int limit) {
        List<Change> all = new ArrayList<>();
        JsonNode page;
        do {
            long since = all.isEmpty() ? 0 : all.get(all.size() - 1).rev;
            page = api.get("/api/v1/rooms/" + room + "/changes?limit=" + limit + "&since=" + since)
                    .expect(200)
                    .json()
                    .path("messages");
            page.forEach(message -> all.add(of(message)));
        } while (!page.isEmpty());
        return all;
    }
}

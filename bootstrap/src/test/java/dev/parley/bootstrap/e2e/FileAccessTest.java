package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.file.FileId;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Who reads a file: everybody, by every way to it, whatever became of its message. */
class FileAccessTest extends OnEveryStore {
    private static final String ROOMS = "/api/v1/rooms";
    private static final byte[] PICTURE = Pictures.png(400, 300);

    FileAccessTest() {
        super(Map.of("PARLEY_ADMINS", "the-admin"));
    }

    /** What may have become of the file. */
    private enum Fate {
        UNSENT,
        SENT,
        MESSAGE_DELETED,
        ROOM_DELETED
    }

    private static final Map<String, BiFunction<Api, String, Answer>> WAYS = Map.of(
            "GET", Api::get,
            "HEAD", (api, url) -> api.send("HEAD", url, BodyPublishers.noBody()),
            "Range", (api, url) -> api.with("Range", "bytes=0-9").get(url),
            "If-None-Match", (api, url) -> api.with("If-None-Match", "*").get(url),
            "thumbnail", (api, url) -> api.get(url + "/thumbnail"),
            "thumbnail HEAD", (api, url) -> api.send("HEAD", url + "/thumbnail", BodyPublishers.noBody()),
            "link", FileAccessTest::byOwnLink,
            "contract C", (api, url) -> api.get(byContractC(url)),
            "link by contract C", FileAccessTest::byOwnLinkOfContractC,
            "link to the thumbnail", FileAccessTest::byOwnThumbnailLink);

    private static Answer byOwnLink(Api api, String url) {
        Answer link = api.post(url + "/link");
        return link.status() == 200
                ? Api.to(api.port()).get(link.json().path("url").asText())
                : link;
    }

    private static String byContractC(String url) {
        return url.replace("/api/v1/files/", "/uploads/");
    }

    private static Answer byOwnLinkOfContractC(Api api, String url) {
        Answer link = api.post(url + "/link");
        return link.status() == 200
                ? Api.to(api.port()).get(byContractC(link.json().path("url").asText()))
                : link;
    }

    private static Answer byOwnThumbnailLink(Api api, String url) {
        Answer link = api.post(url + "/link");
        return link.status() == 200
                ? Api.to(api.port()).get(link.json().path("url").asText().replace("?", "/thumbnail?"))
                : link;
    }

    @Test
    void everybody_reads_what_the_table_says_by_every_way() {
        Person admin = person("the-admin");
        for (Fate fate : Fate.values()) {
            for (boolean anywhere : new boolean[] {false, true}) {
                assertThat(wrong(fate, anywhere, admin)).isEmpty();
            }
        }
    }

    /** @param anywhere whether the file could be sent anywhere, as those of contract C */
    private List<String> wrong(Fate fate, boolean anywhere, Person admin) {
        String name = fate.name().toLowerCase(Locale.ROOT).replace('_', '-') + (anywhere ? "-any" : "");
        List<String> wrong = new ArrayList<>();
        String[] url = new String[1];
        Map<String, Api> actors = stage(name, fate, anywhere, admin, url);
        actors.forEach((actor, api) -> WAYS.forEach((way, asked) -> {
            String expected = expected(actor, fate);
            Answer answer = asked.apply(api, url[0]);
            String said = answer.status() < 400 ? "read" : Integer.toString(answer.status());
            if (!said.equals(expected)) {
                wrong.add(name + ", " + actor + ", " + way + ": " + answer.status() + ", not " + expected);
            }
        }));
        return wrong;
    }

    private static String expected(String actor, Fate fate) {
        return switch (actor) {
            case "nobody", "logged out" -> "401";
            case "uploader" -> "read";
            case "member", "owner" -> fate == Fate.SENT ? "read" : "404";
            case "stranger", "admin", "newcomer", "removed", "member elsewhere" -> "404";
            default -> throw new IllegalArgumentException(actor);
        };
    }

    private Map<String, Api> stage(String name, Fate fate, boolean anywhere, Person admin, String[] url) {
        Person owner = person("owner-" + name);
        Person uploader = person("up-" + name);
        Person member = person("in-" + name);
        Person removed = person("gone-" + name);
        Person newcomer = person("late-" + name);
        Person loggedOut = member.onAnotherDevice();
        String room = group(owner, uploader, member, removed);
        String id = file(fate, anywhere, uploader, room);
        url[0] = "/api/v1/files/" + id;
        owner.api().delete(ROOMS + "/" + room + "/members/" + removed.id()).expect(204);
        owner.api()
                .put(ROOMS + "/" + room + "/members/" + newcomer.id(), Json.object())
                .expect(200);
        loggedOut.api().post("/api/v1/auth/logout").expect(204);
        if (fate == Fate.ROOM_DELETED) {
            owner.api().delete(ROOMS + "/" + room).expect(204);
        }
        Person elsewhere = person("other-" + name);
        group(elsewhere, member);
        Map<String, Api> actors = new LinkedHashMap<>();
        actors.put("nobody", api());
        actors.put("stranger", person("out-" + name).api());
        actors.put("member elsewhere", elsewhere.api());
        actors.put("member", member.api());
        actors.put("owner", owner.api());
        actors.put("newcomer", newcomer.api());
        actors.put("removed", removed.api());
        actors.put("admin", admin.api());
        actors.put("logged out", loggedOut.api());
        actors.put("uploader", uploader.api());
        return actors;
    }

    private static String file(Fate fate, boolean anywhere, Person uploader, String room) {
        Answer uploaded = anywhere
                ? Form.uploadForAnywhere(uploader.api(), "a.png", PICTURE)
                : Form.upload(uploader, room, "a.png", PICTURE);
        String id = uploaded.expect(201).json().path("id").asText();
        if (fate == Fate.UNSENT) {
            return id;
        }
        Form.attach(uploader, room, id);
        if (fate == Fate.MESSAGE_DELETED) {
            uploader.api().delete(ROOMS + "/" + room + "/messages/1").expect(200);
        }
        return id;
    }

    private static String group(Person owner, Person... members) {
        List<Long> ids = List.of(members).stream().map(Person::id).toList();
        return owner.api()
                .post(ROOMS, Json.object("name", "Files", "kind", "group", "members", ids))
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    @Test
    void an_uploader_that_was_removed_still_has_what_is_its_own() {
        Person owner = person("owner-left");
        Person uploader = person("uploader-left");
        Person member = person("member-left");
        String room = group(owner, uploader, member);
        String url = "/api/v1/files/" + Form.say(uploader, room, PICTURE);
        owner.api().delete(ROOMS + "/" + room + "/members/" + uploader.id()).expect(204);

        WAYS.forEach((way, asked) ->
                assertThat(asked.apply(uploader.api(), url).status()).as(way).isLessThan(400));
        member.api().get(url).expect(200);
        Form.upload(uploader, room, "a.png", PICTURE).expectRefusal(404, "room_not_found");
    }

    @Test
    void a_link_is_good_for_whoever_has_it_and_for_nothing_else() {
        Person ann = person("ann-links");
        Person bob = person("bob-links");
        Person eve = person("eve-links");
        String room = group(ann, bob);
        String id = Form.say(ann, room, PICTURE);
        String other = Form.say(ann, room, PICTURE);
        Answer made = bob.api().post("/api/v1/files/" + id + "/link").expect(200);
        String link = made.json().path("url").asText();
        assertThat(made.json().path("expires_in").asInt()).isEqualTo(300);

        assertThat(api().get(link).expect(200).body()).isEqualTo(PICTURE);
        assertThat(eve.api().get(link).expect(200).body()).isEqualTo(PICTURE);
        api().get(link.replace("?", "/thumbnail?")).expect(200);
        api().send("HEAD", link, BodyPublishers.noBody()).expect(200);
        api().with("Range", "bytes=0-0").get(link).expect(206);
        ann.api().delete(ROOMS + "/" + room + "/members/" + bob.id()).expect(204);
        bob.api().get("/api/v1/files/" + id).expectRefusal(404, "file_not_found");
        bob.api().get(link).expect(200);

        long expires = Long.parseLong(link.replaceAll(".*expires=([0-9]+).*", "$1"));
        assertThat(expires - Instant.now().getEpochSecond()).isBetween(200L, 300L);
        List<String> forged = List.of(
                link.replace(id, other),
                link.replace("expires=" + expires, "expires=" + (expires + 1)),
                link.replace("expires=" + expires, "expires=1"),
                link.replace("expires=" + expires, "expires=-1"),
                link.replace("expires=" + expires, "expires=99999999999999999999"),
                link.replaceAll("expires=[0-9]+&", ""),
                link.substring(0, link.length() - 1),
                link.replaceAll("signature=.*", "signature="),
                link.replaceAll("signature=.*", "signature=%00"));
        forged.forEach(bad -> api().get(bad).expectRefusal(404, "file_not_found"));
        ann.api().get(forged.get(1)).expectRefusal(404, "file_not_found"); // A bad link is not asked who comes with it.
        api().get("/api/v1/files/" + id + "?access_token=" + ann.accessToken()).expectRefusal(401, "unauthenticated");
        eve.api().post("/api/v1/files/" + id + "/link").expectRefusal(404, "file_not_found");
    }

    @Test
    void a_link_ends_with_its_file() {
        Person ann = person("ann-ends");
        String id = Form.say(ann, group(ann, person("bob-ends")), PICTURE);
        String link = ann.api()
                .post("/api/v1/files/" + id + "/link")
                .expect(200)
                .json()
                .path("url")
                .asText();
        api().get(link).expect(200);
        try (SideDoor door = SideDoor.of(server())) {
            door.remove(new FileId(id));
        }
        api().get(link).expectRefusal(404, "file_not_found");
        api().get(link.replace("?", "/thumbnail?")).expectRefusal(404, "file_not_found");
        api().get(byContractC(link)).expectRefusal(404, "file_not_found");
    }
}

package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Contract C: accounts, groups, direct messages, histories; answers and frames are exactly the documented ones. */
class RealchatContractTest extends OnEveryStore {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
    private static final String PASSWORD = "password123";

    private static String email(String name) {
        return name + "@example.org";
    }

    /** Somebody who came in by this contract. */
    private Person join(String name) {
        JsonNode wish = Json.object("email", email(name), "name", name, "password", PASSWORD);
        return person(name, api().post("/auth/register", wish).expect(201));
    }

    private Person person(String name, Answer tokens) {
        JsonNode json = tokens.json();
        String token = json.path("access_token").asText();
        long id = json.path("user").path("id").asLong();
        return new Person(id, name, token, json.path("refresh_token").asText(), api().as(token));
    }

    private static String id(Person person) {
        return Long.toString(person.id());
    }

    private static ObjectNode group(Person owner, String name, Person... members) {
        List<String> ids =
                List.of(members).stream().map(RealchatContractTest::id).toList();
        return (ObjectNode) owner.api()
                .post("/groups", Json.object("name", name, "members", ids))
                .expect(201)
                .json();
    }

    private static JsonNode joining(JsonNode group) {
        return Json.object("group_id", group.path("id").asText());
    }

    private TestSocket socket(Person person) {
        return TestSocket.to(server().port()).path("/ws").as(person).open();
    }

    private static JsonNode history(Person reader, JsonNode group) {
        return reader.api()
                .get("/messages/group?group_id=" + group.path("id").asText())
                .expect(200)
                .json();
    }

    private static ObjectNode toGroup(JsonNode group, String content) {
        return Json.frame("message", "group_id", group.path("id").asText(), "content", content, "files", List.of());
    }

    /** What history shows of a frame: all but its type, and what is D's. */
    private static JsonNode told(JsonNode frame) {
        return ((ObjectNode) frame.deepCopy()).without(List.of("type", "data"));
    }

    @Test
    void an_account_is_made_and_opened_as_documented() {
        ObjectNode wish = Json.object(
                "email", "Anna@example.org", "name", " Anna Müller ", "password", PASSWORD, "language", "PT-br");
        JsonNode made = api().post("/auth/register", wish).expect(201).json();
        JsonNode user = made.path("user");
        assertThat(made.fieldNames()).toIterable().containsExactlyInAnyOrder("access_token", "refresh_token", "user");
        assertThat(user)
                .isEqualTo(Json.object(
                        "id",
                        user.path("id").asText(),
                        "email",
                        "Anna@example.org",
                        "name",
                        "Anna Müller",
                        "language",
                        "pt-BR",
                        "created_at",
                        user.path("created_at").asText()));
        assertThat(user.path("id").asText()).matches("[1-9][0-9]*");
        assertThat(user.path("created_at").asText()).matches(TIME);

        JsonNode login = Json.object("email", "anna@EXAMPLE.org", "password", PASSWORD);
        JsonNode again = api().post("/auth/login", login).expect(200).json();
        assertThat(again.path("user")).isEqualTo(user);
        assertThat(again.path("refresh_token").asText())
                .isNotEmpty()
                .isNotEqualTo(made.path("refresh_token").asText());
        assertThat(api().as(again.path("access_token").asText())
                        .get("/auth/me")
                        .expect(200)
                        .json())
                .isEqualTo(user);
    }

    @Test
    void what_is_not_known_of_a_user_is_null() {
        Person bob = person("c-nameless");
        JsonNode me = bob.api().get("/auth/me").expect(200).json();
        assertThat(me)
                .isEqualTo(Json.object(
                                "id",
                                id(bob),
                                "name",
                                "c-nameless",
                                "created_at",
                                me.path("created_at").asText())
                        .putNull("email")
                        .putNull("language"));
    }

    @Test
    void the_documented_walk_from_groups_to_a_conversation() {
        Person ann = join("c-walker");
        Person bob = join("c-mate");
        Person eve = join("c-late");
        ObjectNode group = group(ann, "Crew", bob);
        String groupId = group.path("id").asText();
        String made = group.path("created_at").asText();
        assertThat(group)
                .isEqualTo(Json.object(
                        "id", groupId, "name", "Crew", "members", List.of(id(ann), id(bob)), "created_at", made));
        assertThat(made).matches(TIME);
        assertThat(bob.api().get("/groups").expect(200).json()).contains(group);
        assertThat(Json.texts(eve.api().get("/groups").expect(200).json(), "name"))
                .containsExactly("General");

        TestSocket hers = socket(ann);
        TestSocket his = socket(bob);
        hers.send(toGroup(group, "Hello, crew"));
        JsonNode heard = his.await("message");
        assertThat(heard)
                .isEqualTo(Json.frame(
                        "message",
                        "id",
                        groupId + "-1",
                        "sender_id",
                        id(ann),
                        "group_id",
                        groupId,
                        "content",
                        "Hello, crew",
                        "content_lang",
                        NullNode.getInstance(),
                        "files",
                        List.of(),
                        "created_at",
                        heard.path("created_at").asText()));
        assertThat(hers.await("message")).isEqualTo(heard);
        his.send(Json.frame("message", "recipient_id", id(ann), "content", "Hi, Ann", "files", List.of()));
        JsonNode direct = hers.await("message");
        assertThat(direct.path("recipient_id").asText()).isEqualTo(id(ann));
        assertThat(history(bob, group)).containsExactly(told(heard));
        assertThat(ann.api().get("/messages/dm?user_id=" + id(bob)).expect(200).json())
                .containsExactly(told(direct));

        ObjectNode joined = (ObjectNode)
                eve.api().post("/groups/join", joining(group)).expect(200).json();
        group.putArray("members").add(id(ann)).add(id(bob)).add(id(eve));
        assertThat(joined).isEqualTo(group);
        assertThat(eve.api().post("/groups/join", joining(group)).expect(200).json())
                .isEqualTo(group);
        assertThat(ann.api().get("/groups").expect(200).json()).contains(group);
        assertThat(history(eve, group)).isEmpty(); // It was said before she came.
        TestSocket alsoHers = socket(eve);
        hers.send(toGroup(group, "Welcome"));
        JsonNode welcome = alsoHers.await("message");
        assertThat(welcome.path("content").asText()).isEqualTo("Welcome");
        assertThat(history(eve, group)).containsExactly(told(welcome));
        assertThat(history(ann, group)).containsExactly(told(heard), told(welcome));
    }

    @Test
    void a_group_is_heard_of_and_heard_on_sockets_that_are_open_already() {
        Person ann = join("c-maker");
        Person bob = join("c-open");
        TestSocket his = socket(bob);
        TestSocket hers = socket(ann);
        ObjectNode group = group(ann, "Sudden", bob);
        hers.send(toGroup(group, "first"));
        assertThat(his.await("message").path("content").asText()).isEqualTo("first");
    }

    @Test
    void tokens_are_exchanged_and_a_session_ends() {
        Person ann = join("c-stayer");
        TestSocket socket = socket(ann);
        api().post("/auth/refresh", Json.object("refresh_token", ann.refreshToken(), "device", 7))
                .expectRefusal(400, "invalid_field"); // It costs no token.
        Person next = person(
                "c-stayer",
                api().post("/auth/refresh", Json.object("refresh_token", ann.refreshToken()))
                        .expect(200));
        assertThat(next.id()).isEqualTo(ann.id());
        assertThat(next.refreshToken()).isNotEqualTo(ann.refreshToken());
        Person byOther = Person.of(
                api(),
                api().post("/api/v1/auth/refresh", Json.object("refresh_token", next.refreshToken()))
                        .expect(200));
        byOther.api().get("/auth/me").expect(200);
        assertThat(next.api().post("/auth/logout").expect(200).json())
                .isEqualTo(Json.object("message", "Logged out successfully"));

        assertThat(socket.awaitClose()).isEqualTo(4403);
        for (Person ended : List.of(ann, next, byOther)) {
            ended.api().get("/auth/me").expectRefusal(401, "session_revoked");
            api().post("/auth/refresh", Json.object("refresh_token", ended.refreshToken()))
                    .expectRefusal(401, "invalid_refresh_token");
        }
        next.api().post("/auth/logout").expectRefusal(401, "session_revoked");
    }

    @Test
    void one_joins_what_is_open_and_nothing_else() {
        Person ann = join("c-keeper");
        Person eve = join("c-stranger");
        JsonNode secret = room(ann, Json.object("name", "Secret", "kind", "group"));
        JsonNode coded = room(ann, Json.object("name", "Coded", "kind", "group", "join", "code"));
        JsonNode open = room(ann, Json.object("name", "C-Public"));
        JsonNode direct = ann.api()
                .put("/api/v1/direct/" + eve.id(), Json.object())
                .expect(200)
                .json();
        for (JsonNode closed : List.of(secret, direct, Json.object("id", 4711))) {
            eve.api().post("/groups/join", joining(closed)).expectRefusal(404, "room_not_found");
        }
        eve.api().post("/groups/join", joining(coded)).expectRefusal(403, "wrong_join_code");
        assertThat(groups(eve)).containsExactly("General");
        String code = coded.path("code").asText();
        eve.api()
                .post("/groups/join", Json.object("group_id", coded.path("id"), "code", code))
                .expect(200);
        eve.api().post("/groups/join", joining(open)).expect(200);
        eve.api().post("/groups/join", Json.object("group_id", 1)).expect(200);
        assertThat(groups(eve)).containsExactly("General", "Coded", "C-Public");
    }

    private static JsonNode room(Person owner, JsonNode wish) {
        return owner.api().post("/api/v1/rooms", wish).expect(201).json();
    }

    private static List<String> groups(Person person) {
        return Json.texts(person.api().get("/groups").expect(200).json(), "name");
    }

    @Test
    void who_is_in_general_is_everybody_and_oneself() {
        Person ann = join("c-first");
        List<String> members = new ArrayList<>();
        JsonNode general = ann.api().get("/groups").expect(200).json().get(0);
        assertThat(general.path("id").asText()).isEqualTo("1");
        general.path("members").forEach(member -> members.add(member.asText()));
        assertThat(members).contains("1", id(ann)).doesNotHaveDuplicates();
    }

    @Test
    void bad_requests_are_refused_by_name() {
        Person ann = join("c-careless");
        ObjectNode wish = Json.object("email", email("c-new"), "name", "New", "password", PASSWORD);
        for (String field : List.of("email", "name", "password")) {
            refused("/auth/register", wish.deepCopy().without(field), "invalid_field");
            refused("/auth/register", wish.deepCopy().put(field, 1), "invalid_field");
        }
        refused("/auth/register", wish.deepCopy().put("email", "nobody"), "invalid_email");
        refused("/auth/register", wish.deepCopy().put("name", " "), "invalid_display_name");
        refused("/auth/register", wish.deepCopy().put("password", "short"), "invalid_password");
        refused("/auth/register", wish.deepCopy().put("language", "Klingon!"), "invalid_language");
        refused("/auth/register", wish.deepCopy().put("device", 7), "invalid_field");
        refused("/auth/login", Json.object("email", email("c-new")), "invalid_field");
        assertThat(api().post("/auth/login", Json.object("password", PASSWORD))
                        .expectRefusal(400, "invalid_field")
                        .text())
                .contains("'email' must be a string");
        refused("/auth/refresh", Json.object(), "invalid_field");
        api().post("/auth/register", wish.deepCopy().put("email", email("c-careless")))
                .expectRefusal(409, "email_taken");
        for (String login : List.of("c-careless", "c-new")) {
            api().post("/auth/login", Json.object("email", email(login), "password", "not the one"))
                    .expectRefusal(401, "invalid_credentials");
        }
        api().post("/auth/refresh", Json.object("refresh_token", ann.accessToken()))
                .expectRefusal(401, "invalid_refresh_token");

        refusedTo(ann, "/groups", Json.object(), "invalid_field");
        refusedTo(ann, "/groups", Json.object("name", " "), "invalid_room_name");
        refusedTo(ann, "/groups", Json.object("name", "x", "members", "y"), "invalid_field");
        refusedTo(ann, "/groups", Json.object("name", "x", "members", List.of("y")), "invalid_field");
        refusedTo(ann, "/groups", Json.object("name", "x", "members", List.of("0")), "invalid_field");
        List<Long> crowd = LongStream.rangeClosed(1, 102).boxed().toList();
        refusedTo(ann, "/groups", Json.object("name", "x", "members", crowd), "invalid_field");
        ann.api()
                .post("/groups", Json.object("name", "x", "members", List.of(4711)))
                .expectRefusal(404, "user_not_found");
        refusedTo(ann, "/groups/join", Json.object(), "invalid_field");
        refusedTo(ann, "/groups/join", Json.object("group_id", "x"), "invalid_field");
        refusedTo(ann, "/groups/join", Json.object("group_id", 1.5), "invalid_field");
        refusedTo(ann, "/groups/join", Json.object("group_id", 1, "code", "!"), "invalid_join_code");
        for (String path : List.of("/auth/register", "/auth/login", "/auth/refresh", "/groups", "/groups/join")) {
            ann.api().post(path, new byte[] {'{'}).expectRefusal(400, "malformed_json");
        }
        assertThat(groups(ann)).containsExactly("General");
    }

    @Test
    void a_number_that_can_be_nobodys_is_refused_by_the_name_that_it_came_under() {
        Person ann = join("c-namer");
        List<Answer> answers = List.of(
                ann.api().post("/groups", Json.object("name", "x", "members", List.of(-1))),
                ann.api().post("/groups/join", Json.object("group_id", 0)),
                ann.api().get("/messages/dm?user_id=0"),
                ann.api().get("/messages/group?group_id=0"),
                ann.api().get("/messages/0"),
                ann.api().post("/api/v1/rooms", Json.object("name", "x", "members", List.of(0))));
        assertThat(answers)
                .extracting(answer -> answer.expectRefusal(400, "invalid_field")
                        .json()
                        .path("error")
                        .asText()
                        .replaceFirst(" .*", ""))
                .containsExactly("'members'", "'group_id'", "'user_id'", "'group_id'", "'userId'", "'members'");
    }

    private void refused(String path, JsonNode body, String code) {
        api().post(path, body).expectRefusal(400, code);
    }

    private static void refusedTo(Person person, String path, JsonNode body, String code) {
        person.api().post(path, body).expectRefusal(400, code);
    }

    @Test
    void a_server_without_mail_says_so() {
        JsonNode coded = Json.object("email", email("c-mailless"), "code", "000000");
        api().post("/auth/otp", coded).expectRefusal(501, "no_mail");
        api().post("/auth/otp/verify", coded).expectRefusal(501, "no_mail");
    }

    @Test
    void users_of_one_name_are_two_and_one_account_is_everybodys() {
        Person ann = join("c-twin");
        JsonNode wish = Json.object("email", "c-twin@example.com", "name", "c-twin", "password", PASSWORD);
        Person other = person("c-twin2", api().post("/auth/register", wish).expect(201));
        assertThat(other.id()).isNotEqualTo(ann.id());
        JsonNode shown = other.api().get("/api/v1/me").expect(200).json();
        assertThat(shown.path("username").asText()).isEqualTo("c-twin2");
        assertThat(shown.path("display_name").asText()).isEqualTo("c-twin");
        api().post("/login", Json.object("email", "c-twin@example.com", "password_hash", PASSWORD))
                .expect(200);
        api().post("/auth/login", Json.object("username", "c-twin2", "password", PASSWORD))
                .expect(200);
    }
}

package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What those may do whose names stand in PARLEY_ADMINS. */
class AdminTest extends OnSqlite {
    private static final String ROOMS = "/api/v1/rooms";

    AdminTest() {
        super(Map.of("PARLEY_ADMINS", "The-Admin, another-admin, the-keeper"));
    }

    private static String path(JsonNode room) {
        return ROOMS + "/" + room.path("id").asText();
    }

    private static JsonNode group(Person owner) {
        return owner.api()
                .post(ROOMS, Json.object("name", "Secrets", "kind", "group", "join", "code"))
                .expect(201)
                .json();
    }

    @Test
    void an_admin_looks_after_rooms_without_reading_them_until_it_is_in() {
        Person admin = person("the-ADMIN");
        Person ann = person("ann");
        Person bob = person("bob");
        JsonNode room = group(ann);
        ann.api()
                .post(path(room) + "/messages", Json.object("content", "between us"))
                .expect(201);
        JsonNode seen = admin.api().get(path(room)).expect(200).json();
        assertThat(seen.path("name").asText()).isEqualTo("Secrets");
        assertThat(seen.path("code")).isEqualTo(room.path("code"));
        assertThat(seen.has("role")).isFalse();
        assertThat(seen.has("last_message")).isFalse();
        admin.api().get(path(room) + "/messages").expectRefusal(404, "room_not_found");
        assertThat(Json.numbers(admin.api().get(ROOMS).expect(200).json().path("rooms"), "id"))
                .containsExactly(1L);

        JsonNode renamed = admin.api()
                .patch(path(room), Json.object("name", "Known"))
                .expect(200)
                .json();
        assertThat(renamed.path("name").asText()).isEqualTo("Known");
        admin.api()
                .put(path(room) + "/members/" + bob.id(), Json.object("role", "owner"))
                .expect(200);
        admin.api().delete(path(room) + "/members/" + ann.id()).expect(204);
        ann.api().get(path(room)).expectRefusal(404, "room_not_found");

        admin.api()
                .put(path(room) + "/members/" + admin.id(), Json.object("role", "member"))
                .expect(200);
        bob.api()
                .post(path(room) + "/messages", Json.object("content", "to all of us"))
                .expect(201);
        JsonNode read = admin.api().get(path(room) + "/messages").expect(200).json();
        assertThat(Json.texts(read.path("messages"), "content")).containsExactly("to all of us");
        admin.api().delete(path(room)).expect(204);
        bob.api().get(path(room)).expectRefusal(404, "room_not_found");
    }

    @Test
    void an_admin_deletes_public_rooms_by_their_names() {
        Person owner = person("dave");
        owner.api().post(ROOMS, Json.object("name", "Shed")).expect(201);
        person("eve").api().delete("/rooms?name=Shed").expectRefusal(403, "role_too_low");
        person("the-keeper")
                .api()
                .delete("/rooms?name=shed&username=The-Keeper")
                .expect(200);
        owner.api().delete("/rooms?name=Shed").expectRefusal(404, "room_not_found");
    }

    @Test
    void names_that_are_only_similar_are_no_admins() {
        JsonNode room = group(person("carol"));
        for (String name : new String[] {"the-admin2", "the_admin", "admin"}) {
            person(name).api().get(path(room)).expectRefusal(404, "room_not_found");
        }
        person("another-admin").api().get(path(room)).expect(200);
    }
}

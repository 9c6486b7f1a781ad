package dev.parley.bootstrap.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.bootstrap.e2e.Stage.Cast;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Has what the words in braces of one cell stand for; most of it is made when it is asked for. */
final class Props {
    private static final String ROOMS = "/api/v1/rooms";
    private static final Pattern WORD = Pattern.compile("\\{(?:[a-zA-Z]+=)?([a-z]+)}");
    private static final AtomicInteger UNIQUE = new AtomicInteger();

    private final Cast cast;
    private final Actor actor;
    private final Person self;
    private final Map<String, String> made = new HashMap<>();

    /** @param self whose session may end afterwards */
    Props(Cast cast, Actor actor, Person self) {
        this.cast = cast;
        this.actor = actor;
        this.self = self;
        if (actor == Actor.LOGGED_OUT) {
            value("ticket");
        }
    }

    String filled(String text) {
        return WORD.matcher(text).replaceAll(word -> value(word.group(1)));
    }

    String value(String word) {
        String known = made.get(word);
        if (known == null) {
            known = make(word);
            made.put(word, known);
        }
        return known;
    }

    private String make(String word) {
        return switch (word) {
            case "unique" -> unique();
            case "none" -> "4711";
            case "spanish" -> "es";
            case "thumb" -> "%F0%9F%91%8D";
            case "name", "token", "refresh", "ticket", "self" -> ofSelf(word);
            case "ownsession" -> actor == Actor.NOBODY ? value("none") : Tokens.session(self.onAnotherDevice());
            case "othersession" -> Tokens.session(cast.newcomer().onAnotherDevice());
            case "foreign" -> cast.target().accessToken();
            case "newcomer" -> id(cast.newcomer());
            case "target" -> id(cast.target());
            case "moderator" -> id(cast.moderator());
            case "owner" -> id(cast.owner());
            case "private" -> named("room", "private");
            case "publicname" -> named("public", word);
            case "clubname" -> named("club", word);
            case "generalname" -> "General";
            case "code" -> field(cast.owner().api().get(ROOMS + "/" + value("coded")), "code");
            case "seq" -> said(cast.target(), value("room"));
            case "mine" -> isIn() ? said(self, value("room")) : value("seq");
            case "said" -> said(cast.target(), "1");
            case "aired" -> said(cast.owner(), value("public"));
            case "whispered" -> said(cast.target(), value("direct"));
            case "leftmine" -> named("left", word);
            case "old" -> named("late", word);
            case "nofile" -> "AAAAAAAAAAAAAAAAAAAAAA";
            case "unsent" -> field(Form.upload(cast.target(), value("room"), "a.png", Pictures.png(9, 9)), "id");
            case "own" ->
                actor == Actor.NOBODY || actor == Actor.LOGGED_OUT
                        ? value("none")
                        : field(Form.uploadForAnywhere(self.api(), "a.png", Pictures.png(9, 9)), "id");
            case "picture" -> Form.say(cast.target(), value("room"), Pictures.png(9, 9));
            default -> room(word);
        };
    }

    private String room(String word) {
        return switch (word) {
            case "general" -> "1";
            case "room" -> ofCast("private", "group", "invite");
            case "coded" -> ofCast("codedname", "group", "code");
            case "open" -> ofCast("openname", "group", "open");
            case "club" -> ofCast("clubname", "public", "open");
            case "public" -> open(cast.owner(), "name", name("publicname"));
            case "direct" -> direct(cast.newcomer());
            case "ours" -> direct(self);
            case "left" -> left();
            case "late" -> late();
            default -> throw new IllegalArgumentException("nothing is called {" + word + "}");
        };
    }

    private String ofSelf(String word) {
        boolean nobody = actor == Actor.NOBODY;
        return switch (word) {
            case "name" -> self.username();
            case "token" -> nobody ? "none" : self.accessToken();
            case "refresh" -> nobody ? "none" : self.refreshToken();
            case "ticket" -> nobody ? "none" : field(self.api().post("/api/v1/ws-tickets"), "ticket");
            default -> id(self);
        };
    }

    /** What comes into being with something else. */
    private String named(String with, String word) {
        value(with);
        return Objects.requireNonNull(made.get(word), word);
    }

    private String name(String word) {
        String name = unique();
        made.put(word, name);
        return name;
    }

    private static String unique() {
        return "unique" + UNIQUE.incrementAndGet();
    }

    private boolean isIn() {
        return actor == Actor.MEMBER || actor == Actor.MODERATOR || actor == Actor.OWNER;
    }

    /** A room in which they are all what they are called. */
    private String ofCast(String name, String kind, String join) {
        List<Long> members = Stream.of(cast.member(), cast.moderator(), cast.target())
                .map(Person::id)
                .toList();
        String room = open(cast.owner(), "name", name(name), "kind", kind, "join", join, "members", members);
        cast.owner()
                .api()
                .put(ROOMS + "/" + room + "/members/" + cast.moderator().id(), Json.object("role", "moderator"))
                .expect(200);
        return room;
    }

    private String left() {
        String room = open(cast.target(), "name", unique(), "kind", "group", "members", List.of(self.id()));
        made.put("leftmine", said(actor == Actor.LOGGED_OUT ? cast.target() : self, room));
        cast.target().api().delete(ROOMS + "/" + room + "/members/" + self.id()).expect(204);
        return room;
    }

    private String late() {
        String room = open(cast.target(), "name", unique(), "kind", "group");
        made.put("old", said(cast.target(), room));
        cast.target()
                .api()
                .put(ROOMS + "/" + room + "/members/" + self.id(), Json.object())
                .expect(200);
        return room;
    }

    private static String open(Person owner, Object... members) {
        return field(owner.api().post(ROOMS, Json.object(members)).expect(201), "id");
    }

    private String direct(Person other) {
        return field(cast.target().api().put("/api/v1/direct/" + other.id(), Json.object()), "id");
    }

    private static String said(Person author, String room) {
        JsonNode something = Json.object("content", "something");
        return field(
                author.api().post(ROOMS + "/" + room + "/messages", something).expect(201), "seq");
    }

    private static String field(Answer answer, String name) {
        String value = answer.json().path(name).asText();
        if (value.isEmpty()) {
            throw new AssertionError("no '" + name + "': " + answer);
        }
        return value;
    }

    private static String id(Person person) {
        return Long.toString(person.id());
    }
}

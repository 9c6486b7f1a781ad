package dev.parley.bootstrap.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Is the ground for one cell of the table: an actor, and what the words in braces stand for. Made as needed. */
final class Stage {
    private static final String ROOMS = "/api/v1/rooms";
    private static final Pattern WORD = Pattern.compile("\\{(?:[a-z]+=)?([a-z]+)}");
    private static final AtomicInteger UNIQUE = new AtomicInteger();
    private static final String NO_ROOM = "4711";

    private final Cast cast;
    private final Actor actor;
    private final Person self;
    private final Api api;
    private final Map<String, String> made = new HashMap<>();

    /** Those who are there all the time. */
    record Cast(
            Api anybody,
            Person stranger,
            Person member,
            Person moderator,
            Person owner,
            Person admin,
            Person target,
            Person newcomer) {}

    Stage(Cast cast, Actor actor) {
        this.cast = cast;
        this.actor = actor;
        this.self = person(cast, actor).onAnotherDevice();
        if (actor == Actor.LOGGED_OUT) {
            self.api().post("/api/v1/auth/logout").expect(204);
        }
        this.api = actor == Actor.NOBODY ? cast.anybody() : self.api();
    }

    private static Person person(Cast cast, Actor actor) {
        return switch (actor) {
            case NOBODY, STRANGER -> cast.stranger();
            case MEMBER, LOGGED_OUT -> cast.member();
            case MODERATOR -> cast.moderator();
            case OWNER -> cast.owner();
            case ADMIN -> cast.admin();
        };
    }

    /** Asks, and says what was answered. */
    String play(Authorization line) {
        String body = filled(line.body());
        String target = filled(line.target());
        if (line.isFrame()) {
            return frame((ObjectNode) Json.parse(body.isEmpty() ? "{}" : body), target);
        }
        if (target.equals(TestSocket.PATH)) {
            return opening();
        }
        Answer answer =
                api.send(line.method(), target, BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8)));
        return said(answer);
    }

    private static String said(Answer answer) {
        return answer.status() < 400
                ? Integer.toString(answer.status())
                : answer.json().path("code").asText();
    }

    private String opening() {
        try (TestSocket socket = socket()) {
            return Integer.toString(socket.handshake().status());
        } catch (TestSocket.Refused e) {
            return said(bearing(TestSocket.to(api.port())).refused());
        }
    }

    private Opening bearing(Opening opening) {
        return actor == Actor.NOBODY ? opening : opening.header("Authorization", "Bearer " + self.accessToken());
    }

    private TestSocket socket() {
        return bearing(TestSocket.to(api.port()).protocols("parley.v1")).open();
    }

    private String frame(ObjectNode body, String type) {
        try (TestSocket socket = socket()) {
            String ref = socket.ask(Json.frame(type).setAll(body));
            try {
                ObjectNode answer =
                        socket.await(frame -> frame.path("ref").asText().equals(ref)
                                || frame.path("type").asText().equals("pong"));
                return answer.path(answer.has("code") ? "code" : "type").asText();
            } catch (TestSocket.Closed e) {
                return "closed with " + socket.awaitClose();
            }
        } catch (TestSocket.Refused e) {
            return said(bearing(TestSocket.to(api.port())).refused());
        }
    }

    private String filled(String text) {
        return WORD.matcher(text).replaceAll(word -> value(word.group(1)));
    }

    private String value(String word) {
        String known = made.get(word);
        if (known == null) {
            known = make(word);
            made.put(word, known);
        }
        return known;
    }

    private String make(String word) {
        return switch (word) {
            case "unique" -> "unique" + UNIQUE.incrementAndGet();
            case "name" -> self.username();
            case "token" -> actor == Actor.NOBODY ? "none" : self.accessToken();
            case "refresh" -> actor == Actor.NOBODY ? "none" : self.refreshToken();
            case "general" -> "1";
            case "none" -> NO_ROOM;
            case "room" -> group("invite");
            case "coded" -> group("code");
            case "public" -> id(cast.owner().api().post(ROOMS, Json.object("name", value("unique"))));
            case "direct" -> direct(cast.newcomer());
            case "ours" -> direct(self);
            case "seq" -> said(cast.target(), value("room"));
            case "mine" -> isIn() ? said(self, value("room")) : value("seq");
            case "said" -> said(cast.target(), "1");
            case "self" -> Long.toString(self.id());
            case "newcomer" -> Long.toString(cast.newcomer().id());
            case "target" -> Long.toString(cast.target().id());
            case "moderator" -> Long.toString(cast.moderator().id());
            case "owner" -> Long.toString(cast.owner().id());
            default -> throw new IllegalArgumentException("nothing is called {" + word + "}");
        };
    }

    private boolean isIn() {
        return actor == Actor.MEMBER || actor == Actor.MODERATOR || actor == Actor.OWNER;
    }

    private String group(String join) {
        long[] members = {
            cast.member().id(), cast.moderator().id(), cast.target().id()
        };
        String room = id(cast.owner()
                .api()
                .post(ROOMS, Json.object("name", "Group", "kind", "group", "join", join, "members", members)));
        cast.owner()
                .api()
                .put(ROOMS + "/" + room + "/members/" + cast.moderator().id(), Json.object("role", "moderator"))
                .expect(200);
        return room;
    }

    private String direct(Person other) {
        return id(cast.target().api().put("/api/v1/direct/" + other.id(), Json.object()));
    }

    private static String said(Person author, String room) {
        JsonNode message = author.api()
                .post(ROOMS + "/" + room + "/messages", Json.object("content", "something"))
                .expect(201)
                .json();
        return message.path("seq").asText();
    }

    private static String id(Answer answer) {
        return answer.json().path("id").asText();
    }
}

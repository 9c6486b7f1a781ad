package dev.parley.bootstrap.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Is the ground for one cell of the table: an actor, who asks for what stands in the line. */
final class Stage {
    private static final Pattern SOCKET = Pattern.compile("(/api/v1)?/ws([/?].*)?");

    private final Actor actor;
    private final Props props;
    private final Api api;

    /** Those who are there all the time. */
    record Cast(
            Api anybody,
            Person stranger,
            Person member,
            Person moderator,
            Person owner,
            Person admin,
            Person target,
            Person newcomer) {
        Person person(Actor actor) {
            return switch (actor) {
                case NOBODY, STRANGER -> stranger;
                case MEMBER, LOGGED_OUT -> member;
                case MODERATOR -> moderator;
                case OWNER -> owner;
                case ADMIN -> admin;
            };
        }
    }

    Stage(Cast cast, Actor actor) {
        this.actor = actor;
        Person self = cast.person(actor).onAnotherDevice();
        this.props = new Props(cast, actor, self);
        if (actor == Actor.LOGGED_OUT) {
            self.api().post("/api/v1/auth/logout").expect(204);
        }
        this.api = actor == Actor.NOBODY ? cast.anybody() : self.api();
    }

    /** Asks, and says what was answered. */
    String play(Authorization line) {
        String target = props.filled(line.target());
        String body = props.filled(line.body());
        try {
            if (line.isFrame()) {
                return frame(parsed(body), target);
            }
            if (line.isTalk()) {
                return line.isLate() ? late(target, parsed(body)) : talk(target, parsed(body));
            }
            return request(line.method(), target, body);
        } catch (TestSocket.Refused e) {
            return said(e.answer());
        } catch (TestStream.Refused e) {
            return said(e.answer());
        }
    }

    private static ObjectNode parsed(String body) {
        return (ObjectNode) Json.parse(body.isEmpty() ? "{}" : body);
    }

    private String request(String method, String target, String body) {
        if (method.equals("GET") && SOCKET.matcher(target).matches()) {
            try (TestSocket socket = bearing(opening(target), target).open()) {
                return said(socket.handshake());
            }
        }
        if (method.equals("GET") && target.startsWith(TestStream.PATH)) {
            return stream(target);
        }
        return said(api.send(method, target, BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8))));
    }

    private static String said(Answer answer) {
        return answer.status() < 400
                ? Integer.toString(answer.status())
                : answer.json().path("code").asText();
    }

    private String stream(String target) {
        Map<String, String> headers = isBearing(target) ? Map.of("Authorization", bearer()) : Map.of();
        String query = target.substring(TestStream.PATH.length());
        try (TestStream stream = TestStream.open(api.port(), query, headers, 0)) {
            return said(stream.head());
        }
    }

    private Opening opening(String target) {
        int query = target.indexOf('?');
        return query < 0
                ? TestSocket.to(api.port()).path(target)
                : TestSocket.to(api.port()).path(target.substring(0, query)).query(target.substring(query + 1));
    }

    private Opening bearing(Opening opening, String target) {
        return isBearing(target) ? opening.header("Authorization", bearer()) : opening;
    }

    private boolean isBearing(String target) {
        return actor != Actor.NOBODY && !target.contains("ticket=") && !target.contains("token=");
    }

    private String bearer() {
        return "Bearer " + props.value("token");
    }

    private String frame(ObjectNode body, String type) {
        try (TestSocket socket = bearing(opening(TestSocket.PATH).protocols("parley.v1"), TestSocket.PATH)
                .open()) {
            String ref = socket.ask(Json.frame(type).setAll(body));
            return outcome(
                    socket,
                    frame -> frame.path("ref").asText().equals(ref)
                            || frame.path("type").asText().equals("pong"));
        }
    }

    /** An error needs no name there: it is about the only frame that was sent. */
    private String talk(String target, ObjectNode body) {
        try (TestSocket socket = bearing(opening(target), target).open()) {
            return talk(socket, body);
        }
    }

    private String late(String target, ObjectNode body) {
        try (TestSocket socket = opening(target).open()) {
            socket.send(Json.frame("auth", "token", props.value("token")));
            return talk(socket, body);
        }
    }

    private static String talk(TestSocket socket, ObjectNode body) {
        socket.send(body);
        String content = body.path("content").asText();
        String outcome =
                outcome(socket, frame -> frame.has("code") || content(frame).equals(content));
        return outcome.isEmpty() || outcome.equals("message") || outcome.equals("ok") ? "heard" : outcome;
    }

    private static String content(ObjectNode frame) {
        return (frame.has("content") ? frame : frame.path("message"))
                .path("content")
                .asText();
    }

    private static String outcome(TestSocket socket, Predicate<ObjectNode> isIt) {
        try {
            ObjectNode answer = socket.await(isIt);
            return answer.path(answer.has("code") ? "code" : "type").asText();
        } catch (TestSocket.Closed e) {
            return "closed with " + socket.awaitClose();
        }
    }
}

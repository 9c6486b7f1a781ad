package dev.parley.bootstrap.e2e;

import dev.parley.testkit.Together;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Answers without a body, many at a time, on connections that stay open. */
class EmptyAnswersTest extends OnSqlite {
    EmptyAnswersTest() {
        super(Map.of("RATE_LIMITS", "off"));
    }

    @Test
    void the_end_of_one_does_not_meet_the_request_behind_it() {
        Person ann = person("empties");
        String place = Person.MESSAGES + "/" + ann.say("x").path("seq") + "/reactions/%F0%9F%91%8D";
        Together.run(16, thread -> {
            for (int i = 0; i < 150; i++) {
                ann.api().send("OPTIONS", "/api/v1/me", BodyPublishers.noBody()).expect(204);
                ann.api().send("PUT", place, BodyPublishers.noBody()).expect(200);
            }
            return thread;
        });
    }
}

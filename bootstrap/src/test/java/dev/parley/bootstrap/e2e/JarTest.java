package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.testkit.mail.MailServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The one jar, into which not all goes that its libraries bring, has what a server needs. */
@Tag("jar")
@Timeout(120)
class JarTest {
    private static final Map<String, String> SENTENCES = Map.of(
            "en", "The house is big and the garden is small",
            "es", "Mañana no puedo ir a la reunión, lo siento",
            "hu", "Itt várok már fél órája az állomáson",
            "ru", "Мы встретимся завтра в восемь утра на вокзале",
            "fa", "من این کتاب را خیلی دوست دارم",
            "ja", "明日の会議に出られません");

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @EnumSource
    void everything_is_in_it(StoreKind kind) {
        try (TestStore store = TestStore.open(kind);
                MailServer mail = MailServer.start()) {
            Map<String, String> settings = RunningServer.settings(directory, store.settings());
            settings.put("EMAIL_HOST", "localhost");
            settings.put("EMAIL_PORT", Integer.toString(mail.plainPort()));
            settings.put("EMAIL_SECURITY", "none");
            settings.put("EMAIL_USER", MailServer.USER);
            settings.put("EMAIL_PASS", MailServer.PASSWORD);
            try (ServerProcess server = ServerProcess.startJar(directory, settings)) {
                Api api = Api.to(server.awaitPort());
                Person ann = Person.signUp(api, "ann");
                converse(ann);
                picture(ann);
                mailed(api, mail);
                assertThat(server.output()).doesNotContain("ERROR", "Exception");
                server.terminate();
                assertThat(server.awaitExit()).isEqualTo(143);
            }
        }
    }

    private static void converse(Person ann) {
        try (TestSocket socket = ann.listening()) {
            SENTENCES.forEach((language, sentence) -> {
                JsonNode said = ann.say(sentence);
                JsonNode heard = socket.await("message").path("message");
                assertThat(heard.path("seq")).isEqualTo(said.path("seq"));
                assertThat(heard.path("lang").asText()).as(sentence).isEqualTo(language);
            });
        }
    }

    private static void picture(Person ann) {
        byte[] png = Pictures.png(800, 600);
        JsonNode file = Form.upload(ann, "1", "a.png", png).expect(201).json();
        assertThat(ann.api().get(file.path("url").asText()).expect(200).body()).isEqualTo(png);
        assertThat(ann.api()
                        .get(file.path("thumbnail_url").asText())
                        .expect(200)
                        .header("content-type"))
                .isEqualTo("image/jpeg");
    }

    private static void mailed(Api api, MailServer mail) {
        String address = "bob@example.org";
        api.post("/api/v1/auth/signup", Json.object("username", "bob", "email", address, "password", Person.PASSWORD))
                .expect(201);
        api.post("/api/v1/auth/otp", Json.object("email", address)).expect(202);
        api.post(
                        "/api/v1/auth/otp/verify",
                        Json.object("email", address, "code", mail.take(address).code()))
                .expect(200);
    }
}

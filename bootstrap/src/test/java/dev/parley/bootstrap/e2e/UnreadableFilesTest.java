package dev.parley.bootstrap.e2e;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that the store cannot give is refused while that can be said, and never looks whole. */
class UnreadableFilesTest {
    private static final int SIZE = 3_000_000;

    @TempDir
    private Path directory = Path.of("");

    private static String uploaded(Person person, int content) {
        byte[] bytes = new byte[SIZE];
        Arrays.fill(bytes, (byte) content);
        return Form.upload(person, "1", "some.bin", bytes)
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    private static void lose(RunningServer server, String file, int chunk) {
        try (MongoClient client = MongoClients.create(server.settings().get("MONGODB_URI"))) {
            assertThat(client.getDatabase("parley")
                            .getCollection("uploads.chunks", Document.class)
                            .deleteOne(and(eq("files_id", file), eq("n", chunk)))
                            .getDeletedCount())
                    .isEqualTo(1);
        }
    }

    @Test
    void what_cannot_be_read_is_refused_or_broken_off() {
        try (RunningServer server = RunningServer.start(StoreKind.MONGODB, directory, Map.of())) {
            Person ann = server.person("ann");
            String whole = uploaded(ann, 1);
            String beginsNowhere = uploaded(ann, 2);
            String endsEarly = uploaded(ann, 3);
            lose(server, beginsNowhere, 0);
            lose(server, endsEarly, 4);

            String url = "/api/v1/files/" + beginsNowhere;
            Answer refused = ann.api().get(url).expectRefusal(503, "store_unavailable");
            assertThat(refused.headers()).doesNotContainKeys("etag", "content-disposition", "accept-ranges");
            ann.api().with("Range", "bytes=5-9").get(url).expectRefusal(503, "store_unavailable");
            ann.api().send("HEAD", url, BodyPublishers.noBody()).expect(200);
            assertThat(ann.api()
                            .with("Range", "bytes=" + (SIZE - 2) + "-")
                            .get(url)
                            .expect(206)
                            .body())
                    .containsExactly(2, 2);

            assertThatThrownBy(() -> ann.api().get("/api/v1/files/" + endsEarly))
                    .hasStackTraceContaining("bytes received");
            assertThat(ann.api().get("/api/v1/files/" + whole).expect(200).body())
                    .hasSize(SIZE);
        }
    }
}

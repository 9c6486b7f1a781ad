package dev.parley.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.GridFSBuckets;
import dev.parley.domain.ChatException;
import dev.parley.domain.file.FileBytes;
import dev.parley.domain.file.FileId;
import dev.parley.testkit.FileBytesContract;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MongoFileBytesTest extends FileBytesContract {
    private static final FileId FILE = new FileId("AAAAAAAAAAAAAAAAAAAAAA");

    private final String database = MongoServers.newDatabase();
    private final Deque<MongoAdapter> nodes = new ArrayDeque<>();

    @BeforeEach
    void start() {
        FileBytes first = anotherNode();
        assertThat(first.open(FILE)).isEmpty();
    }

    @AfterEach
    void stop() {
        nodes.forEach(MongoAdapter::close);
    }

    @AfterAll
    static void dropDatabases() {
        MongoServers.dropDatabases(MongoServers.any());
    }

    @Override
    protected FileBytes bytes() {
        return nodes.getFirst().fileBytes();
    }

    @Override
    protected FileBytes anotherNode() {
        MongoAdapter node = new MongoAdapter(MongoConfig.of(MongoServers.any(), database), InstantSource.system());
        node.start();
        nodes.addLast(node);
        return node.fileBytes();
    }

    @Override
    protected long pieces() {
        try (MongoClient client = MongoClients.create(MongoServers.any())) {
            MongoDatabase all = client.getDatabase(database);
            return Stream.of(Schema.UPLOADS, Schema.UPLOAD_CHUNKS, Schema.UPLOADS_BEGUN)
                    .mapToLong(name -> all.getCollection(name).countDocuments())
                    .sum();
        }
    }

    @Test
    void the_tools_of_mongodb_read_what_is_written() {
        byte[] content = new byte[600_000];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) ((i * 31) >> 3);
        }
        try (FileBytes.Sink sink = bytes().create(FILE)) {
            sink.write(content, 0, content.length);
            sink.commit();
        }
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try (MongoClient client = MongoClients.create(MongoServers.any())) {
            GridFSBuckets.create(client.getDatabase(database), "uploads")
                    .downloadToStream(new BsonString(FILE.value()), read);
        }
        assertThat(read.toByteArray()).isEqualTo(content);
    }

    @Test
    void a_server_that_is_away_is_unavailable() {
        FileBytes.Sink sink = bytes().create(FILE);
        sink.write(new byte[600_000], 0, 600_000);
        nodes.getFirst().close();

        assertThatThrownBy(() -> bytes().open(FILE)).isInstanceOf(ChatException.Unavailable.class);
        assertThatThrownBy(sink::commit).isInstanceOf(ChatException.Unavailable.class);
        sink.close();
        assertThat(anotherNode().sweep(InstantSource.system().instant().plusSeconds(1)))
                .isEqualTo(1);
        assertThat(pieces()).isZero();
    }
}

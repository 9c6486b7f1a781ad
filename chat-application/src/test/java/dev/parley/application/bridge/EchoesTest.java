package dev.parley.application.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.application.fixture.Pretend;
import dev.parley.domain.bridge.ForeignPost;
import dev.parley.domain.bridge.ForeignSession;
import dev.parley.domain.bridge.ForeignTopics;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.Post;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another node has published a message, and its edit; this one sees them come back. */
class EchoesTest {
    private static final long SETTLED = 1_500;

    private final BridgeWorld world = new BridgeWorld(1);
    private final List<Long> retracted = new ArrayList<>();
    private final Findings findings = new Findings(BridgeWorld.ROOM, world.ledger, false, () -> world.time.nanoTime());
    private final Echoes echoes = new Echoes(BridgeWorld.ROOM, world.log, world.ledger, findings);

    @BeforeEach
    void publishAndEdit() {
        BridgeNode other = world.open();
        world.advanceMillis(SETTLED);
        other.write(world.ann, "first");
        world.advanceMillis(100);
        other.edit(1, "second");
        world.advanceMillis(100);
        assertThat(posted()).extracting(ForeignPost::replaces).containsExactly(0L, 1L);
    }

    private List<ForeignPost> posted() {
        return world.messenger.posts(world.topic()).stream()
                .map(stored -> stored.post())
                .toList();
    }

    private Attachment attachment() {
        ForeignTopics topics = Pretend.port(ForeignTopics.class, (proxy, method, arguments) -> {
            retracted.add((Long) arguments[1]);
            return CompletableFuture.completedFuture(null);
        });
        ForeignSession session = Pretend.port(ForeignSession.class, (proxy, method, arguments) -> topics);
        return new Attachment(session, world.topic());
    }

    private List<Post> cameBack(ForeignPost post) throws MessengerException {
        return echoes.cameBack(post, world.message(1), attachment(), Map.of());
    }

    @Test
    void what_was_recorded_after_the_delivery_was_looked_up_is_no_news_and_its_edit_no_double()
            throws MessengerException {
        for (ForeignPost post : posted()) {
            assertThat(cameBack(post)).isEmpty();
        }

        assertThat(retracted).isEmpty();
    }

    @Test
    void a_second_first_version_is_a_double() throws MessengerException {
        ForeignPost first = posted().get(0);
        ForeignPost twin = new ForeignPost(
                first.topic(), 3, first.author(), first.at(), first.origin(), first.replaces(), first.text());

        assertThat(cameBack(twin))
                .extracting(Post::number, post -> post.state().isEmpty())
                .contains(tuple(3L, true));
        assertThat(retracted).containsExactly(3L);
    }
}

package dev.parley.tinode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.testkit.tinode.NativeRefusal;
import dev.parley.testkit.tinode.NativeTopic;
import dev.parley.testkit.tinode.NativeUser;
import dev.parley.testkit.tinode.Note;
import dev.parley.testkit.tinode.Seen;
import dev.parley.testkit.tinode.TinodeServer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two people with Tinode's own client, before Parley comes in: what the bridge's tests expect of them is tried here. */
@Timeout(60)
class NativeUserTest {
    private static @Nullable TinodeServer tinode;
    private static @Nullable NativeUser ann;
    private static @Nullable NativeUser bob;

    @BeforeAll
    static void start() {
        tinode = TinodeServer.start();
        ann = NativeUser.signUp(tinode.port(), "ann", "Ann");
        bob = NativeUser.signUp(tinode.port(), "bob", "Bob");
        meet();
    }

    /** A client asks for the name of somebody new once, and never again where the connection takes the answer with it. */
    private static void meet() {
        NativeTopic anns = ann().createGroup("Doorstep");
        bob().subscribe(anns.name()).publish("I am Bob");
        anns.await(
                topic -> topic.messages().stream().anyMatch(seen -> "Bob".equals(seen.fromName())), "the name of Bob");
    }

    @AfterAll
    static void stop() {
        if (ann != null) {
            ann.close();
        }
        if (bob != null) {
            bob.close();
        }
        if (tinode != null) {
            tinode.close();
        }
    }

    private static TinodeServer server() {
        return started(tinode);
    }

    private static NativeUser ann() {
        return started(ann);
    }

    private static NativeUser bob() {
        return started(bob);
    }

    private static <T> T started(@Nullable T it) {
        if (it == null) {
            throw new IllegalStateException("not started");
        }
        return it;
    }

    private static List<String> texts(List<Seen> messages) {
        return messages.stream().map(Seen::text).toList();
    }

    @Test
    void they_talk_edit_delete_and_type() throws Exception {
        NativeTopic anns = ann().createGroup("Garden", "alias:garden");
        NativeTopic bobs = bob().subscribe(bob().find("alias:garden").orElseThrow());
        long hello = anns.publish("hello *you*\nand \u2028 all");
        long word = bobs.publishRich(new ObjectMapper()
                .readTree("{\"txt\": \"a bold word\", \"fmt\": [{\"at\": 2, \"len\": 4, \"tp\": \"ST\"}]}"));
        bobs.publishTyped("another *bold* word");
        anns.await(topic -> topic.messages().size() == 3, "three messages");
        assertThat(texts(anns.messages()))
                .containsExactly("hello *you*\nand \u2028 all", "a bold word", "another bold word");
        assertThat(anns.messages()).extracting(Seen::fromName).containsExactly("Ann", "Bob", "Bob");
        assertThat(anns.messages()).extracting(Seen::from).containsExactly(ann().id(), bob().id(), bob().id());

        long again = bobs.edit(word, "a plain word");
        anns.await(topic -> texts(topic.messages()).contains("a plain word"), "the edit");
        assertThat(anns.messages()).extracting(Seen::seq).containsExactly(1L, 2L, 3L);
        assertThat(anns.heard()).last().extracting(Seen::seq, Seen::replaces).containsExactly(again, word);
        anns.delete(hello);
        bobs.await(topic -> topic.messages().size() == 2, "the deletion");
        assertThat(bobs.history()).extracting(Seen::seq).containsExactly(2L, 3L, again);
        bobs.typing();
        anns.await(topic -> topic.info().contains(new Note("kp", bob().id(), 0)), "typing");
        long last = anns.publish("bye");
        bobs.read(last);
        anns.await(topic -> topic.info().contains(new Note("read", bob().id(), last)), "the read mark");
    }

    @Test
    void what_a_member_deletes_in_a_group_of_another_is_gone_for_that_member_alone() {
        NativeTopic anns = ann().createGroup("Library");
        NativeTopic bobs = bob().subscribe(anns.name());
        bobs.delete(bobs.publish("never mind"));
        assertThat(bobs.messages()).isEmpty();
        assertThat(bobs.history()).isEmpty();
        anns.publish("something else");
        bobs.await(topic -> topic.messages().size() == 1, "the next message");
        assertThat(texts(anns.messages())).containsExactly("never mind", "something else");
    }

    @Test
    void who_comes_late_or_was_away_has_all_messages_once() {
        NativeTopic anns = ann().createGroup("Street");
        List<String> many = IntStream.rangeClosed(1, 250).mapToObj(i -> "m" + i).toList();
        assertThat(anns.publishAll(many))
                .isEqualTo(LongStream.rangeClosed(1, 250).boxed().toList());
        anns.delete(100);
        NativeTopic bobs = bob().subscribe(anns.name());
        assertThat(bobs.messages()).hasSize(100);
        bobs.scrollBack();
        assertThat(bobs.messages()).isEqualTo(bobs.history()).hasSize(249);

        bob().disconnect();
        assertThat(bob().connected()).isFalse();
        anns.publishAll(many);
        assertThat(catchThrowableOfType(NativeRefusal.class, () -> bobs.publish("is anybody there?")))
                .isNotNull();
        bob().reconnect();
        assertThat(bobs.messages()).isEqualTo(bobs.history()).hasSize(499);
        assertThat(bobs.heard()).extracting(Seen::seq).doesNotHaveDuplicates();
    }

    @Test
    void a_client_comes_back_by_itself() {
        NativeTopic anns = ann().createGroup("Station");
        NativeTopic bobs = bob().subscribe(anns.name());
        server().kill();
        ann().await(() -> !ann().connected(), "Ann is offline");
        bob().await(() -> !bob().connected(), "Bob is offline");
        server().resume();
        ann().await(ann()::connected, "Ann is back");
        bob().await(bob()::connected, "Bob is back");
        long seq = anns.publish("on time");
        bobs.await(topic -> !topic.messages().isEmpty(), "the message");
        assertThat(bobs.messages()).extracting(Seen::seq).containsExactly(seq);
    }

    @Test
    void what_tinode_refuses_has_its_code() {
        assertThat(catchThrowableOfType(NativeRefusal.class, () -> NativeUser.logIn(server().port(), "ann", "not it"))
                        .code())
                .isEqualTo(401);
        assertThat(catchThrowableOfType(NativeRefusal.class, () -> ann().subscribe("grpAAAAAAAAAAA"))
                        .code())
                .isEqualTo(404);
        assertThat(ann().find("alias:nowhere")).isEmpty();
    }
}

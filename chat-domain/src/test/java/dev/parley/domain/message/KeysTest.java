package dev.parley.domain.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.file.Attachment;
import dev.parley.domain.file.FileId;
import dev.parley.domain.file.FileName;
import dev.parley.domain.file.MediaType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
    private static final UserId ANN = new UserId(1);
    private static final UserId BOB = new UserId(11);

    @ParameterizedTest
    @ValueSource(strings = {"1", "a:b", "::", "\u00fc\ud83d\ude00", "c:1:x"})
    void a_client_gets_its_id_back(String id) {
        MessageKey key = MessageKey.named(ANN, new ClientId(id));

        assertThat(key.clientId()).contains(new ClientId(id));
        assertThat(new MessageKey(key.value())).isEqualTo(key);
    }

    @Test
    void two_authors_may_use_the_same_id() {
        assertThat(MessageKey.named(ANN, new ClientId("1:x"))).isNotEqualTo(MessageKey.named(BOB, new ClientId("x")));
        assertThat(MessageKey.named(ANN, new ClientId("1"))).isNotEqualTo(MessageKey.named(BOB, new ClientId("1")));
    }

    @Test
    void the_longest_client_id_of_the_last_user_makes_a_key() {
        ClientId longest = new ClientId("\ud83d\ude00".repeat(64));

        assertThat(MessageKey.named(new UserId((1L << 53) - 1), longest).clientId())
                .contains(longest);
    }

    @Test
    void a_key_without_a_client_id_says_so() {
        assertThat(MessageKey.unnamed("c:nonce").clientId()).isEmpty();
        assertThat(new MessageKey("tinode:grpX:7").clientId()).isEmpty();
    }

    @Test
    void keys_are_bounded() {
        assertThatThrownBy(() -> new MessageKey("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MessageKey("a".repeat(201))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a\n",
                "a\u0000",
                "\ud83d",
                "0123456789012345678901234567890123456789012345678901234567890123x"
            })
    void a_client_id_has_1_to_64_printable_characters(String id) {
        assertThatThrownBy(() -> new ClientId(id)).isInstanceOf(ChatException.Invalid.class);
    }

    @Test
    void a_fingerprint_depends_on_the_content_and_on_what_is_answered() {
        Draft draft = draft("a", "hello", 1);

        assertThat(draft.fingerprint())
                .hasSize(32)
                .isEqualTo(draft("b", "hello", 2).fingerprint())
                .isNotEqualTo(draft("a", "hello!", 1).fingerprint());
        assertThat(answering(draft, 1).fingerprint())
                .hasSize(32)
                .isEqualTo(answering(draft("b", "hello", 2), 1).fingerprint())
                .isNotEqualTo(answering(draft, 2).fingerprint())
                .isNotEqualTo(answering(draft("a", "hello!", 1), 1).fingerprint())
                .isNotEqualTo(draft.fingerprint());
    }

    @Test
    void a_fingerprint_depends_on_the_files_and_their_order_and_on_nothing_else_of_them() {
        Draft draft = draft("a", "hello", 1);
        Draft carrying = draft.with(List.of(file('x', "x"), file('y', "y")));
        assertThat(carrying.fingerprint())
                .isEqualTo(draft.fingerprintWith(
                        List.of(file('x', "").id(), file('y', "").id())))
                .isNotEqualTo(draft.fingerprint())
                .isNotEqualTo(
                        draft.with(List.of(file('y', "y"), file('x', "x"))).fingerprint())
                .isNotEqualTo(draft.with(List.of(file('x', "x"))).fingerprint())
                .isNotEqualTo(draft("a", "hello!", 1).with(carrying.files()).fingerprint());
        Draft both = answering(draft, 7).with(carrying.files());
        assertThat(both.fingerprint())
                .isEqualTo(answering(draft, 7)
                        .fingerprintWith(
                                List.of(file('x', "").id(), file('y', "").id())))
                .isNotEqualTo(carrying.fingerprint())
                .isNotEqualTo(answering(draft, 7).fingerprint());
    }

    @Test
    void a_message_has_ten_files_at_most_each_once() {
        Draft draft = draft("a", "hello", 1);
        List<Attachment> eleven =
                "abcdefghijk".chars().mapToObj(c -> file((char) c, "f")).toList();
        assertThat(draft.with(eleven.subList(0, 10)).files()).hasSize(10);
        assertThatThrownBy(() -> draft.with(eleven)).isInstanceOf(ChatException.Invalid.class);
        assertThatThrownBy(() -> draft.with(List.of(file('a', "f"), file('a', "g"))))
                .isInstanceOf(ChatException.Invalid.class);
    }

    private static Attachment file(char id, String name) {
        return new Attachment(
                new FileId(String.valueOf(id).repeat(22)),
                new FileName("n" + name),
                MediaType.UNKNOWN,
                name.length(),
                null);
    }

    /** They stand in stores. */
    @Test
    void fingerprints_stay_what_they_are() {
        Draft draft = draft("a", "hello", 1);
        assertThat(draft.fingerprint()).isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e");
        assertThat(answering(draft, 7).fingerprint()).isEqualTo("8301f0454c8e227a439bd3d51c8c357c");
        List<Attachment> files = List.of(file('x', ""), file('y', ""));
        assertThat(draft.with(files).fingerprint()).isEqualTo("5fe63ed31c5df6c69ab92994f65bfad9");
        assertThat(answering(draft, 7).with(files).fingerprint()).isEqualTo("e422bbc2f61dc5812a897554dc7b5603");
    }

    private static Draft answering(Draft draft, long seq) {
        return new Draft(draft.key(), draft.author(), draft.content(), draft.sentAt(), new Seq(seq));
    }

    private static Draft draft(String id, String text, long millis) {
        return new Draft(MessageKey.named(ANN, new ClientId(id)), ANN, new Content(text), Instant.ofEpochMilli(millis));
    }
}

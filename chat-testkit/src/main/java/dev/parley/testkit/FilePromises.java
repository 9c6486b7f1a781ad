package dev.parley.testkit;

import static dev.parley.testkit.Drafts.ANN;
import static dev.parley.testkit.Drafts.BOB;
import static dev.parley.testkit.Drafts.NOON;
import static dev.parley.testkit.Drafts.attachment;
import static dev.parley.testkit.Drafts.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.ChatException;
import dev.parley.domain.account.Language;
import dev.parley.domain.file.Attachment;
import dev.parley.domain.file.FileCarriers;
import dev.parley.domain.file.FileId;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.Emoji;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageKey;
import dev.parley.domain.message.MessageLog.Appended;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Translations;
import dev.parley.domain.room.RoomId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the log promises of messages with files, and {@link FileCarriers} of the files. */
interface FilePromises extends OnStore {
    RoomId OTHER = new RoomId(9);

    private static Draft carrying(Draft draft, Attachment... files) {
        return draft.with(List.of(files));
    }

    private FileCarriers carriers() {
        return store().carriers();
    }

    /** The newest message in the room that carries the file; 0 if there is none. */
    private static long newest(FileCarriers carriers, FileId file, RoomId room) {
        long seq = 0;
        while (carriers.isCarried(file, Map.of(room, new Seq(seq)))) {
            seq++;
        }
        return seq;
    }

    @Test
    default void files_stay_through_edits_and_reactions_and_are_gone_in_a_tombstone() {
        List<Attachment> files = List.of(attachment(1, " a b.png "), attachment(2, "ü\u2003😀"), attachment(3, "c"));
        Message sent = Logs.add(log(), ROOM, draft(ANN, "a", "").with(files));
        assertThat(sent.files()).isEqualTo(files);
        Message edited = Logs.done(log().change(ROOM, sent.seq(), new Change.Edit(new Content("new"), NOON)));
        Message bare = Logs.done(log().change(ROOM, sent.seq(), new Change.Edit(Content.NONE, NOON)));
        Message liked = Logs.done(log().change(ROOM, sent.seq(), new Change.React(BOB, new Emoji("👍"), true)));
        assertThat(List.of(edited, bare, liked)).extracting(Message::files).containsOnly(files);
        reopen();
        assertThat(Logs.assertWhole(anotherNode().log(), ROOM)).containsExactly(liked);
        Message deleted = Logs.done(log().change(ROOM, sent.seq(), new Change.Delete()));
        assertThat(deleted.files()).isEmpty();
        assertThat(Logs.assertWhole(anotherNode().log(), ROOM)).containsExactly(deleted);
    }

    @Test
    default void files_stay_when_what_stands_beside_them_is_translated() {
        List<Attachment> files = List.of(attachment(1), attachment(2));
        Message sent = Logs.add(log(), ROOM, draft(ANN, "a", "good morning").with(files));
        Translations spanish = Translations.of(new Language("es"), new Content("buenos días"));
        Message translated = Logs.done(log().change(ROOM, sent.seq(), new Change.Translate(sent.content(), spanish)));
        assertThat(translated.files()).isEqualTo(files);
        assertThat(translated.translations()).isEqualTo(spanish);
        Message liked = Logs.done(log().change(ROOM, sent.seq(), new Change.React(BOB, new Emoji("👍"), true)));
        assertThat(Logs.assertWhole(anotherNode().log(), ROOM)).containsExactly(liked);
        assertThat(liked.files()).isEqualTo(files);
        assertThat(liked.translations()).isEqualTo(spanish);
        Message edited = Logs.done(log().change(ROOM, sent.seq(), new Change.Edit(new Content("new"), NOON)));
        assertThat(Logs.assertWhole(anotherNode().log(), ROOM)).containsExactly(edited);
        assertThat(edited.files()).isEqualTo(files);
        assertThat(edited.translations()).isEqualTo(Translations.NONE);
    }

    @Test
    default void the_most_files_with_the_longest_names_are_stored() {
        List<Attachment> most = IntStream.range(0, Draft.MAX_FILES)
                .mapToObj(i -> attachment(i, "😀".repeat(254) + i))
                .toList();
        Message sent = Logs.add(log(), ROOM, draft(ANN, "a", "a").with(most));
        assertThat(log().find(ROOM, sent.seq())).contains(sent);
        assertThat(sent.files()).isEqualTo(most);
    }

    @Test
    default void a_repeat_carries_the_same_files_and_another_one_is_refused() {
        Draft first = carrying(draft(ANN, "a", "a"), attachment(1), attachment(2));
        Message sent = Logs.add(log(), ROOM, first);
        assertThat(anotherNode().log().append(ROOM, List.of(first))).containsExactly(new Appended.Repeated(sent));
        for (Draft other : List.of(
                draft(ANN, "a", "a"),
                carrying(first, attachment(1)),
                carrying(first, attachment(2), attachment(1)),
                carrying(first, attachment(1), attachment(2), attachment(3)))) {
            assertThat(log().append(ROOM, List.of(other))).containsExactly(new Appended.KeyReused());
        }
        assertThat(newest(carriers(), attachment(3).id(), ROOM)).isZero();
    }

    @Test
    default void what_was_sent_is_recalled_for_ever_also_when_it_is_deleted() {
        Draft draft = carrying(draft(ANN, "a", "a"), attachment(1));
        assertThat(log().recall(ROOM, draft.key(), draft.fingerprint())).isEmpty();
        Message sent = Logs.add(log(), ROOM, draft);
        assertThat(log().recall(ROOM, draft.key(), draft.fingerprint())).contains(new Appended.Repeated(sent));
        Message deleted = Logs.done(log().change(ROOM, sent.seq(), new Change.Delete()));
        reopen();
        assertThat(log().recall(ROOM, draft.key(), draft.fingerprint())).contains(new Appended.Repeated(deleted));
        assertThat(log().recall(ROOM, draft.key(), draft(ANN, "a", "a").fingerprint()))
                .contains(new Appended.KeyReused());
        assertThat(log().recall(ROOM, MessageKey.unnamed("x"), draft.fingerprint()))
                .isEmpty();
        assertThat(log().recall(OTHER, draft.key(), draft.fingerprint())).isEmpty();
    }

    @Test
    default void nothing_is_recalled_of_a_closed_log() {
        Draft draft = draft(ANN, "a", "a");
        Logs.add(log(), OTHER, draft);
        log().close(OTHER);
        assertThat(log().recall(OTHER, draft.key(), draft.fingerprint())).isEmpty();
        assertThat(log().erase(10)).isEqualTo(1);
        assertThat(log().recall(OTHER, draft.key(), draft.fingerprint())).isEmpty();
    }

    @Test
    default void an_acknowledged_message_carries_its_files_at_once_until_it_is_deleted() {
        FileCarriers elsewhere = anotherNode().carriers();
        List<Draft> batch = List.of(
                draft(ANN, "a", "plain"),
                carrying(draft(ANN, "b", ""), attachment(1), attachment(2)),
                carrying(draft(ANN, "c", ""), attachment(2, "other")));
        log().append(ROOM, batch);
        FileId one = attachment(1).id();
        FileId two = attachment(2).id();
        FileId none = attachment(3).id();
        assertThat(newest(elsewhere, one, ROOM)).isEqualTo(2);
        assertThat(newest(elsewhere, two, ROOM)).isEqualTo(3);
        assertThat(newest(elsewhere, two, OTHER)).isZero();
        assertThat(newest(elsewhere, none, ROOM)).isZero();
        assertThat(elsewhere.carried(List.of(one, two, none))).isEqualTo(Set.of(one, two));
        log().change(ROOM, new Seq(2), new Change.Edit(new Content("b"), NOON));
        assertThat(elsewhere.carried(List.of(one))).containsExactly(one);

        assertThat(log().change(ROOM, new Seq(2), new Change.Delete())).isInstanceOf(Changed.Done.class);
        assertThat(elsewhere.carried(List.of(none, two, one))).isEqualTo(Set.of(two));
        assertThat(newest(elsewhere, one, ROOM)).isZero();
        assertThat(newest(elsewhere, two, ROOM)).isEqualTo(3);
        assertThat(elsewhere.carried(List.of())).isEmpty();
    }

    @Test
    default void a_carrier_is_found_in_any_of_many_rooms_but_not_before_where_one_began() {
        FileId file = attachment(1).id();
        Map<RoomId, Seq> asked = new HashMap<>();
        for (int i = 0; i < FileCarriers.MAX_QUERY; i++) {
            asked.put(new RoomId(100 + i), new Seq(i % 2));
        }
        assertThat(carriers().isCarried(file, Map.of())).isFalse();
        assertThat(carriers().isCarried(file, asked)).isFalse();
        Logs.add(log(), ROOM, carrying(draft(ANN, "elsewhere", ""), attachment(1)));
        Logs.add(log(), new RoomId(101), carrying(draft(ANN, "before", ""), attachment(1)));
        Logs.add(log(), new RoomId(101), carrying(draft(ANN, "another", ""), attachment(2)));
        assertThat(carriers().isCarried(file, asked)).isFalse();

        RoomId last = new RoomId(100 + FileCarriers.MAX_QUERY - 1);
        Logs.add(log(), last, carrying(draft(ANN, "at the beginning", ""), attachment(1)));
        assertThat(carriers().isCarried(file, asked)).isFalse();
        Logs.add(log(), last, carrying(draft(ANN, "found", ""), attachment(2), attachment(1)));
        assertThat(carriers().isCarried(file, asked)).isTrue();
    }

    @Test
    default void a_message_of_a_closed_log_carries_nothing_any_more() {
        FileId one = attachment(1).id();
        FileId two = attachment(2).id();
        Logs.add(log(), ROOM, carrying(draft(ANN, "a", "", NOON), attachment(1)));
        for (int i = 0; i < 3; i++) {
            Draft late = draft(ANN, "l" + i, "", NOON.plusSeconds(i + 1));
            Logs.add(log(), new RoomId(20 + i), carrying(late, attachment(1), attachment(2)));
        }
        for (int i = 0; i < 3; i++) {
            log().close(new RoomId(20 + i));
            FileCarriers elsewhere = anotherNode().carriers();
            Map<RoomId, Seq> late = IntStream.range(20, 23)
                    .mapToObj(RoomId::new)
                    .collect(Collectors.toMap(Function.identity(), room -> Head.EMPTY.lastSeq()));
            assertThat(elsewhere.isCarried(one, late)).isEqualTo(i < 2);
            assertThat(newest(elsewhere, one, new RoomId(20 + i))).isZero();
            assertThat(newest(elsewhere, one, ROOM)).isEqualTo(1);
            assertThat(elsewhere.carried(List.of(one, two))).isEqualTo(i < 2 ? Set.of(one, two) : Set.of(one));
        }
        while (log().erase(1) > 0) {
            assertThat(carriers().carried(List.of(one, two))).isEqualTo(Set.of(one));
        }
        assertThat(newest(carriers(), two, new RoomId(22))).isZero();
    }

    @Test
    default void many_files_in_many_messages_are_looked_up_at_once() {
        List<FileId> asked = new ArrayList<>();
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < FileCarriers.MAX_QUERY; i++) {
            asked.add(attachment(i).id());
            if (i % 2 == 1) {
                drafts.add(carrying(draft(ANN, "m" + i, ""), attachment(i), attachment(0)));
            }
        }
        log().append(ROOM, drafts);
        assertThat(carriers().carried(asked)).hasSize(FileCarriers.MAX_QUERY / 2 + 1);
    }

    @Test
    default void a_message_whose_answer_was_lost_carries_its_files() {
        Draft draft = carrying(draft(ANN, "a", ""), attachment(1));
        store().faults().loseNextAnswer();
        boolean answered = Repeats.tried(() -> log().append(ROOM, List.of(draft)));
        assertThat(store().faults().struck()).isTrue();
        Message message = Logs.known(log().append(ROOM, List.of(draft)).get(0));
        assertThat(message.files()).as("answered: %s", answered).isEqualTo(draft.files());
        assertThat(newest(carriers(), attachment(1).id(), ROOM)).isEqualTo(1);
    }

    @Test
    default void carriers_are_not_known_while_the_store_is_away() {
        store().faults().takeStoreAway();
        assertThatThrownBy(() -> carriers().carried(List.of(attachment(1).id())))
                .isInstanceOf(ChatException.Unavailable.class);
        assertThatThrownBy(() -> log().recall(ROOM, MessageKey.unnamed("x"), "f"))
                .isInstanceOf(ChatException.Unavailable.class);
        store().faults().bringStoreBack();
    }
}

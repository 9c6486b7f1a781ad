package dev.parley.testkit;

import static dev.parley.testkit.Drafts.ANN;
import static dev.parley.testkit.Drafts.BOB;
import static dev.parley.testkit.Drafts.NOON;
import static dev.parley.testkit.Drafts.draft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.account.Language;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Emoji;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.MessageLog.Appended;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Translations;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the log promises of translations: they belong to one content, and come and go with changes of their own. */
interface TranslationPromises extends OnStore {
    Language SPANISH = new Language("es");
    Language BRAZILIAN = new Language("pt-BR");
    Content ORIGINAL = new Content("the house\n\tis \"big\"; 100 % 😀 {$set: 1}");
    Content CASA = new Content("la casa\n\tes «grande»; 100 % 😀 {$set: 1}");

    private static Change translate(Content of, Language language, Content text) {
        return new Change.Translate(of, Translations.of(language, text));
    }

    private Message sent() {
        return Logs.add(log(), ROOM, draft(ANN, "a", ORIGINAL.text()));
    }

    @Test
    default void a_translation_is_kept_as_it_is_and_takes_one_rev() {
        Message sent = sent();
        assertThat(sent.translations()).isEqualTo(Translations.NONE);
        Message once = Logs.done(log().change(ROOM, sent.seq(), translate(ORIGINAL, SPANISH, CASA)));
        Message twice = Logs.done(anotherNode().log().change(ROOM, sent.seq(), translate(ORIGINAL, BRAZILIAN, CASA)));

        assertThat(once.translations()).isEqualTo(Translations.of(SPANISH, CASA));
        assertThat(twice.translations().texts()).isEqualTo(Map.of(SPANISH, CASA, BRAZILIAN, CASA));
        assertThat(twice.rev()).isEqualTo(new Rev(3));
        assertThat(twice.content()).isEqualTo(ORIGINAL);
        assertThat(twice.editedAt()).isNull();
        for (MessageLog node : List.of(log(), anotherNode().log())) {
            assertThat(node.find(ROOM, sent.seq())).contains(twice);
            assertThat(node.before(ROOM, Seq.END, 1)).containsExactly(twice);
            assertThat(node.changesSince(ROOM, new Rev(1), 10)).containsExactly(twice);
            assertThat(node.newest(List.of(ROOM))).isEqualTo(Map.of(ROOM, twice));
            assertThat(node.change(ROOM, sent.seq(), translate(ORIGINAL, SPANISH, CASA)))
                    .isEqualTo(new Changed.Already(twice));
        }
        Message reacted = Logs.done(log().change(ROOM, sent.seq(), new Change.React(BOB, new Emoji("👍"), true)));
        assertThat(reacted.translations()).isEqualTo(twice.translations());
    }

    @Test
    default void a_translation_of_another_content_changes_nothing() {
        Message sent = sent();
        Message edited = Logs.done(log().change(ROOM, sent.seq(), new Change.Edit(new Content("new"), NOON)));
        assertThat(log().change(ROOM, sent.seq(), translate(ORIGINAL, SPANISH, CASA)))
                .isEqualTo(new Changed.Already(edited));
        Message deleted = Logs.done(log().change(ROOM, sent.seq(), new Change.Delete()));
        assertThat(log().change(ROOM, sent.seq(), translate(new Content("new"), SPANISH, CASA)))
                .isEqualTo(new Changed.Already(deleted));
        assertThat(log().change(ROOM, new Seq(9), translate(ORIGINAL, SPANISH, CASA)))
                .isEqualTo(new Changed.Missing());
        assertThat(Logs.assertWhole(log(), ROOM)).containsExactly(deleted);
    }

    @Test
    default void an_edit_and_a_deletion_take_the_translations_away() {
        Message sent = sent();
        Logs.done(log().change(ROOM, sent.seq(), translate(ORIGINAL, SPANISH, CASA)));
        Message edited = Logs.done(log().change(ROOM, sent.seq(), new Change.Edit(new Content("new"), NOON)));
        assertThat(edited.translations()).isEqualTo(Translations.NONE);
        assertThat(log().find(ROOM, sent.seq())).contains(edited);

        Logs.done(log().change(ROOM, sent.seq(), translate(new Content("new"), SPANISH, CASA)));
        Message deleted = Logs.done(log().change(ROOM, sent.seq(), new Change.Delete()));
        assertThat(deleted.translations()).isEqualTo(Translations.NONE);
        assertThat(log().find(ROOM, sent.seq())).contains(deleted);
    }

    @Test
    default void a_repeat_of_what_was_translated_is_a_repeat() {
        Message sent = sent();
        Message translated = Logs.done(log().change(ROOM, sent.seq(), translate(ORIGINAL, SPANISH, CASA)));
        assertThat(log().append(ROOM, List.of(draft(ANN, "a", ORIGINAL.text()))))
                .containsExactly(new Appended.Repeated(translated));
    }
}

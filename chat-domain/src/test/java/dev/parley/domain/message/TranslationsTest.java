package dev.parley.domain.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.parley.domain.account.Language;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.room.RoomId;
import java.time.Instant;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TranslationsTest {
    private static final Instant NOON = Instant.parse("2026-08-08T12:00:00Z");
    private static final Language SPANISH = new Language("es");
    private static final Language GERMAN = new Language("de");
    private static final Content HOUSE = new Content("the house");
    private static final Content CASA = new Content("la casa");
    private static final Content HAUS = new Content("das Haus");
    private static final Message SENT = new Message(
            RoomId.GENERAL,
            new Seq(7),
            new Rev(9),
            MessageKey.unnamed("x"),
            new UserId(1),
            HOUSE,
            NOON,
            null,
            false,
            Reactions.NONE,
            null);

    private static Message after(Message message, Change change) {
        assertThat(message.after(change, message.rev().next())).isInstanceOf(Changed.Done.class);
        return ((Changed.Done) message.after(change, message.rev().next())).message();
    }

    private static Change translate(Content of, Language language, Content text) {
        return new Change.Translate(of, Translations.of(language, text));
    }

    @Test
    void a_translation_takes_a_rev_and_changes_nothing_else() {
        Message once = after(SENT, translate(HOUSE, SPANISH, CASA));
        Message twice = after(once, translate(HOUSE, GERMAN, HAUS));

        assertThat(twice.translations().texts()).containsExactly(entry(GERMAN, HAUS), entry(SPANISH, CASA));
        assertThat(twice.rev()).isEqualTo(new Rev(11));
        assertThat(twice.content()).isEqualTo(HOUSE);
        assertThat(twice.editedAt()).isNull();
        assertThat(twice.after(translate(HOUSE, SPANISH, CASA), new Rev(12))).isEqualTo(new Changed.Already(twice));
    }

    @Test
    void a_translation_of_what_the_message_said_before_changes_nothing() {
        Message edited = after(SENT, new Change.Edit(HAUS, NOON));
        Message deleted = after(SENT, new Change.Delete());

        assertThat(edited.after(translate(HOUSE, SPANISH, CASA), new Rev(20))).isEqualTo(new Changed.Already(edited));
        assertThat(deleted.after(translate(HOUSE, SPANISH, CASA), new Rev(20))).isEqualTo(new Changed.Already(deleted));
        assertThat(deleted.after(translate(Content.NONE, SPANISH, CASA), new Rev(20)))
                .isEqualTo(new Changed.Already(deleted));
    }

    @Test
    void what_is_edited_or_deleted_is_translated_no_more_and_what_is_reacted_to_is() {
        Message translated = after(SENT, translate(HOUSE, SPANISH, CASA));

        assertThat(after(translated, new Change.Edit(HAUS, NOON)).translations())
                .isEqualTo(Translations.NONE);
        assertThat(after(translated, new Change.Delete()).translations()).isEqualTo(Translations.NONE);
        assertThat(after(translated, new Change.React(new UserId(2), new Emoji("👍"), true))
                        .translations())
                .isEqualTo(Translations.of(SPANISH, CASA));
    }

    @Test
    void there_are_eight_at_most_and_none_is_empty() {
        Translations full = Translations.NONE;
        for (String tag : "cs da de en es fi fr it".split(" ", -1)) {
            full = full.with(Translations.of(new Language(tag), CASA));
        }
        assertThat(full.with(Translations.of(new Language("pl"), CASA))).isEqualTo(full);
        assertThat(full.with(Translations.of(GERMAN, HAUS)).texts()).containsEntry(GERMAN, HAUS);

        TreeMap<Language, Content> nine = new TreeMap<>(full.texts());
        nine.put(new Language("pl"), CASA);
        assertThatThrownBy(() -> new Translations(nine)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Translations.of(GERMAN, Content.NONE)).isInstanceOf(IllegalArgumentException.class);
    }
}

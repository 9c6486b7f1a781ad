package dev.parley.translation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.account.Language;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextDetectorTest {
    private final TextDetector detector = new TextDetector();

    private Optional<String> detected(String text) {
        return detector.detect(text).map(Language::tag);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | I will be late today, sorry",
                "en | The house is big.",
                "es | Hola amigo, ¿cómo estás hoy?",
                "fr | Je ne peux pas venir demain",
                "de | Ich komme morgen etwas später",
                "it | Domani non posso venire",
                "pt | Eu não sei o que fazer",
                "nl | Ik kan morgen niet komen",
                "sv | Jag kan inte komma i morgon",
                "no | Jeg kan ikke komme i morgen",
                "da | Det er ikke nemt at finde en god bog på biblioteket",
                "pl | Nie mogę przyjść jutro na spotkanie",
                "cs | Nemohu zítra přijít",
                "ro | Nu pot veni mâine la întâlnire",
                "tr | Yarın toplantıya gelemem",
                "fi | En voi tulla huomenna",
                "id | Saya tidak bisa datang besok",
                "vi | Ngày mai tôi không thể đến",
                "hu | Nem tudok jönni, túl késő van már erről beszélni",
                "lv | Rīt es nevaru atnākt, jo man ir ļoti daudz darba",
                "lt | Rytoj negaliu ateiti, nes turiu daug darbų",
                "ru | Я завтра не могу, это слишком рано для меня",
                "uk | Я завтра не можу прийти, вибачте, будь ласка, її",
                "be | Я заўтра не змагу прыйсці",
                "bg | Утре не мога да дойда, защото съм зает",
                "sr | Нећу моћи да дођем сутра",
                "mk | Утре не можам да дојдам, ќе ти се јавам",
                "el | Δεν μπορώ να έρθω αύριο",
                "he | אני לא יכול לבוא מחר",
                "ar | لا أستطيع القدوم غدا",
                "fa | فردا نمی‌توانم بیایم، چون کار دارم گفتم",
                "ur | میں کل نہیں آ سکتا ہوں",
                "th | พรุ่งนี้ฉันมาไม่ได้",
                "ja | 明日は行けません",
                "ja | カラオケに行こう",
                "zh | 我明天不能来",
                "ko | 내일은 갈 수 없어요",
                "hy | Ես վաղը չեմ կարող գալ",
                "ka | ხვალ ვერ მოვალ"
            })
    void a_sentence_has_its_language(String language, String text) {
        assertThat(detected(text)).contains(language);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ok",
                "lol",
                "thx",
                "hello",
                "1234 567 890",
                "… !? 😀😀😀",
                "Ann Bob Carol Dave",
                "git push origin main",
                "foo bar baz qux",
                "asdf jkl qwer zxcv uiop",
                "kernel panic null pointer exception",
                "hahahaha jajaja lol",
                "hello mi amigo what are you doing mañana por la tarde",
                "I think wir sollten das morgen machen, ok?",
                "não podem estar here right now with us all",
                "The meeting is tomorrow. Встреча будет завтра утром.",
                "ђак и ќош су ту",
                "non posso venire parce que je suis malade",
                "köszönöm szépen, see you next Friday",
                "I need ein neues Handy, meins ist kaputt",
                "paldies par visu, have a great weekend",
                "कल मैं नहीं आ सकता"
            })
    void what_cannot_be_told_is_unknown(String text) {
        assertThat(detected(text)).isEmpty();
    }

    @Test
    void the_same_text_has_the_same_language_whatever_was_asked_before() {
        String text = "The house is big and the garden is small, but we like both of them. ".repeat(20);
        TextDetector other = new TextDetector();
        for (int i = 0; i < 50; i++) {
            assertThat(detected(text)).contains("en");
            assertThat(other.detect("una casa muy grande " + i)).isEqualTo(detector.detect("una casa muy grande 0"));
        }
    }

    @Test
    void a_foreign_name_does_not_hide_the_language() {
        assertThat(detected("Я завтра встречаю Peter, он приедет из Берлина поздно, это точно"))
                .contains("ru");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Paul Erdős was a great mathematician you know",
                "have you read the book by Žemaitė already",
                "Erdős number of my boss is three",
                "We had lunch with Ķēniņš in Riga last week",
                "She moved from Győr to London three years ago",
                "Ask Ramūnas whether the room is still free",
                "The train to Košice leaves from platform nine"
            })
    void a_letter_of_another_language_in_a_name_does_not_tell_the_language(String text) {
        assertThat(detected(text)).contains("en");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I met Ģirts and Kārlis yesterday at the office",
                "Did László Szűcs send you the invoice?",
                "Is Vytautė coming to the game with us tonight?",
                "Have you ever been to Žemaičių Naumiestis in winter?"
            })
    void where_half_of_the_text_is_names_it_is_none_of_their_language(String text) {
        assertThat(detected(text).orElse("en")).isEqualTo("en");
    }

    /** Each language begins with how many of its sentences are told at least, and how many are taken for others at most. */
    private static List<Arguments> sentences() throws IOException {
        try (InputStream in = requireNonNull(TextDetectorTest.class.getResourceAsStream("everyday.txt"))) {
            return Stream.of(new String(in.readAllBytes(), UTF_8).split("\n\n", -1))
                    .map(language -> {
                        List<String> lines = language.lines().toList();
                        String[] head = lines.get(0).split(" ", -1);
                        List<String> texts = lines.subList(1, lines.size());
                        return Arguments.of(head[0], Integer.valueOf(head[1]), Integer.valueOf(head[2]), texts);
                    })
                    .toList();
        }
    }

    /** Of languages that are not listed, which are told never, as few as can be are taken for one that is. */
    @ParameterizedTest
    @MethodSource("sentences")
    void everyday_sentences_in_latin_letters_are_told_and_rarely_taken_for_others(
            String language, int least, int mostWrong, List<String> texts) {
        List<String> told =
                texts.stream().flatMap(text -> detected(text).stream()).toList();
        assertThat(told).filteredOn(language::equals).hasSizeGreaterThanOrEqualTo(least);
        assertThat(told).filteredOn(other -> !other.equals(language)).hasSizeLessThanOrEqualTo(mostWrong);
    }

    /** Everyday sentences, of which none may be told to be something else, and most are told. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ru | 6 | Во сколько завтра отправляется поезд?; Сервер опять не работает; С днём рождения!; Кто заберёт детей из школы?;"
                        + " Нам надо подождать до понедельника; Я забыл зонт в офисе; Привет, как дела?; Хорошо, до встречи вечером",
                "uk | 3 | Дякую за допомогу вчора; Сервер знову не працює; Буду за десять хвилин; Ми зустрінемося завтра на вокзалі",
                "fa | 5 | سلام حال شما خوب است؟; ممنون از کمک شما; من این کتاب را خیلی دوست دارم; خانه بزرگ است و باغ کوچک است;"
                        + " لطفا فردا به من زنگ بزن",
                "ur | 3 | وہ کل دفتر جا رہا تھا; آپ کیسے ہو؟; شکریہ، کل ملتے ہیں",
                "ar | 3 | شكرا على مساعدتك أمس; متى يغادر القطار غدا؟; لا أعرف ماذا تريد أن تقول"
            })
    void most_of_what_is_said_every_day_is_told(String language, int least, String texts) {
        List<String> told = Stream.of(texts.split(";"))
                .flatMap(text -> detected(text).stream())
                .toList();
        assertThat(told).hasSizeGreaterThanOrEqualTo(least).containsOnly(language);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Мен ертең келе алмаймын, кешіріңіз",
                "Мин иртәгә килә алмыйм, гафу итегез",
                "Би маргааш ирж чадахгүй, уучлаарай, их завгүй байна",
                "Мен эртең келе албаймын, кечиресиз",
                "Эп ыран килме пултараймастӑп",
                "زه سبا نشم راتلای ځکه چې کار لرم",
                "من سبەی ناتوانم بێم چونکە کارم هەیە",
                "مەن ئەتە كېلەلمەيمەن",
                "No puc venir demà a la reunió perquè tinc feina",
                "Zajtra nemôžem prísť na stretnutie, lebo mám veľa práce",
                "Mən sabah görüşə gələ bilmərəm, çünki işim var"
            })
    void a_neighbour_of_a_language_is_not_taken_for_it(String text) {
        assertThat(detected(text)).isEmpty();
    }
}

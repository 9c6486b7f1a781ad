package dev.parley.domain.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProseTest {
    private static final Pattern MARK = Pattern.compile("[A-Z]{2,3}[0-9]+X");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@ann",
                "@Änne_2.b-c",
                "https://example.org/the-house?a=b&c=%20d#e",
                "http://user@host:8080/(x)/y",
                "www.example.org/house",
                "ftp://example.org",
                "ann.b+c@mail.example.org",
                "`the house`",
                "```java\nthe house\n\n@ann\n```",
                "```never closed the house",
                "😀",
                "👩🏽‍❤️‍💋‍👩🏻👍🏿",
                "1️⃣",
                "🇪🇸",
                ":smile:",
                "example.org/the-house",
                "github.com",
                "München.de:8080/the/house",
                "shop.house/garden?the=house",
                "WWW.example.org/the/house",
                "//example.house/garden",
                "mailto:ann@example.org",
                "tel:+4912345",
                "https://example.org/house_(film)",
                "https://example.org/a_(b)/c_(d)?e=f.g",
                "``the ` house``",
                "````\n```\nthe house\n```\n````",
                "`the\nhouse`",
                "`the `` house`",
                "the@localhost",
                "@@ann"
            })
    void what_is_in_no_language_is_not_given_away_and_comes_back(String kept) {
        Prose first = Prose.of(kept + " is here");
        assertThat(first.masked()).isIn("is here", ""); // All that follows an open fence is code.
        Prose between = Prose.of("look at " + kept + "\nand here");
        assertThat(between.masked()).doesNotContain(kept);
        if (!kept.equals("```never closed the house")) {
            assertThat(between.masked()).containsPattern(MARK);
            Matcher mark = MARK.matcher(between.masked());
            assertThat(mark.find()).isTrue();
            assertThat(between.restored("aquí " + mark.group() + "\n y mira")).contains("aquí " + kept + "\n y mira");
        }
        assertThat(Prose.words("so " + kept + " it is")).doesNotContain(kept).contains("so ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "~~~\nthe house\n\n@ann ``` ~~ ~~~~x\n~~~",
                "  ~~~~ java \nthe house\n~~~\n   ~~~~~ ",
                "~~~\n~~~",
                "~~~ c++\nnever closed, the house"
            })
    void a_fence_of_tildes_has_lines_of_its_own(String code) {
        String text = "look here\n" + code + "\nand there";
        Prose prose = Prose.of(text);
        assertThat(prose.masked()).startsWith("look here").doesNotContain("house");
        assertThat(prose.masked().endsWith("and there")).isNotEqualTo(code.contains("never closed"));
        assertThat(prose.restored(prose.masked())).contains(text);
        assertThat(Prose.words(code)).isBlank();
    }

    @Test
    void the_end_of_a_sentence_is_no_part_of_a_link() {
        assertThat(Prose.words("See https://example.org/a. Or (www.example.org)!"))
                .isEqualTo("See  . Or ( )!");
    }

    @Test
    void a_mention_begins_and_ends_beside_letters_that_know_no_spaces() {
        Prose prose = Prose.of("今天天气很好请@anna看一下");
        assertThat(prose.masked()).isEqualTo("今天天气很好请XQ0X看一下");
        assertThat(Prose.words("今天请@小明 看一下, .@ann -@bob")).isEqualTo("今天请  看一下,    ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "We came home.Then we ate.And slept",
                "We came home.we ate and/or slept",
                "e.g. at 3.30 p.m. or i.e. v1.2.3",
                "one ` here\n\nand one ` there",
                "foo // and : or ~ and () too",
                "~~~ hello everybody ~~~\nhow are you",
                "so ~~~\nthis is ~~~\nall",
                "~~struck out~~ and ~~\nsomething\n~~"
            })
    void what_only_looks_like_code_or_a_link_is_words(String text) {
        assertThat(Prose.of(text).masked()).isEqualTo(text);
    }

    @Test
    void what_stands_before_and_behind_the_words_is_not_given_away() {
        Prose prose = Prose.of("@bob 😀\n Good morning, @ann and all. https://example.org `x`");
        assertThat(prose.masked()).isEqualTo("Good morning, XQ0X and all.");
        assertThat(prose.restored("Buenos días, xq0x y todos."))
                .contains("@bob 😀\n Buenos días, @ann y todos. https://example.org `x`");
    }

    @Test
    void what_is_lost_doubled_or_put_in_is_found_out() {
        Prose prose = Prose.of("Good morning @ann and @bob and all");
        assertThat(prose.restored("Buenos días XQ1X y XQ0X y todos")).contains("Buenos días @bob y @ann y todos");
        assertThat(prose.restored("Buenos días XQ0X y todos")).isEmpty();
        assertThat(prose.restored("Buenos días XQ0X y XQ0X y XQ1X")).isEmpty();
        assertThat(prose.restored("Buenos días XQ0X y XQ1X y XQ2X @eve")).isEmpty();
        assertThat(prose.restored("Buenos días XQ0Xito y XQ1X")).isEmpty();
        assertThat(Prose.of("Good morning").restored("Buenos días https://evil.example"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " XQ7X",
                " xq99999999999X",
                " ZJ0X",
                " javascript:alert(1)",
                " evil.example/phish",
                " [x](//evil.example)",
                " evil.com",
                " evil.club",
                " evil.ninja:8080",
                " [click](evil)",
                " пример.рф",
                " 例え.jp",
                " evil。com",
                " 1.2.3.4/x",
                " 10.0.0.1:8080",
                " localhost:8080/x",
                " magnet:?xt=1",
                " file:/x",
                " vbscript:x",
                "。skype:eve",
                " \u202Ehsihp",
                " \u2067phish"
            })
    void what_a_translation_may_not_have_of_its_own_is_found_out(String lie) {
        assertThat(Prose.of("Good morning").restored("Buenos días" + lie)).isEmpty();
        Prose prose = Prose.of("Good @ann morning");
        assertThat(prose.restored("Buenos XQ0X días")).isPresent();
        assertThat(prose.restored("Buenos XQ0X días" + lie)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "We came home.Then we ate. | Llegamos a casa.Entonces comimos.",
                "We came home.Then we ate. | Llegamos a casa. Entonces comimos.",
                "Meet at half past ten. | Treffen um 10:30, z.B. hier, d.h. bei mir.",
                "In the USA, for example. | En EE.UU., p.ej. aquí, a las 10.30.",
                "It has 1,234,567,890 people. | Es hat 1.234.567.890 Leute, 3,5 v.H. mehr.",
                "The readers of the EU | Leser:innen der EU",
                "Of the EU and the USA | EU:n ja USA:sta",
                "From Ho Chi Minh City | Từ TP.HCM",
                "Note: this is all. Thank you. | 注:这就是全部.谢谢。Python 很好",
                "Send an SMS to the U.S. | यू.एस. को एस.एम.एस. भेजें",
                "He said: hello | 彼は「こんにちは」と言った。OK",
                "It is the 3rd of May | Es ist der 3.Mai, der 13.Mai kommt",
                "See foo.cloud and 10.0.0.1:80 | Mira foo.cloud y 10.0.0.1:80"
            })
    void what_an_honest_translation_brings_in_is_no_link(String text, String translation) {
        assertThat(Prose.of(text).restored(translation)).contains(translation);
    }

    @Test
    void a_text_that_has_marks_of_its_own_gets_others() {
        Prose prose = Prose.of("the xq of @ann is ZJ here");
        assertThat(prose.masked()).isEqualTo("the xq of QXZ0X is ZJ here");
        assertThat(Prose.of("xq zj qxz @ann too").masked()).isEmpty();
        Prose one = Prose.of("the XQ0X of @ann is here");
        assertThat(one.masked()).isEqualTo("the ZJ0X of ZJ1X is here");
        assertThat(one.restored("aquí el ZJ0X de ZJ1X")).contains("aquí el XQ0X de @ann");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "123 + 456", "😀😀", "@ann https://example.org", "```\ncode\n```", "…!?"})
    void without_words_there_is_nothing_to_give_away(String text) {
        assertThat(Prose.of(text).masked()).isEmpty();
    }

    /** Each would take a clumsy expression seconds, or the stack. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "`",
                "```",
                "a@",
                "@a",
                "a.",
                "a@a.",
                "😀\u200D",
                "1\uFE0F",
                "x://",
                "www.",
                ":a",
                "-@",
                "``",
                "` ",
                "~",
                "~~~\n",
                "\n~~~~\n ~~~",
                "`` ` ",
                "`\n",
                "`a\n\n",
                "x://(",
                "x://.",
                "x://a.(",
                "a.b.",
                "a.de",
                "-.",
                "@@",
                "//a.",
                "mailto:",
                "xq1",
                "\u2066",
                "A",
                "A:",
                "a:",
                "AA.",
                "1.",
                "aa。",
                "](",
                "e\u0301"
            })
    void long_texts_of_one_kind_take_no_time(String part) {
        String text = "word " + part.repeat(10_000 / part.length()) + " word";
        long begin = System.nanoTime();
        String words = Prose.words(text);
        Prose prose = Prose.of(text);
        assertThat(prose.restored(prose.masked())).contains(text);
        assertThat(words).startsWith("word ");
        assertThat(System.nanoTime() - begin).isLessThan(2_000_000_000L);
    }
}

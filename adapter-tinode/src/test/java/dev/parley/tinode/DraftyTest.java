package dev.parley.tinode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The documents are those of Tinode's own client, and some that nobody would make. */
class DraftyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"plain\" | plain",
                "{\"txt\":\"a bold word\",\"fmt\":[{\"at\":2,\"len\":4,\"tp\":\"ST\"}]} | a bold word",
                "{\"txt\":\"one two\",\"fmt\":[{\"at\":3,\"len\":1,\"tp\":\"BR\"}]} | one/two",
                "{\"txt\":\"\uD83D\uDC4D two\",\"fmt\":[{\"at\":1,\"len\":1,\"tp\":\"BR\"}]} | \uD83D\uDC4D/two",
                "{\"txt\":\"one\",\"fmt\":[{\"at\":1,\"tp\":\"BR\"},{\"at\":99,\"tp\":\"BR\"},{\"at\":-3,\"tp\":\"BR\"},7]} | one",
                "{\"txt\":\" \",\"fmt\":[{}],\"ent\":[{\"tp\":\"IM\",\"data\":{\"name\":\"cat.png\"}}]} | [cat.png]",
                "{\"txt\":\"see\",\"ent\":[{\"tp\":\"EX\",\"data\":{}},{\"tp\":\"LN\",\"data\":{\"url\":\"x\"}}]} | see/[file]",
                "{} | ``",
                "null | ``",
                "42 | ``",
                "[1,2] | ``",
                "{\"txt\":{\"txt\":1},\"fmt\":\"no\",\"ent\":3} | ``"
            })
    void it_reads_as_text(String content, String text) throws JsonProcessingException {
        assertThat(Drafty.text(new ObjectMapper().readTree(content)).replace('\n', '/'))
                .isEqualTo(text);
    }
}

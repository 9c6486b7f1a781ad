package dev.parley.translation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

class LibreTranslateTest extends TranslatorContract {
    LibreTranslateTest() {
        super(TranslationConfig.Kind.LIBRETRANSLATE);
    }

    @Override
    String pairs() {
        return """
                [{"code":"en","name":"English","targets":["en","es","zh-Hans","?"]},
                 {"code":"es","name":"Spanish","targets":["en","es"]}]""";
    }

    @Override
    String translation(String jsonText) {
        return "{\"translatedText\":" + jsonText + "}";
    }

    @Override
    void assertAsked(String body, String text) {
        try {
            JsonNode asked = new ObjectMapper().readTree(body);
            assertThat(asked.path("q").asText()).isEqualTo(text);
            assertThat(asked.path("source").asText()).isEqualTo("en");
            assertThat(asked.path("target").asText()).isEqualTo("es");
            assertThat(asked.path("format").asText()).isEqualTo("text");
            assertThat(asked.path("api_key").asText()).isEqualTo("key of ours");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

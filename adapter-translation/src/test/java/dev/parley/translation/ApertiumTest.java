package dev.parley.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class ApertiumTest extends TranslatorContract {
    ApertiumTest() {
        super(TranslationConfig.Kind.APERTIUM);
    }

    @Override
    String pairs() {
        return """
                {"responseData": [
                 {"sourceLanguage": "spa", "targetLanguage": "eng_US"},
                 {"sourceLanguage": "spa", "targetLanguage": "eng"},
                 {"sourceLanguage": "eng", "targetLanguage": "spa"}], "responseStatus": 200}""";
    }

    @Override
    String translation(String jsonText) {
        return "{\"responseData\":{\"translatedText\":" + jsonText + "},\"responseStatus\":200}";
    }

    @Override
    void assertAsked(String body, String text) {
        assertThat(Arrays.stream(body.split("&", -1)).map(each -> URLDecoder.decode(each, StandardCharsets.UTF_8)))
                .containsExactly("langpair=eng|spa", "markUnknown=no", "q=" + text);
    }
}

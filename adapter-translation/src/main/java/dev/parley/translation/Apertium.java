package dev.parley.translation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okhttp3.FormBody;

/** Speaks with Apertium's web service (wiki.apertium.org, Apertium-apy), whose languages have three letters. */
final class Apertium implements Service {
    private final Web web;

    Apertium(Web web) {
        this.web = web;
    }

    @Override
    public List<Pair> pairs() throws IOException {
        List<Pair> pairs = new ArrayList<>();
        for (JsonNode pair : web.get("listPairs").path("responseData")) {
            pairs.add(new Pair(
                    pair.path("sourceLanguage").asText(),
                    pair.path("targetLanguage").asText()));
        }
        return pairs;
    }

    /** In a form, so that no text stands in a log of addresses; words that it does not know come back without a mark. */
    @Override
    public String translate(String text, Pair pair) throws IOException {
        FormBody form = new FormBody.Builder()
                .add("langpair", pair.from() + "|" + pair.to())
                .add("markUnknown", "no")
                .add("q", text)
                .build();
        JsonNode translated = web.post("translate", form).path("responseData").path("translatedText");
        if (!translated.isTextual()) {
            throw new IOException("an answer without a translation");
        }
        return translated.textValue();
    }
}

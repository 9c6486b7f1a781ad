package dev.parley.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** Speaks with LibreTranslate (docs.libretranslate.com, API 1.6). */
final class LibreTranslate implements Service {
    private static final MediaType JSON = MediaType.get("application/json");

    private final Web web;
    private final @Nullable String apiKey;

    LibreTranslate(Web web, @Nullable String apiKey) {
        this.web = web;
        this.apiKey = apiKey;
    }

    @Override
    public List<Pair> pairs() throws IOException {
        List<Pair> pairs = new ArrayList<>();
        for (JsonNode language : web.get("languages")) {
            for (JsonNode target : language.path("targets")) {
                pairs.add(new Pair(language.path("code").asText(), target.asText()));
            }
        }
        return pairs;
    }

    @Override
    public String translate(String text, Pair pair) throws IOException {
        ObjectNode question = web.mapper()
                .createObjectNode()
                .put("q", text)
                .put("source", pair.from())
                .put("target", pair.to())
                .put("format", "text");
        if (apiKey != null) {
            question.put("api_key", apiKey);
        }
        JsonNode answer = web.post("translate", RequestBody.create(question.toString(), JSON));
        JsonNode translated = answer.path("translatedText");
        if (!translated.isTextual()) {
            throw new IOException("an answer without a translation");
        }
        return translated.textValue();
    }
}

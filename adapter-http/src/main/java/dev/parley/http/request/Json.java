package dev.parley.http.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads and writes JSON: objects in strict UTF-8, at most 32 levels deep, each key once.
 *
 * <p>Jackson alone would take UTF-16 and some malformed UTF-8 as well, so the bytes are decoded first.
 */
public final class Json {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NUMBER_LENGTH = 32;
    private static final int INITIAL_BYTES = 512;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8) // Four bytes for an emoji, not twelve.
            .build();
    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** Writes the members of one object. */
    public interface Members {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /**
     * The object that the bytes hold.
     *
     * @throws ChatException.Invalid {@code malformed_json} if they hold something else
     */
    public static JsonBody read(ByteBuffer utf8) {
        try {
            return read(StandardCharsets.UTF_8.newDecoder().decode(utf8).toString());
        } catch (CharacterCodingException e) {
            throw new ChatException.Invalid(ErrorCode.MALFORMED_JSON);
        }
    }

    /**
     * The object that the text holds.
     *
     * @throws ChatException.Invalid {@code malformed_json} if it holds something else
     */
    public static JsonBody read(String text) {
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode object) {
                return new JsonBody(object);
            }
        } catch (JsonProcessingException e) {
            // What the parser says of it would show its insides.
        }
        throw new ChatException.Invalid(ErrorCode.MALFORMED_JSON);
    }

    /** One object in UTF-8. */
    public static byte[] object(Members members) {
        return value(json -> {
            json.writeStartObject();
            members.writeTo(json);
            json.writeEndObject();
        });
    }

    /** Any value in UTF-8. */
    public static byte[] value(Members value) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(INITIAL_BYTES)) {
            try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
                value.writeTo(json);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }
}

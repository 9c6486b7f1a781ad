package dev.parley.http.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.Ids;
import dev.parley.domain.account.UserId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The members of a JSON object that somebody sent, by name and type. A member that is {@code null} is absent; one that
 * nobody asks for is ignored.
 */
public final class JsonBody {
    private final ObjectNode object;

    JsonBody(ObjectNode object) {
        this.object = object;
    }

    /** A text that must be there. */
    public String text(String field) {
        return optionalText(field).orElseThrow(() -> invalid(field, "must be a string"));
    }

    public Optional<String> optionalText(String field) {
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw invalid(field, "must be a string");
        }
        return Optional.of(node.textValue());
    }

    /** A word of the wire for one of these constants. */
    public <E extends Enum<E>> Optional<E> optionalWord(String field, Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        return optionalText(field)
                .map(text -> constants.stream()
                        .filter(each -> RoomJson.word(each).equals(text))
                        .findFirst()
                        .orElseThrow(() -> invalid(
                                field,
                                "must be one of "
                                        + constants.stream().map(RoomJson::word).collect(Collectors.joining(", ")))));
    }

    /** The users of a list that may be there. */
    public List<UserId> optionalUsers(String field) {
        List<UserId> users = new ArrayList<>();
        if (length(field) > 0) {
            object.get(field).forEach(each -> users.add(new UserId(Ids.checked(field, number(field, each)))));
        }
        return users;
    }

    /** The users of a list that must be there. */
    public List<UserId> usersOf(String field) {
        if (!(object.get(field) instanceof ArrayNode)) {
            throw invalid(field, "must be a list");
        }
        return optionalUsers(field);
    }

    /** The texts of a list that may be there. */
    public List<String> optionalTexts(String field) {
        List<String> texts = new ArrayList<>();
        if (length(field) > 0) {
            for (JsonNode each : object.get(field)) {
                if (!each.isTextual()) {
                    throw invalid(field, "must be a list of strings");
                }
                texts.add(each.textValue());
            }
        }
        return texts;
    }

    /** Whether there is a member of this name, also one that is {@code null}. */
    public boolean has(String field) {
        return object.has(field);
    }

    /** A whole number that must be there; it may be written as a string. */
    public long number(String field) {
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) {
            throw invalid(field, "must be a whole number");
        }
        return number(field, node);
    }

    /** A whole number that may be there; it may be written as a string. */
    public Optional<Long> optionalNumber(String field) {
        JsonNode node = object.get(field);
        return node == null || node.isNull() ? Optional.empty() : Optional.of(number(field, node));
    }

    /** The number of a user or a room that must be there. */
    public long id(String field) {
        return Ids.checked(field, number(field));
    }

    /** The number of a user or a room that may be there. */
    public Optional<Long> optionalId(String field) {
        return optionalNumber(field).map(number -> Ids.checked(field, number));
    }

    /** A truth value that must be there. */
    public boolean truth(String field) {
        JsonNode node = object.get(field);
        if (node == null || !node.isBoolean()) {
            throw invalid(field, "must be true or false");
        }
        return node.booleanValue();
    }

    /** An object that must be there. */
    public JsonBody object(String field) {
        return objectIfAny(field).orElseThrow(() -> invalid(field, "must be an object"));
    }

    /** An object that may be there; something else in its place is nothing. */
    public Optional<JsonBody> objectIfAny(String field) {
        return object.get(field) instanceof ObjectNode inner ? Optional.of(new JsonBody(inner)) : Optional.empty();
    }

    /** How long a list is that may be there. */
    public int length(String field) {
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) {
            return 0;
        }
        if (!node.isArray()) {
            throw invalid(field, "must be a list");
        }
        return node.size();
    }

    /** The numbers by their names in an object that must be there. */
    public Map<String, Long> numbers(String field) {
        JsonNode node = object.get(field);
        if (!(node instanceof ObjectNode map)) {
            throw invalid(field, "must be an object");
        }
        Map<String, Long> numbers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            numbers.put(entry.getKey(), number(field, entry.getValue()));
        }
        return numbers;
    }

    private static long number(String field, JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        if (node.isTextual()) {
            return Numbers.parse(field, node.textValue());
        }
        throw invalid(field, "must be a whole number");
    }

    static ChatException.Invalid invalid(String field, String rule) {
        return new ChatException.Invalid(ErrorCode.INVALID_FIELD, "'" + field + "' " + rule + ".");
    }
}

package dev.parley.tinode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;

/**
 * What Tinode answered to one request.
 *
 * @param code of its {@code {ctrl}}; 200 where only a {@code {meta}} came
 * @param topic the name of the topic, empty if none was told
 * @param params of its {@code {ctrl}}; missing if there are none
 * @param meta the {@code {meta}} that came with it; missing if none did
 * @param data the messages that were asked for, as they came
 */
record Reply(int code, String topic, JsonNode params, JsonNode meta, List<JsonNode> data) {
    /** No answer that matters. */
    static final Reply NONE = new Reply(0, "", MissingNode.getInstance(), MissingNode.getInstance(), List.of());
}

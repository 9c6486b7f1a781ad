package dev.parley.testkit.tinode;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Something that changed, as Tinode tells it to those it concerns.
 *
 * @param topic where it was told; {@code me} for what concerns the user
 * @param what such as {@code on}, {@code off}, {@code acs}, {@code del}, {@code msg}
 * @param src the topic or user it is about, empty if that is the topic itself
 * @param packet all of it
 */
public record Presence(String topic, String what, String src, JsonNode packet) {}

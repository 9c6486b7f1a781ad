package dev.parley.domain.bridge;

/**
 * What a topic is to be like.
 *
 * @param listed whether everybody there finds it and may join it; else it is known to its members alone
 * @param alias by which one that is listed is found exactly: letters, digits and hyphens
 */
public record TopicPlan(String title, boolean listed, String alias) {}

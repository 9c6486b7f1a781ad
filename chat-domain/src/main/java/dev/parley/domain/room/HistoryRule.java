package dev.parley.domain.room;

/** What a newcomer may read. */
public enum HistoryRule {
    /** Everything that was ever written. */
    ALL,
    /** What has been written since the newcomer joined. */
    SINCE_JOINING
}

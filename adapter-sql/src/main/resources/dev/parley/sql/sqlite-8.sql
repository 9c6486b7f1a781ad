CREATE INDEX bridged_rooms_by_topic ON bridged_rooms (topic);

CREATE TABLE topic_roll (
    room    INTEGER NOT NULL,
    topic   TEXT    NOT NULL,
    account TEXT    NOT NULL,
    PRIMARY KEY (room, topic, account)
) STRICT, WITHOUT ROWID;

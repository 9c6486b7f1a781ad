CREATE INDEX bridged_rooms_by_topic ON bridged_rooms (topic);

CREATE TABLE topic_roll (
    room    bigint           NOT NULL,
    topic   text COLLATE "C" NOT NULL,
    account text COLLATE "C" NOT NULL,
    PRIMARY KEY (room, topic, account)
);

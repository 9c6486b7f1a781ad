ALTER TABLE rooms
    ADD COLUMN name_key  text COLLATE "C" UNIQUE,
    ADD COLUMN pair      text COLLATE "C" UNIQUE,
    ADD COLUMN join_rule text NOT NULL DEFAULT 'OPEN',
    ADD COLUMN code      text,
    ADD COLUMN history   text NOT NULL DEFAULT 'ALL',
    ADD COLUMN creator   bigint;

UPDATE rooms SET name_key = 'general' WHERE id = 1;

CREATE TABLE members (
    room       bigint NOT NULL,
    user_id    bigint NOT NULL,
    role       text   NOT NULL,
    joined_seq bigint NOT NULL,
    joined_rev bigint NOT NULL,
    joined_at  bigint NOT NULL,
    PRIMARY KEY (room, user_id)
);

CREATE INDEX members_by_user ON members (user_id, room);

ALTER TABLE room_heads ADD COLUMN closed integer NOT NULL DEFAULT 0;

CREATE INDEX room_heads_to_erase ON room_heads (room) WHERE closed = 1;

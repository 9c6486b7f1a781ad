ALTER TABLE rooms ADD COLUMN name_key TEXT;

ALTER TABLE rooms ADD COLUMN pair TEXT;

ALTER TABLE rooms ADD COLUMN join_rule TEXT NOT NULL DEFAULT 'OPEN';

ALTER TABLE rooms ADD COLUMN code TEXT;

ALTER TABLE rooms ADD COLUMN history TEXT NOT NULL DEFAULT 'ALL';

ALTER TABLE rooms ADD COLUMN creator INTEGER;

UPDATE rooms SET name_key = 'general' WHERE id = 1;

CREATE UNIQUE INDEX rooms_by_name ON rooms (name_key);

CREATE UNIQUE INDEX rooms_by_pair ON rooms (pair);

CREATE TABLE members (
    room       INTEGER NOT NULL,
    user_id    INTEGER NOT NULL,
    role       TEXT    NOT NULL,
    joined_seq INTEGER NOT NULL,
    joined_rev INTEGER NOT NULL,
    joined_at  INTEGER NOT NULL,
    PRIMARY KEY (room, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX members_by_user ON members (user_id, room);

ALTER TABLE room_heads ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;

CREATE INDEX room_heads_to_erase ON room_heads (room) WHERE closed = 1;

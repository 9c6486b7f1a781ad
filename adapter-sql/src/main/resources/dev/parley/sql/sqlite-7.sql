ALTER TABLE users ADD COLUMN display_key TEXT NOT NULL DEFAULT '';

CREATE TABLE presence (
    user_id INTEGER NOT NULL,
    node    TEXT    NOT NULL,
    number  INTEGER NOT NULL,
    online  INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, node)
) STRICT, WITHOUT ROWID;

CREATE INDEX presence_by_number ON presence (node, number);

CREATE TABLE presence_nodes (
    node    TEXT    PRIMARY KEY,
    number  INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

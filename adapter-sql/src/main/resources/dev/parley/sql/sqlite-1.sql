CREATE TABLE users (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    username      TEXT    NOT NULL,
    username_key  TEXT    NOT NULL UNIQUE,
    email         TEXT,
    email_key     TEXT    UNIQUE,
    display_name  TEXT    NOT NULL,
    language      TEXT,
    password_hash TEXT    NOT NULL,
    created_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    id         TEXT    PRIMARY KEY,
    user_id    INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE TABLE refresh_tokens (
    session      TEXT    NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    hash         TEXT    NOT NULL,
    issued_at    INTEGER NOT NULL,
    exchanged_at INTEGER,
    PRIMARY KEY (session, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE tickets (
    hash              TEXT    PRIMARY KEY,
    user_id           INTEGER NOT NULL,
    session           TEXT    NOT NULL,
    access_expires_at INTEGER NOT NULL,
    expires_at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX tickets_by_end ON tickets (expires_at);

CREATE TABLE rooms (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

INSERT INTO rooms (id, kind, name, created_at)
VALUES (1, 'PUBLIC', 'General', CAST(unixepoch('subsec') * 1000 AS INTEGER));

CREATE TABLE read_marks (
    user_id INTEGER NOT NULL,
    room    INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    PRIMARY KEY (user_id, room)
) STRICT, WITHOUT ROWID;

CREATE TABLE room_heads (
    room         INTEGER PRIMARY KEY,
    last_seq     INTEGER NOT NULL,
    last_rev     INTEGER NOT NULL,
    last_sent_at INTEGER NOT NULL
) STRICT;

CREATE TABLE messages (
    room        INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    rev         INTEGER NOT NULL,
    key         TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,
    author      INTEGER NOT NULL,
    content     TEXT    NOT NULL,
    sent_at     INTEGER NOT NULL,
    edited_at   INTEGER,
    deleted     INTEGER NOT NULL,
    PRIMARY KEY (room, seq)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX messages_by_key ON messages (room, key);

CREATE UNIQUE INDEX messages_by_rev ON messages (room, rev);

CREATE TABLE probe (
    id    INTEGER PRIMARY KEY,
    bytes BLOB    NOT NULL
) STRICT;

CREATE TABLE foreign_accounts (
    user_id INTEGER PRIMARY KEY,
    account TEXT    NOT NULL UNIQUE
) STRICT;

CREATE TABLE bridged_rooms (
    room           INTEGER PRIMARY KEY,
    topic          TEXT    NOT NULL,
    posts_in       INTEGER NOT NULL,
    retractions_in INTEGER NOT NULL,
    seq_out        INTEGER NOT NULL,
    rev_out        INTEGER NOT NULL
) STRICT;

CREATE TABLE posts (
    room    INTEGER NOT NULL,
    topic   TEXT    NOT NULL,
    number  INTEGER NOT NULL,
    message INTEGER NOT NULL,
    state   TEXT    NOT NULL,
    PRIMARY KEY (room, topic, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX posts_by_message ON posts (room, topic, message);

ALTER TABLE messages ADD COLUMN files TEXT;

CREATE TABLE message_files (
    room    INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    file    TEXT    NOT NULL,
    sent_at INTEGER NOT NULL,
    PRIMARY KEY (room, seq, file)
) STRICT, WITHOUT ROWID;

CREATE INDEX message_files_by_file ON message_files (file, sent_at);

CREATE TABLE files (
    id          TEXT    PRIMARY KEY,
    uploader    INTEGER NOT NULL,
    state       INTEGER NOT NULL,
    due         INTEGER NOT NULL,
    room        INTEGER,
    name        TEXT,
    type        TEXT,
    size        INTEGER,
    width       INTEGER,
    height      INTEGER,
    sha256      TEXT,
    uploaded_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX files_by_due ON files (due);

ALTER TABLE users ADD COLUMN email_verified INTEGER NOT NULL DEFAULT 0;

ALTER TABLE sessions ADD COLUMN device TEXT;

ALTER TABLE sessions ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;

CREATE INDEX sessions_by_user ON sessions (user_id);

CREATE TABLE codes (
    address    TEXT    PRIMARY KEY,
    hash       TEXT    NOT NULL,
    tries      INTEGER NOT NULL,
    issued_at  INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX codes_by_end ON codes (expires_at);

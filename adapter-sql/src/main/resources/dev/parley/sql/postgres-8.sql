ALTER TABLE users ADD COLUMN email_verified smallint NOT NULL DEFAULT 0;

ALTER TABLE sessions ADD COLUMN device text;

ALTER TABLE sessions ADD COLUMN used_at bigint NOT NULL DEFAULT 0;

CREATE INDEX sessions_by_user ON sessions (user_id);

CREATE TABLE codes (
    address    text   COLLATE "C" PRIMARY KEY,
    hash       text   COLLATE "C" NOT NULL,
    tries      smallint NOT NULL,
    issued_at  bigint NOT NULL,
    expires_at bigint NOT NULL
);

CREATE INDEX codes_by_end ON codes (expires_at);

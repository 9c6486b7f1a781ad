ALTER TABLE rooms ADD COLUMN version bigint NOT NULL DEFAULT 1;

CREATE TABLE membership_versions (
    user_id bigint PRIMARY KEY,
    version bigint NOT NULL
) WITH (fillfactor = 50);

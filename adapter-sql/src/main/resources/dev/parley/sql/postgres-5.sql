ALTER TABLE users ADD COLUMN display_key text COLLATE "C" NOT NULL DEFAULT '';

CREATE TABLE presence (
    user_id bigint NOT NULL,
    node    text   COLLATE "C" NOT NULL,
    number  bigint NOT NULL,
    online  smallint NOT NULL,
    seen_at bigint NOT NULL,
    PRIMARY KEY (user_id, node)
);

CREATE INDEX presence_by_number ON presence (node, number);

CREATE TABLE presence_nodes (
    node    text   COLLATE "C" PRIMARY KEY,
    number  bigint NOT NULL,
    seen_at bigint NOT NULL
);

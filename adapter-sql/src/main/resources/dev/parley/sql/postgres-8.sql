ALTER TABLE messages ADD COLUMN files text;

CREATE TABLE message_files (
    room    bigint           NOT NULL,
    seq     bigint           NOT NULL,
    file    text COLLATE "C" NOT NULL,
    sent_at bigint           NOT NULL,
    PRIMARY KEY (room, seq, file)
);

CREATE INDEX message_files_by_file ON message_files (file, sent_at);

CREATE TABLE files (
    id          text     COLLATE "C" PRIMARY KEY,
    uploader    bigint   NOT NULL,
    state       smallint NOT NULL,
    due         bigint   NOT NULL,
    room        bigint,
    name        text,
    type        text,
    size        bigint,
    width       integer,
    height      integer,
    sha256      text,
    uploaded_at bigint
);

CREATE INDEX files_by_due ON files (due);

ALTER TABLE messages
    ADD COLUMN reactions text,
    ADD COLUMN reply_to  bigint;

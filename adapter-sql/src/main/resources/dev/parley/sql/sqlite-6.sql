ALTER TABLE messages ADD COLUMN reactions TEXT;

ALTER TABLE messages ADD COLUMN reply_to INTEGER;

ALTER TABLE messages ADD COLUMN translations TEXT;

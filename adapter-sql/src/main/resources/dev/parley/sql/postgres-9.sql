ALTER TABLE messages ADD COLUMN translations text;

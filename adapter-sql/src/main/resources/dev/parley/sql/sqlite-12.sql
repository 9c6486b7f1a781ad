DROP INDEX message_files_by_file;

ALTER TABLE message_files DROP COLUMN sent_at;

CREATE INDEX message_files_by_file ON message_files (file, room, seq);

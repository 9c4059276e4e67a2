-- Facts are final (see 0002).
CREATE TRIGGER reply_is_not_changed BEFORE UPDATE ON reply BEGIN SELECT RAISE(ABORT, 'reply holds facts: a row is never changed'); END;
CREATE TRIGGER reply_is_not_removed BEFORE DELETE ON reply BEGIN SELECT RAISE(ABORT, 'reply holds facts: a row is never removed'); END;
CREATE TRIGGER reply_file_is_not_changed BEFORE UPDATE ON reply_file BEGIN SELECT RAISE(ABORT, 'reply_file holds facts: a row is never changed'); END;
CREATE TRIGGER reply_file_is_not_removed BEFORE DELETE ON reply_file BEGIN SELECT RAISE(ABORT, 'reply_file holds facts: a row is never removed'); END;
CREATE TRIGGER reply_word_is_not_changed BEFORE UPDATE ON reply_word BEGIN SELECT RAISE(ABORT, 'reply_word holds facts: a row is never changed'); END;
CREATE TRIGGER reply_word_is_not_removed BEFORE DELETE ON reply_word BEGIN SELECT RAISE(ABORT, 'reply_word holds facts: a row is never removed'); END;

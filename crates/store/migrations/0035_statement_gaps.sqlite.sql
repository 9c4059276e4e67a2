-- Facts are final (see 0002).
CREATE TRIGGER gap_word_is_not_changed BEFORE UPDATE ON gap_word BEGIN SELECT RAISE(ABORT, 'gap_word holds facts: a row is never changed'); END;
CREATE TRIGGER gap_word_is_not_removed BEFORE DELETE ON gap_word BEGIN SELECT RAISE(ABORT, 'gap_word holds facts: a row is never removed'); END;

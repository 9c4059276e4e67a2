-- Notes are facts too (see 0002).
CREATE TRIGGER note_is_not_changed BEFORE UPDATE ON note BEGIN SELECT RAISE(ABORT, 'note holds facts: a row is never changed'); END;
CREATE TRIGGER note_is_not_removed BEFORE DELETE ON note BEGIN SELECT RAISE(ABORT, 'note holds facts: a row is never removed'); END;

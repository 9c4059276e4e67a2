-- Pieces of a file are facts too (see 0002).
CREATE TRIGGER source_part_is_not_changed BEFORE UPDATE ON source_part BEGIN SELECT RAISE(ABORT, 'source_part holds facts: a row is never changed'); END;
CREATE TRIGGER source_part_is_not_removed BEFORE DELETE ON source_part BEGIN SELECT RAISE(ABORT, 'source_part holds facts: a row is never removed'); END;

-- Facts are final (see 0002).
CREATE TRIGGER claim_is_not_changed BEFORE UPDATE ON claim BEGIN SELECT RAISE(ABORT, 'claim holds facts: a row is never changed'); END;
CREATE TRIGGER claim_is_not_removed BEFORE DELETE ON claim BEGIN SELECT RAISE(ABORT, 'claim holds facts: a row is never removed'); END;

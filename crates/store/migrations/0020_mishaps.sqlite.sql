-- Facts are final (see 0002).
CREATE TRIGGER returned_address_is_not_changed BEFORE UPDATE ON returned_address BEGIN SELECT RAISE(ABORT, 'returned_address holds facts: a row is never changed'); END;
CREATE TRIGGER returned_address_is_not_removed BEFORE DELETE ON returned_address BEGIN SELECT RAISE(ABORT, 'returned_address holds facts: a row is never removed'); END;
CREATE TRIGGER restoration_is_not_changed BEFORE UPDATE ON restoration BEGIN SELECT RAISE(ABORT, 'restoration holds facts: a row is never changed'); END;
CREATE TRIGGER restoration_is_not_removed BEFORE DELETE ON restoration BEGIN SELECT RAISE(ABORT, 'restoration holds facts: a row is never removed'); END;
CREATE TRIGGER restoration_review_is_not_changed BEFORE UPDATE ON restoration_review BEGIN SELECT RAISE(ABORT, 'restoration_review holds facts: a row is never changed'); END;
CREATE TRIGGER restoration_review_is_not_removed BEFORE DELETE ON restoration_review BEGIN SELECT RAISE(ABORT, 'restoration_review holds facts: a row is never removed'); END;

-- Facts are final (see 0002).
CREATE TRIGGER account_word_is_not_changed BEFORE UPDATE ON account_word BEGIN SELECT RAISE(ABORT, 'account_word holds facts: a row is never changed'); END;
CREATE TRIGGER account_word_is_not_removed BEFORE DELETE ON account_word BEGIN SELECT RAISE(ABORT, 'account_word holds facts: a row is never removed'); END;
CREATE TRIGGER deduction_is_not_changed BEFORE UPDATE ON deduction BEGIN SELECT RAISE(ABORT, 'deduction holds facts: a row is never changed'); END;
CREATE TRIGGER deduction_is_not_removed BEFORE DELETE ON deduction BEGIN SELECT RAISE(ABORT, 'deduction holds facts: a row is never removed'); END;

CREATE TRIGGER line_word_is_not_changed BEFORE UPDATE ON line_word BEGIN SELECT RAISE(ABORT, 'line_word holds facts: a row is never changed'); END;
CREATE TRIGGER line_word_is_not_removed BEFORE DELETE ON line_word BEGIN SELECT RAISE(ABORT, 'line_word holds facts: a row is never removed'); END;
CREATE TRIGGER line_word_lift_is_not_changed BEFORE UPDATE ON line_word_lift BEGIN SELECT RAISE(ABORT, 'line_word_lift holds facts: a row is never changed'); END;
CREATE TRIGGER line_word_lift_is_not_removed BEFORE DELETE ON line_word_lift BEGIN SELECT RAISE(ABORT, 'line_word_lift holds facts: a row is never removed'); END;

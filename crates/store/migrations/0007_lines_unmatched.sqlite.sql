CREATE TRIGGER line_matching_is_not_changed BEFORE UPDATE ON line_matching BEGIN SELECT RAISE(ABORT, 'line_matching holds facts: a row is never changed'); END;
CREATE TRIGGER line_matching_is_not_removed BEFORE DELETE ON line_matching BEGIN SELECT RAISE(ABORT, 'line_matching holds facts: a row is never removed'); END;
CREATE TRIGGER line_return_is_not_changed BEFORE UPDATE ON line_return BEGIN SELECT RAISE(ABORT, 'line_return holds facts: a row is never changed'); END;
CREATE TRIGGER line_return_is_not_removed BEFORE DELETE ON line_return BEGIN SELECT RAISE(ABORT, 'line_return holds facts: a row is never removed'); END;

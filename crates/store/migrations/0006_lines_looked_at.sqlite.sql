CREATE TRIGGER decision_line_is_not_changed BEFORE UPDATE ON decision_line BEGIN SELECT RAISE(ABORT, 'decision_line holds facts: a row is never changed'); END;
CREATE TRIGGER decision_line_is_not_removed BEFORE DELETE ON decision_line BEGIN SELECT RAISE(ABORT, 'decision_line holds facts: a row is never removed'); END;

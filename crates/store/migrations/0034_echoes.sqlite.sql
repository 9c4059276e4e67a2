-- Facts are final (see 0002).
CREATE TRIGGER line_echo_is_not_changed BEFORE UPDATE ON line_echo BEGIN SELECT RAISE(ABORT, 'line_echo holds facts: a row is never changed'); END;
CREATE TRIGGER line_echo_is_not_removed BEFORE DELETE ON line_echo BEGIN SELECT RAISE(ABORT, 'line_echo holds facts: a row is never removed'); END;

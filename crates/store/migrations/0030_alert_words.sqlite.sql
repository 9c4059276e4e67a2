-- Facts are final (see 0002).
CREATE TRIGGER alert_word_is_not_changed BEFORE UPDATE ON alert_word BEGIN SELECT RAISE(ABORT, 'alert_word holds facts: a row is never changed'); END;
CREATE TRIGGER alert_word_is_not_removed BEFORE DELETE ON alert_word BEGIN SELECT RAISE(ABORT, 'alert_word holds facts: a row is never removed'); END;
CREATE TRIGGER alert_word_lift_is_not_changed BEFORE UPDATE ON alert_word_lift BEGIN SELECT RAISE(ABORT, 'alert_word_lift holds facts: a row is never changed'); END;
CREATE TRIGGER alert_word_lift_is_not_removed BEFORE DELETE ON alert_word_lift BEGIN SELECT RAISE(ABORT, 'alert_word_lift holds facts: a row is never removed'); END;

CREATE TRIGGER line_sighting_is_not_changed BEFORE UPDATE ON line_sighting BEGIN SELECT RAISE(ABORT, 'line_sighting holds facts: a row is never changed'); END;
CREATE TRIGGER line_sighting_is_not_removed BEFORE DELETE ON line_sighting BEGIN SELECT RAISE(ABORT, 'line_sighting holds facts: a row is never removed'); END;
CREATE TRIGGER account_name_is_not_changed BEFORE UPDATE ON account_name BEGIN SELECT RAISE(ABORT, 'account_name holds facts: a row is never changed'); END;
CREATE TRIGGER account_name_is_not_removed BEFORE DELETE ON account_name BEGIN SELECT RAISE(ABORT, 'account_name holds facts: a row is never removed'); END;

-- Facts are final (see 0002).
CREATE TRIGGER scenario_retirement_is_not_changed BEFORE UPDATE ON scenario_retirement BEGIN SELECT RAISE(ABORT, 'scenario_retirement holds facts: a row is never changed'); END;
CREATE TRIGGER scenario_retirement_is_not_removed BEFORE DELETE ON scenario_retirement BEGIN SELECT RAISE(ABORT, 'scenario_retirement holds facts: a row is never removed'); END;

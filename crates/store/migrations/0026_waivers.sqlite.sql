-- Waivers, extensions and handovers are facts too (see 0002).
CREATE TRIGGER waiver_is_not_changed BEFORE UPDATE ON waiver BEGIN SELECT RAISE(ABORT, 'waiver holds facts: a row is never changed'); END;
CREATE TRIGGER waiver_is_not_removed BEFORE DELETE ON waiver BEGIN SELECT RAISE(ABORT, 'waiver holds facts: a row is never removed'); END;
CREATE TRIGGER waiver_line_is_not_changed BEFORE UPDATE ON waiver_line BEGIN SELECT RAISE(ABORT, 'waiver_line holds facts: a row is never changed'); END;
CREATE TRIGGER waiver_line_is_not_removed BEFORE DELETE ON waiver_line BEGIN SELECT RAISE(ABORT, 'waiver_line holds facts: a row is never removed'); END;
CREATE TRIGGER waiver_event_is_not_changed BEFORE UPDATE ON waiver_event BEGIN SELECT RAISE(ABORT, 'waiver_event holds facts: a row is never changed'); END;
CREATE TRIGGER waiver_event_is_not_removed BEFORE DELETE ON waiver_event BEGIN SELECT RAISE(ABORT, 'waiver_event holds facts: a row is never removed'); END;
CREATE TRIGGER extension_is_not_changed BEFORE UPDATE ON extension BEGIN SELECT RAISE(ABORT, 'extension holds facts: a row is never changed'); END;
CREATE TRIGGER extension_is_not_removed BEFORE DELETE ON extension BEGIN SELECT RAISE(ABORT, 'extension holds facts: a row is never removed'); END;
CREATE TRIGGER handover_is_not_changed BEFORE UPDATE ON handover BEGIN SELECT RAISE(ABORT, 'handover holds facts: a row is never changed'); END;
CREATE TRIGGER handover_is_not_removed BEFORE DELETE ON handover BEGIN SELECT RAISE(ABORT, 'handover holds facts: a row is never removed'); END;

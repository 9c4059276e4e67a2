-- Facts are final (see 0002).
CREATE TRIGGER entries_line_is_not_changed BEFORE UPDATE ON entries_line BEGIN SELECT RAISE(ABORT, 'entries_line holds facts: a row is never changed'); END;
CREATE TRIGGER entries_line_is_not_removed BEFORE DELETE ON entries_line BEGIN SELECT RAISE(ABORT, 'entries_line holds facts: a row is never removed'); END;
CREATE TRIGGER entries_export_fact_is_not_changed BEFORE UPDATE ON entries_export_fact BEGIN SELECT RAISE(ABORT, 'entries_export_fact holds facts: a row is never changed'); END;
CREATE TRIGGER entries_export_fact_is_not_removed BEFORE DELETE ON entries_export_fact BEGIN SELECT RAISE(ABORT, 'entries_export_fact holds facts: a row is never removed'); END;
CREATE TRIGGER lettering_is_not_changed BEFORE UPDATE ON lettering BEGIN SELECT RAISE(ABORT, 'lettering holds facts: a row is never changed'); END;
CREATE TRIGGER lettering_is_not_removed BEFORE DELETE ON lettering BEGIN SELECT RAISE(ABORT, 'lettering holds facts: a row is never removed'); END;
CREATE TRIGGER lettering_line_is_not_changed BEFORE UPDATE ON lettering_line BEGIN SELECT RAISE(ABORT, 'lettering_line holds facts: a row is never changed'); END;
CREATE TRIGGER lettering_line_is_not_removed BEFORE DELETE ON lettering_line BEGIN SELECT RAISE(ABORT, 'lettering_line holds facts: a row is never removed'); END;
CREATE TRIGGER bad_debt_is_not_changed BEFORE UPDATE ON bad_debt BEGIN SELECT RAISE(ABORT, 'bad_debt holds facts: a row is never changed'); END;
CREATE TRIGGER bad_debt_is_not_removed BEFORE DELETE ON bad_debt BEGIN SELECT RAISE(ABORT, 'bad_debt holds facts: a row is never removed'); END;
CREATE TRIGGER bad_debt_word_is_not_changed BEFORE UPDATE ON bad_debt_word BEGIN SELECT RAISE(ABORT, 'bad_debt_word holds facts: a row is never changed'); END;
CREATE TRIGGER bad_debt_word_is_not_removed BEFORE DELETE ON bad_debt_word BEGIN SELECT RAISE(ABORT, 'bad_debt_word holds facts: a row is never removed'); END;
CREATE TRIGGER bad_debt_file_is_not_changed BEFORE UPDATE ON bad_debt_file BEGIN SELECT RAISE(ABORT, 'bad_debt_file holds facts: a row is never changed'); END;
CREATE TRIGGER bad_debt_file_is_not_removed BEFORE DELETE ON bad_debt_file BEGIN SELECT RAISE(ABORT, 'bad_debt_file holds facts: a row is never removed'); END;

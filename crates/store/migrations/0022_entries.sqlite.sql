-- Facts are final (see 0002).
CREATE TRIGGER entries_export_is_not_changed BEFORE UPDATE ON entries_export BEGIN SELECT RAISE(ABORT, 'entries_export holds facts: a row is never changed'); END;
CREATE TRIGGER entries_export_is_not_removed BEFORE DELETE ON entries_export BEGIN SELECT RAISE(ABORT, 'entries_export holds facts: a row is never removed'); END;
CREATE TRIGGER entries_export_item_is_not_changed BEFORE UPDATE ON entries_export_item BEGIN SELECT RAISE(ABORT, 'entries_export_item holds facts: a row is never changed'); END;
CREATE TRIGGER entries_export_item_is_not_removed BEFORE DELETE ON entries_export_item BEGIN SELECT RAISE(ABORT, 'entries_export_item holds facts: a row is never removed'); END;

-- Facts are final (see 0002).
CREATE TRIGGER entries_export_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON entries_export FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();
CREATE TRIGGER entries_export_item_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON entries_export_item FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();

-- Notes are facts too (see 0002).
CREATE TRIGGER note_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON note FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();

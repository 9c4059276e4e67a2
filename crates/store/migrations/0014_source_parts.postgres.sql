-- Pieces of a file are facts too (see 0002).
CREATE TRIGGER source_part_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON source_part FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();

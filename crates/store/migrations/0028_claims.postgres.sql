-- Facts are final (see 0002).
CREATE TRIGGER claim_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON claim FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();

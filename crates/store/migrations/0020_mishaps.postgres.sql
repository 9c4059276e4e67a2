-- Facts are final (see 0002).
CREATE TRIGGER returned_address_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON returned_address FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();
CREATE TRIGGER restoration_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON restoration FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();
CREATE TRIGGER restoration_review_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON restoration_review FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();

-- Terms of service and their ends are facts too (see 0002).
CREATE TRIGGER service_terms_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON service_terms FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();
CREATE TRIGGER service_restored_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON service_restored FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();

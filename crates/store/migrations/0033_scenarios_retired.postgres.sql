-- Facts are final (see 0002).
CREATE TRIGGER scenario_retirement_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON scenario_retirement FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();

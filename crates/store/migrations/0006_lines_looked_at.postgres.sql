CREATE TRIGGER decision_line_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON decision_line FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();

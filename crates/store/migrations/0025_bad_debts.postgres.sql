-- Facts are final (see 0002).
CREATE TRIGGER entries_line_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON entries_line FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();
CREATE TRIGGER entries_export_fact_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON entries_export_fact FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();
CREATE TRIGGER lettering_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON lettering FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();
CREATE TRIGGER lettering_line_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON lettering_line FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();
CREATE TRIGGER bad_debt_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON bad_debt FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();
CREATE TRIGGER bad_debt_word_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON bad_debt_word FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();
CREATE TRIGGER bad_debt_file_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON bad_debt_file FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();

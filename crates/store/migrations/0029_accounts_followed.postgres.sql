-- Facts are final (see 0002).
CREATE TRIGGER account_word_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON account_word FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();
CREATE TRIGGER deduction_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON deduction FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();

-- Facts are final (see 0002).
CREATE TRIGGER gap_word_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON gap_word FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();

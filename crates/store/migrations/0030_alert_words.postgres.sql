-- Facts are final (see 0002).
CREATE TRIGGER alert_word_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON alert_word FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();
CREATE TRIGGER alert_word_lift_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON alert_word_lift FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();

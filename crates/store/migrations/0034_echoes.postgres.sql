-- Facts are final (see 0002).
CREATE TRIGGER line_echo_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON line_echo FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();

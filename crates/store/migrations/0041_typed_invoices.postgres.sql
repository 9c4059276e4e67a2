-- Facts are final (see 0002).
CREATE TRIGGER typed_invoice_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON typed_invoice FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();

-- Facts are final (see 0002).
CREATE TRIGGER typed_invoice_is_not_changed BEFORE UPDATE ON typed_invoice BEGIN SELECT RAISE(ABORT, 'typed_invoice holds facts: a row is never changed'); END;
CREATE TRIGGER typed_invoice_is_not_removed BEFORE DELETE ON typed_invoice BEGIN SELECT RAISE(ABORT, 'typed_invoice holds facts: a row is never removed'); END;

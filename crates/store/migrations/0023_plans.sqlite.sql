-- Plans are facts too (see 0002).
CREATE TRIGGER payment_plan_is_not_changed BEFORE UPDATE ON payment_plan BEGIN SELECT RAISE(ABORT, 'payment_plan holds facts: a row is never changed'); END;
CREATE TRIGGER payment_plan_is_not_removed BEFORE DELETE ON payment_plan BEGIN SELECT RAISE(ABORT, 'payment_plan holds facts: a row is never removed'); END;
CREATE TRIGGER payment_plan_invoice_is_not_changed BEFORE UPDATE ON payment_plan_invoice BEGIN SELECT RAISE(ABORT, 'payment_plan_invoice holds facts: a row is never changed'); END;
CREATE TRIGGER payment_plan_invoice_is_not_removed BEFORE DELETE ON payment_plan_invoice BEGIN SELECT RAISE(ABORT, 'payment_plan_invoice holds facts: a row is never removed'); END;
CREATE TRIGGER payment_plan_instalment_is_not_changed BEFORE UPDATE ON payment_plan_instalment BEGIN SELECT RAISE(ABORT, 'payment_plan_instalment holds facts: a row is never changed'); END;
CREATE TRIGGER payment_plan_instalment_is_not_removed BEFORE DELETE ON payment_plan_instalment BEGIN SELECT RAISE(ABORT, 'payment_plan_instalment holds facts: a row is never removed'); END;
CREATE TRIGGER payment_plan_event_is_not_changed BEFORE UPDATE ON payment_plan_event BEGIN SELECT RAISE(ABORT, 'payment_plan_event holds facts: a row is never changed'); END;
CREATE TRIGGER payment_plan_event_is_not_removed BEFORE DELETE ON payment_plan_event BEGIN SELECT RAISE(ABORT, 'payment_plan_event holds facts: a row is never removed'); END;

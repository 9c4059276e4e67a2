-- Plans are facts too (see 0002).
CREATE TRIGGER payment_plan_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON payment_plan FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();
CREATE TRIGGER payment_plan_invoice_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON payment_plan_invoice FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();
CREATE TRIGGER payment_plan_instalment_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON payment_plan_instalment FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();
CREATE TRIGGER payment_plan_event_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON payment_plan_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();

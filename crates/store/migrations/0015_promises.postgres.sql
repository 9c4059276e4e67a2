-- Words given before this table have three days of grace.
INSERT INTO promise (hold, company, party, last_day, heard)
    SELECT id, company, party, to_char(until_on::date + 3, 'YYYY-MM-DD'), 'other' FROM hold
    WHERE kind IN ('promise', 'payment_announced') AND until_on IS NOT NULL;
CREATE TRIGGER promise_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON promise FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();

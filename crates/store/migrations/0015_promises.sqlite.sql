-- Words given before this table have three days of grace.
INSERT INTO promise (hold, company, party, last_day, heard)
    SELECT id, company, party, date(until_on, '+3 days'), 'other' FROM hold
    WHERE kind IN ('promise', 'payment_announced') AND until_on IS NOT NULL;
CREATE TRIGGER promise_is_not_changed BEFORE UPDATE ON promise BEGIN SELECT RAISE(ABORT, 'promise holds facts: a row is never changed'); END;
CREATE TRIGGER promise_is_not_removed BEFORE DELETE ON promise BEGIN SELECT RAISE(ABORT, 'promise holds facts: a row is never removed'); END;

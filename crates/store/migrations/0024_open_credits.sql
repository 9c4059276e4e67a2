-- The queue and the planning look through the credits that are no payment, not through every line of two years; and a page
-- of the journal that shows some kinds only finds them by kind.

-- cache: credits of which no standing match makes a payment, by everything known
CREATE TABLE open_credit (
    line BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL,
    booked_on TEXT NOT NULL
);
CREATE INDEX open_credit_by_day ON open_credit (company, booked_on, line);

INSERT INTO open_credit (line, company, booked_on)
    SELECT l.id, l.company, l.booked_on FROM bank_line l WHERE l.amount > 0 AND l.is_reversal = 0
    AND NOT EXISTS (SELECT 1 FROM line_matching m WHERE m.line = l.id AND m.is_match = 1
        AND NOT EXISTS (SELECT 1 FROM line_matching u WHERE u.line = m.line AND u.payment = m.payment AND u.seq > m.seq));

CREATE INDEX journal_by_kind ON journal (company, kind, seq);

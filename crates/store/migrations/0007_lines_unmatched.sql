-- The payer's own reference of a movement (EndToEndId): what a taking-back repeats.
ALTER TABLE bank_line ADD COLUMN end_to_end TEXT;
CREATE INDEX bank_line_by_amount ON bank_line (company, amount, booked_on);

-- fact: a bank line is a payment, or no longer; of one line and one payment the last word counts
CREATE TABLE line_matching (
    line BLOB NOT NULL REFERENCES bank_line (id),
    payment BLOB NOT NULL REFERENCES payment (id),
    seq BIGINT NOT NULL,
    is_match BIGINT NOT NULL,       -- 0 takes the match before it back
    company BLOB NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (line, payment, seq)
);
CREATE INDEX line_matching_of_payment ON line_matching (payment);
INSERT INTO line_matching (line, payment, seq, is_match, company, recorded_at)
    SELECT line, payment, 1, 1, company, recorded_at FROM line_match;
DROP TABLE line_match;

-- fact: the credit that a line takes back: money received and returned
CREATE TABLE line_return (
    back BLOB NOT NULL PRIMARY KEY REFERENCES bank_line (id),
    credit BLOB NOT NULL UNIQUE REFERENCES bank_line (id),
    company BLOB NOT NULL,
    returned_on TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX line_return_of_company ON line_return (company, returned_on);

-- One movement that two kinds of file tell on different days, or one as a sum and the other in parts. Kinds of tables as in 0001.

-- fact: a line tells again what another line told; the last word counts, and a person's is never followed by the program's
CREATE TABLE line_echo (
    line BLOB NOT NULL REFERENCES bank_line (id),
    seq BIGINT NOT NULL,
    company BLOB NOT NULL,
    original BLOB NOT NULL REFERENCES bank_line (id),   -- for a sum, the first of its parts
    verdict TEXT NOT NULL,          -- same, perhaps, apart
    is_persons BIGINT NOT NULL,
    said_on TEXT NOT NULL,
    author TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (line, seq)
);
CREATE INDEX line_echo_of_original ON line_echo (original);
CREATE INDEX line_echo_of_company ON line_echo (company, recorded_at);

-- what a kind of file tells of a line beside what the first one told: a label with the invoice's number, the payer's account
ALTER TABLE line_sighting ADD COLUMN label TEXT;
ALTER TABLE line_sighting ADD COLUMN counterparty TEXT;
ALTER TABLE line_sighting ADD COLUMN counterparty_iban TEXT;
ALTER TABLE line_sighting ADD COLUMN end_to_end TEXT;
CREATE INDEX line_sighting_told ON line_sighting (company, source, line) WHERE label IS NOT NULL;

-- fact: a bank line that the author of a decision had seen when holding it not to be the payment
CREATE TABLE decision_line (
    decision BLOB NOT NULL REFERENCES decision (id),
    line BLOB NOT NULL REFERENCES bank_line (id),
    company BLOB NOT NULL,
    party BLOB NOT NULL,
    PRIMARY KEY (decision, line)
);
CREATE INDEX decision_line_of_party ON decision_line (company, party, decision, line);

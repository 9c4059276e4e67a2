-- Which bank accounts count, and what a credit deducted. Kinds of tables as in 0001.

-- fact: whether a bank account is still followed, as a person said; the last word counts
CREATE TABLE account_word (
    company BLOB NOT NULL REFERENCES company (id),
    account TEXT NOT NULL,
    seq BIGINT NOT NULL,
    is_followed BIGINT NOT NULL,
    said_on TEXT NOT NULL,
    author TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (company, account, seq)
);

-- fact: a credit note set against an invoice because a credit on the bank account deducted it; taken back with that payment
CREATE TABLE deduction (
    allocation BLOB NOT NULL PRIMARY KEY REFERENCES allocation (id),
    payment BLOB NOT NULL REFERENCES payment (id),
    company BLOB NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX deduction_of_payment ON deduction (payment);

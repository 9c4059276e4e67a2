-- Statements that leave something out. Kinds of tables as in 0001.

ALTER TABLE statement ADD COLUMN is_broken BIGINT;   -- its own balances say that lines are missing

-- fact: whether something is missing in a gap between statements, as a person said; the last word counts
CREATE TABLE gap_word (
    company BLOB NOT NULL REFERENCES company (id),
    account TEXT NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    seq BIGINT NOT NULL,
    is_complete BIGINT NOT NULL,
    said_on TEXT NOT NULL,
    author TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (company, account, from_on, until_on, seq)
);

-- fact: a person said that a credit is not that customer's, not that invoice's payment, or no customer's at all
CREATE TABLE line_word (
    id BLOB NOT NULL PRIMARY KEY,
    line BLOB NOT NULL REFERENCES bank_line (id),
    company BLOB NOT NULL,
    party BLOB REFERENCES party (id),       -- none: no customer's
    invoice BLOB REFERENCES invoice (id),   -- none: nothing of that customer's
    said_on TEXT NOT NULL,
    author TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX line_word_of_line ON line_word (line);
CREATE INDEX line_word_of_company ON line_word (company, line);

-- fact: its end
CREATE TABLE line_word_lift (
    word BLOB NOT NULL PRIMARY KEY REFERENCES line_word (id),
    company BLOB NOT NULL,
    lifted_on TEXT NOT NULL,
    author TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);

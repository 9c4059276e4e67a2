-- what a statement says of its account beside its days
ALTER TABLE statement ADD COLUMN currency TEXT;
ALTER TABLE statement ADD COLUMN opening BIGINT;
ALTER TABLE statement ADD COLUMN closing BIGINT;

CREATE INDEX bank_line_of_account ON bank_line (company, account, booked_on);

-- fact: a line as one kind of file tells it; the same line may be told by several
CREATE TABLE line_sighting (
    company BLOB NOT NULL,
    key TEXT NOT NULL,              -- of the line as this kind of file tells it
    line BLOB NOT NULL REFERENCES bank_line (id),
    dialect TEXT NOT NULL,          -- the format, and for tables the fingerprint of the header row
    batch TEXT,                     -- the entry that this line is a part of
    total BIGINT,                   -- and its amount
    source BLOB NOT NULL REFERENCES source (id),
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (company, key)
);
CREATE INDEX line_sighting_of_line ON line_sighting (line);

-- fact: what a file calls an account of the books
CREATE TABLE account_name (
    company BLOB NOT NULL,
    name TEXT NOT NULL,
    account TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (company, name)
);

-- cache: files whose facts were taken and not yet set against what other files told
CREATE TABLE unsettled (
    source BLOB NOT NULL PRIMARY KEY REFERENCES source (id),
    company BLOB NOT NULL
);
CREATE INDEX unsettled_of_company ON unsettled (company);

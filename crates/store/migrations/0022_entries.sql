-- What was handed to the accountant: each movement once. Kinds of tables as in 0001.

-- fact: entries handed over, under a number of their own
CREATE TABLE entries_export (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL REFERENCES company (id),
    number BIGINT NOT NULL,
    after_on TEXT,                  -- the ledger has the movements until that day
    until_on TEXT NOT NULL,
    accounts TEXT NOT NULL,         -- JSON
    movements BIGINT NOT NULL,
    total BIGINT NOT NULL,          -- received less taken back
    author TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX entries_export_by_number ON entries_export (company, number);

-- fact: a payment, or its return by the bank, is in that export
CREATE TABLE entries_export_item (
    payment BLOB NOT NULL REFERENCES payment (id),
    is_return BIGINT NOT NULL,
    company BLOB NOT NULL,
    export BLOB NOT NULL REFERENCES entries_export (id),
    place BIGINT NOT NULL,
    PRIMARY KEY (payment, is_return)
);
CREATE INDEX entries_export_item_in_order ON entries_export_item (export, place);

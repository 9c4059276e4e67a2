-- Entries as they were handed over, line by line: a file can be made again as it was, and what changed since can be told.

-- fact: a line of an entry in an export
CREATE TABLE entries_line (
    export BLOB NOT NULL REFERENCES entries_export (id),
    place BIGINT NOT NULL,
    company BLOB NOT NULL,
    kind TEXT NOT NULL,             -- what its entry tells: a payment, a document, a bad debt, a correction
    subject BLOB NOT NULL,          -- that payment, document or bad debt
    entry BIGINT NOT NULL,          -- from 1 in each export
    booked_on TEXT NOT NULL,
    journal TEXT NOT NULL,
    journal_name TEXT NOT NULL,
    account TEXT NOT NULL,
    account_name TEXT NOT NULL,
    code TEXT,                      -- of the customer, in the accountant's program
    name TEXT,
    piece TEXT NOT NULL,
    label TEXT NOT NULL,
    amount BIGINT NOT NULL,         -- a debit is above zero, a credit below
    letter TEXT,
    invoice BLOB,                   -- what it is lettered with
    party BLOB,
    PRIMARY KEY (export, place)
);
CREATE INDEX entries_line_of_subject ON entries_line (company, subject);
CREATE INDEX entries_line_of_invoice ON entries_line (company, invoice) WHERE invoice IS NOT NULL;

-- fact: a document, or a word about a bad debt, is in that export
CREATE TABLE entries_export_fact (
    kind TEXT NOT NULL,
    subject BLOB NOT NULL,
    company BLOB NOT NULL,
    export BLOB NOT NULL REFERENCES entries_export (id),
    PRIMARY KEY (kind, subject)
);

-- fact: what became of the lettering of lines handed over before, told under a number of its own
CREATE TABLE lettering (
    company BLOB NOT NULL REFERENCES company (id),
    number BIGINT NOT NULL,
    lines BIGINT NOT NULL,
    author TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (company, number)
);

-- fact: one of these lines
CREATE TABLE lettering_line (
    company BLOB NOT NULL,
    number BIGINT NOT NULL,
    export BLOB NOT NULL REFERENCES entries_export (id),
    place BIGINT NOT NULL,
    before TEXT,
    letter TEXT,                    -- none when it is lettered no more
    PRIMARY KEY (company, number, export, place)
);
CREATE INDEX lettering_line_of_line ON lettering_line (export, place, number);

-- Debts that may not be paid: depreciated or written off, proposed by whoever keeps the books, decided by the owner. And our
-- balances beside those of the accounting.

-- fact: a depreciation or a write-off, as proposed
CREATE TABLE bad_debt (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL REFERENCES company (id),
    party BLOB NOT NULL REFERENCES party (id),
    invoice BLOB NOT NULL REFERENCES invoice (id),
    kind TEXT NOT NULL,             -- depreciation or write_off
    ground TEXT NOT NULL,
    event_on TEXT NOT NULL,         -- the judgment, or the day the proof was had
    gross BIGINT NOT NULL,          -- what was outstanding, all taxes included
    net BIGINT NOT NULL,            -- depreciated, or lost, without tax
    vat BIGINT NOT NULL,            -- that may be taken back (CGI 272-1)
    proposed_on TEXT NOT NULL,
    author TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX bad_debt_of_invoice ON bad_debt (invoice);
CREATE INDEX bad_debt_of_party ON bad_debt (party, id);
CREATE INDEX bad_debt_of_company ON bad_debt (company, id);

-- fact: approved, refused, withdrawn; ended or taken back afterwards. Each happens once.
CREATE TABLE bad_debt_word (
    id BLOB NOT NULL PRIMARY KEY,
    debt BLOB NOT NULL REFERENCES bad_debt (id),
    company BLOB NOT NULL,
    kind TEXT NOT NULL,
    said_on TEXT NOT NULL,
    outstanding BIGINT NOT NULL,    -- of the invoice, on that day
    author TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX bad_debt_word_once ON bad_debt_word (debt, kind);
CREATE INDEX bad_debt_word_by_day ON bad_debt_word (company, said_on, id);

-- fact: a document that proves it, kept as it came
CREATE TABLE bad_debt_file (
    debt BLOB NOT NULL REFERENCES bad_debt (id),
    source BLOB NOT NULL REFERENCES source (id),
    company BLOB NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (debt, source)
);

-- cache: our balances beside those of the last ledger, as last compared
CREATE TABLE ledger_control (
    company BLOB NOT NULL PRIMARY KEY REFERENCES company (id),
    source BLOB NOT NULL,
    source_name TEXT NOT NULL,
    as_of TEXT NOT NULL,
    customers BIGINT NOT NULL,
    differing BIGINT NOT NULL,
    ledger BIGINT NOT NULL,
    ours BIGINT NOT NULL,
    author TEXT NOT NULL,
    made_at BIGINT NOT NULL
);

-- cache: a customer whose balance is not the same on both sides, the largest difference first
CREATE TABLE ledger_difference (
    company BLOB NOT NULL,
    place BIGINT NOT NULL,
    party BLOB,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    ledger BIGINT NOT NULL,
    ours BIGINT NOT NULL,
    culprits BIGINT NOT NULL,
    PRIMARY KEY (company, place)
);

-- cache: what makes the difference; together they are the difference
CREATE TABLE ledger_culprit (
    company BLOB NOT NULL,
    place BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    booked_on TEXT,
    invoice BLOB,
    ledger BIGINT NOT NULL,
    ours BIGINT NOT NULL,
    PRIMARY KEY (company, place, seq)
);

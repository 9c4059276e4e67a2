-- Figures that are counted beside the pages: a fact no longer removes them, it says that they no longer stand. And what was
-- open on the past days somebody looks at, laid out so that their lists are read like those of today.

DROP TABLE day_figures;

-- cache: figures of one day, as JSON: of the whole company (keeper is then the company itself) or of one salesperson's
-- customers
CREATE TABLE day_figures (
    company BLOB NOT NULL,
    keeper BLOB NOT NULL,
    name TEXT NOT NULL,
    as_of TEXT NOT NULL,
    basis TEXT NOT NULL,            -- what they rest on beside the facts
    made_at BIGINT NOT NULL,
    stands BIGINT NOT NULL,         -- 0 when a fact that bears the day came since
    json TEXT NOT NULL,
    PRIMARY KEY (company, keeper, name, as_of)
);

-- cache: grows with every fact that may change a figure
CREATE TABLE figures_state (
    company BLOB NOT NULL PRIMARY KEY,
    state BIGINT NOT NULL
);

-- cache: a past day that is laid out
CREATE TABLE laid_day (
    company BLOB NOT NULL,
    as_of TEXT NOT NULL,
    seq BIGINT NOT NULL,            -- the oldest makes room
    PRIMARY KEY (company, as_of)
);

-- cache: what was open on it
CREATE TABLE laid_open (
    company BLOB NOT NULL,
    as_of TEXT NOT NULL,
    party BLOB NOT NULL,
    invoice BLOB NOT NULL,
    number TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    currency TEXT NOT NULL,
    principal BIGINT NOT NULL,
    outstanding BIGINT NOT NULL,
    PRIMARY KEY (company, as_of, party, invoice)
);
CREATE INDEX laid_open_by_due ON laid_open (company, as_of, due_on, number, invoice);

-- What a customer paid, without going through all payments of the company.
CREATE INDEX payment_of_customer ON payment (company, party, received_on);

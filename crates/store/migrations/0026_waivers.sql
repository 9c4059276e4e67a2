-- What is given up, put off or handed over by agreement. Kinds of tables as in 0001.

-- fact: a part of what is owed, given up or asked to be
CREATE TABLE waiver (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL,
    party BLOB NOT NULL REFERENCES party (id),
    asked_on TEXT NOT NULL,
    currency TEXT NOT NULL,
    weighed TEXT NOT NULL,          -- JSON: what it was weighed against, with the assumptions
    author TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX waiver_of_party ON waiver (company, party, id);

-- fact: its part on one invoice
CREATE TABLE waiver_line (
    waiver BLOB NOT NULL REFERENCES waiver (id),
    company BLOB NOT NULL,
    party BLOB NOT NULL,
    invoice BLOB NOT NULL REFERENCES invoice (id),
    principal BIGINT NOT NULL,
    interest BIGINT NOT NULL,       -- as counted on the day; all of the interest of that invoice is given up
    compensation BIGINT NOT NULL,
    PRIMARY KEY (waiver, invoice)
);
CREATE INDEX waiver_line_of_party ON waiver_line (company, party, waiver);
CREATE INDEX waiver_line_of_invoice ON waiver_line (invoice, waiver);

-- fact: what was decided of it
CREATE TABLE waiver_event (
    waiver BLOB NOT NULL REFERENCES waiver (id),
    company BLOB NOT NULL,
    party BLOB NOT NULL,
    kind TEXT NOT NULL,             -- granted, refused, withdrawn
    happened_on TEXT NOT NULL,
    author TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (waiver, kind)
);
CREATE INDEX waiver_event_of_party ON waiver_event (company, party, waiver);

-- fact: a due date put off by agreement; the new date itself is a due_statement
CREATE TABLE extension (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL,
    party BLOB NOT NULL REFERENCES party (id),
    invoice BLOB NOT NULL REFERENCES invoice (id),
    agreed_on TEXT NOT NULL,
    before_on TEXT NOT NULL,        -- when it was due before
    until_on TEXT NOT NULL,
    interest_from TEXT NOT NULL,    -- the due date that interest counts from
    asked_by TEXT NOT NULL,         -- reference of the name, in the personal table
    heard TEXT NOT NULL,            -- call, mail, letter, visit, other
    author TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX extension_of_invoice ON extension (invoice, id);
CREATE INDEX extension_of_party ON extension (company, party, id);

-- fact: money received for an assigned invoice, handed over to whom it is assigned
CREATE TABLE handover (
    allocation BLOB NOT NULL PRIMARY KEY REFERENCES allocation (id),
    company BLOB NOT NULL,
    party BLOB NOT NULL,
    invoice BLOB NOT NULL REFERENCES invoice (id),
    handed_on TEXT NOT NULL,
    amount BIGINT NOT NULL,
    reference TEXT NOT NULL,
    author TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX handover_by_day ON handover (company, handed_on, allocation);

-- The agenda of the day as it stands now, sorted for the screen. Caches: the plannings themselves are kept in 0001, and
-- these rows are made again by planning.

-- cache: which planning the rows below were made from
CREATE TABLE worklist (
    company BLOB NOT NULL PRIMARY KEY REFERENCES company (id),
    run BLOB NOT NULL,
    as_of TEXT NOT NULL
);

-- cache: what is proposed to a customer today
CREATE TABLE work_item (
    company BLOB NOT NULL,
    party BLOB NOT NULL,
    step TEXT NOT NULL,
    currency TEXT NOT NULL,
    approval TEXT NOT NULL,
    channel TEXT NOT NULL,
    role TEXT NOT NULL,
    contact BLOB,
    total BIGINT NOT NULL,
    invoices BIGINT NOT NULL,
    days_late BIGINT NOT NULL,
    per_minute BIGINT NOT NULL,
    last_contact_on TEXT,
    last_channel TEXT,
    worth TEXT NOT NULL,            -- JSON
    json TEXT NOT NULL,             -- the proposal
    PRIMARY KEY (company, party, step, currency)
);
CREATE INDEX work_item_by_worth ON work_item (company, approval, per_minute, party);
CREATE INDEX work_item_by_total ON work_item (company, approval, total, party);

-- cache: why nothing is done today for an overdue invoice
CREATE TABLE quiet_item (
    company BLOB NOT NULL,
    party BLOB NOT NULL,
    invoice BLOB NOT NULL,
    number TEXT NOT NULL,
    folded_number TEXT NOT NULL,
    due_on TEXT NOT NULL,
    currency TEXT NOT NULL,
    outstanding BIGINT NOT NULL,
    reason TEXT NOT NULL,
    next_on TEXT,
    json TEXT NOT NULL,             -- the silence
    PRIMARY KEY (company, party, invoice)
);
CREATE INDEX quiet_item_by_reason ON quiet_item (company, reason, next_on, invoice);
CREATE INDEX quiet_item_by_day ON quiet_item (company, next_on, invoice);

CREATE INDEX act_by_day ON act (company, planned_on, id);
CREATE INDEX act_by_instant ON act (company, prepared_at, id);
CREATE INDEX act_state_by_day ON act_state (company, performed_on, act);

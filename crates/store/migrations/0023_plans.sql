-- Instalment plans. Kinds of tables as in 0001.

-- fact: an instalment plan as proposed
CREATE TABLE payment_plan (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL,
    party BLOB NOT NULL REFERENCES party (id),
    proposed_on TEXT NOT NULL,
    currency TEXT NOT NULL,
    interest_rule TEXT NOT NULL,        -- waived_if_kept, included
    interest_first BIGINT NOT NULL,
    grace_days BIGINT NOT NULL,
    notice_days BIGINT NOT NULL,
    document BLOB REFERENCES source (id),   -- the agreement as it was given to be signed
    author TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX payment_plan_of_party ON payment_plan (company, party, id);

-- fact: an invoice that a plan bears on, with what was recognised as owed on it
CREATE TABLE payment_plan_invoice (
    plan BLOB NOT NULL REFERENCES payment_plan (id),
    company BLOB NOT NULL,
    party BLOB NOT NULL,
    invoice BLOB NOT NULL REFERENCES invoice (id),
    principal BIGINT NOT NULL,
    interest BIGINT NOT NULL,
    compensation BIGINT NOT NULL,
    PRIMARY KEY (plan, invoice)
);
CREATE INDEX payment_plan_invoice_of_invoice ON payment_plan_invoice (invoice);

-- fact: a dated payment of a plan
CREATE TABLE payment_plan_instalment (
    plan BLOB NOT NULL REFERENCES payment_plan (id),
    company BLOB NOT NULL,
    party BLOB NOT NULL,
    position BIGINT NOT NULL,
    due_on TEXT NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (plan, position)
);

-- fact: what became of a plan
CREATE TABLE payment_plan_event (
    plan BLOB NOT NULL REFERENCES payment_plan (id),
    company BLOB NOT NULL,
    party BLOB NOT NULL,
    kind TEXT NOT NULL,                 -- accepted, refused, withdrawn, lapsed
    happened_on TEXT NOT NULL,
    source BLOB REFERENCES source (id), -- the signed file
    author TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (plan, kind)
);
CREATE INDEX payment_plan_event_of_party ON payment_plan_event (company, party, plan);

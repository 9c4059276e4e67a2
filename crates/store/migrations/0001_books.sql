-- The books. Each table is one of three kinds, said above it:
--   fact    only ever inserted; 0002 makes the database itself refuse to change or remove a row;
--   record  may change, each change leaving a line in the journal;
--   cache   what the facts say, kept to answer fast; may be dropped and rebuilt at any time.
-- Every row bears its company. Identifiers are 16 bytes, money is in cents, days are YYYY-MM-DD, instants are
-- microseconds since 1970 UTC, a yes or no is 1 or 0.

-- record: a creditor
CREATE TABLE company (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    siren TEXT,
    vat_id TEXT,
    legal_form TEXT,
    capital TEXT,
    rcs TEXT,
    address TEXT NOT NULL,          -- JSON
    email TEXT,
    phone TEXT,
    iban TEXT,
    bic TEXT,
    signatory TEXT,
    settings TEXT NOT NULL,         -- JSON
    created_at BIGINT NOT NULL
);

-- record: a customer
CREATE TABLE party (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL REFERENCES company (id),
    name TEXT NOT NULL,
    search TEXT NOT NULL,           -- folded name
    kind TEXT NOT NULL,
    siren TEXT,
    vat_id TEXT,
    code TEXT,
    language TEXT NOT NULL,
    address TEXT NOT NULL,          -- JSON
    scenario TEXT,
    payment_terms TEXT,             -- JSON
    agreed_rate BIGINT,             -- basis points
    is_key_account BIGINT NOT NULL,
    is_pseudo BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX party_of_company ON party (company, id);
CREATE INDEX party_by_name ON party (company, search, id);

-- record: what a customer is recognised by; a key belongs to one customer
CREATE TABLE party_key (
    company BLOB NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    party BLOB NOT NULL REFERENCES party (id),
    PRIMARY KEY (company, kind, value)
);

-- record: a person at a customer's
CREATE TABLE contact (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL,
    party BLOB NOT NULL REFERENCES party (id),
    role TEXT NOT NULL,
    name TEXT,
    email TEXT,
    phone TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX contact_of_party ON contact (company, party, id);

-- fact: an imported file
CREATE TABLE source (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL REFERENCES company (id),
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX source_by_sha256 ON source (company, sha256);

-- fact: its bytes, apart so that looking at sources stays light
CREATE TABLE source_content (
    source BLOB NOT NULL PRIMARY KEY REFERENCES source (id),
    company BLOB NOT NULL,
    bytes BLOB NOT NULL
);

-- record: the columns of a table file, as confirmed once
CREATE TABLE mapping (
    company BLOB NOT NULL REFERENCES company (id),
    fingerprint TEXT NOT NULL,
    json TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (company, fingerprint)
);

-- fact: an invoice or a credit note
CREATE TABLE invoice (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL,
    party BLOB NOT NULL REFERENCES party (id),
    source BLOB REFERENCES source (id),
    key TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    number TEXT NOT NULL,
    folded_number TEXT NOT NULL,
    kind TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    delivered_on TEXT,
    currency TEXT NOT NULL,
    gross BIGINT NOT NULL,
    principal BIGINT NOT NULL,
    due_on TEXT NOT NULL,
    due_basis TEXT NOT NULL,
    payment_terms TEXT,
    precedents TEXT NOT NULL,       -- JSON array of numbers
    order_reference TEXT,
    iban TEXT,
    validity TEXT NOT NULL,         -- JSON array
    known_on TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX invoice_by_key ON invoice (company, key);
CREATE INDEX invoice_of_party ON invoice (company, party, id);
CREATE INDEX invoice_by_number ON invoice (company, folded_number);

-- fact: a number that an invoice refers to, for finding credit notes that arrived before their invoice
CREATE TABLE invoice_precedent (
    invoice BLOB NOT NULL REFERENCES invoice (id),
    folded_number TEXT NOT NULL,
    company BLOB NOT NULL,
    PRIMARY KEY (invoice, folded_number)
);
CREATE INDEX invoice_precedent_by_number ON invoice_precedent (company, folded_number);

-- fact: when an invoice is due, learnt after it
CREATE TABLE due_statement (
    invoice BLOB NOT NULL REFERENCES invoice (id),
    company BLOB NOT NULL,
    party BLOB NOT NULL,
    due_on TEXT NOT NULL,
    basis TEXT NOT NULL,
    source BLOB REFERENCES source (id),
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (invoice, recorded_at, basis, due_on)
);
CREATE INDEX due_statement_of_party ON due_statement (company, party);

-- fact: money received
CREATE TABLE payment (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL,
    party BLOB REFERENCES party (id),
    source BLOB REFERENCES source (id),
    key TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    received_on TEXT NOT NULL,
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL,
    reference TEXT NOT NULL,
    origin TEXT NOT NULL,
    bank_line BLOB,
    recorded_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX payment_by_key ON payment (company, key);
CREATE INDEX payment_of_party ON payment (party, received_on);
CREATE INDEX payment_by_amount ON payment (company, amount, received_on);

-- fact: money or credit set against an invoice
CREATE TABLE allocation (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL,
    invoice BLOB NOT NULL REFERENCES invoice (id),
    payment BLOB REFERENCES payment (id),
    against BLOB REFERENCES invoice (id),
    component TEXT NOT NULL,
    amount BIGINT NOT NULL,
    effective_on TEXT NOT NULL,
    basis TEXT NOT NULL,
    reverses BLOB REFERENCES allocation (id),
    recorded_at BIGINT NOT NULL
);
CREATE INDEX allocation_of_invoice ON allocation (invoice);
CREATE INDEX allocation_of_payment ON allocation (payment) WHERE payment IS NOT NULL;
CREATE INDEX allocation_reversing ON allocation (reverses) WHERE reverses IS NOT NULL;

-- cache: what is left of each invoice, by everything known
CREATE TABLE balance (
    invoice BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL,
    party BLOB NOT NULL,
    number TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    due_basis TEXT NOT NULL,
    late_after TEXT NOT NULL,       -- settled after this day counts as a late payer's
    currency TEXT NOT NULL,
    principal BIGINT NOT NULL,
    outstanding BIGINT NOT NULL,
    known_on TEXT NOT NULL,
    is_estimated BIGINT NOT NULL,   -- part of what settled it waits for confirmation
    settled_on TEXT
);
-- Holds all that a planning reads of a receivable, in the order it reads: a million settled invoices cost it nothing.
CREATE INDEX balance_open ON balance (company, party, invoice, number, issued_on, due_on, due_basis, currency, principal,
    outstanding, known_on, is_estimated) WHERE outstanding <> 0;
CREATE INDEX balance_unsure ON balance (company, party, invoice) WHERE is_estimated <> 0;
CREATE INDEX balance_settled ON balance (company, party, settled_on, late_after, principal)
    WHERE settled_on IS NOT NULL AND principal > 0;

-- cache: the latest day that any fact of the books bears; a view of that day or a later one reads the caches
CREATE TABLE reach (
    company BLOB NOT NULL PRIMARY KEY,
    latest_on TEXT NOT NULL
);

-- fact: a line of a bank account
CREATE TABLE bank_line (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL,
    source BLOB NOT NULL REFERENCES source (id),
    account TEXT NOT NULL,
    key TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    booked_on TEXT NOT NULL,
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL,
    counterparty TEXT,
    counterparty_iban TEXT,
    label TEXT NOT NULL,
    is_reversal BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX bank_line_by_key ON bank_line (company, key);
CREATE INDEX bank_line_by_day ON bank_line (company, booked_on);

-- fact: the payment that a line is
CREATE TABLE line_match (
    line BLOB NOT NULL PRIMARY KEY REFERENCES bank_line (id),
    payment BLOB NOT NULL REFERENCES payment (id),
    company BLOB NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX line_match_of_payment ON line_match (payment);

-- fact: what a statement covers
CREATE TABLE statement (
    source BLOB NOT NULL REFERENCES source (id),
    account TEXT NOT NULL,
    position BIGINT NOT NULL,       -- a file may hold several statements of one account
    company BLOB NOT NULL,
    from_on TEXT,
    until_on TEXT,
    lines BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (source, account, position)
);
CREATE INDEX statement_of_company ON statement (company, until_on);

-- fact: until when a ledger knows payments
CREATE TABLE ledger_horizon (
    source BLOB NOT NULL PRIMARY KEY REFERENCES source (id),
    company BLOB NOT NULL,
    until_on TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX ledger_horizon_of_company ON ledger_horizon (company, until_on);

-- fact: something that stops or bends recovery
CREATE TABLE hold (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL,
    party BLOB NOT NULL REFERENCES party (id),
    invoice BLOB REFERENCES invoice (id),
    kind TEXT NOT NULL,
    opened_on TEXT NOT NULL,
    until_on TEXT,
    amount BIGINT,
    author TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX hold_of_party ON hold (company, party, id);

-- fact: its end
CREATE TABLE lift (
    hold BLOB NOT NULL PRIMARY KEY REFERENCES hold (id),
    company BLOB NOT NULL,
    lifted_on TEXT NOT NULL,
    author TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);

-- fact: a skip, postponement, override or waiver
CREATE TABLE decision (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL,
    party BLOB NOT NULL REFERENCES party (id),
    invoice BLOB REFERENCES invoice (id),
    decided_on TEXT NOT NULL,
    kind TEXT NOT NULL,
    step TEXT,                      -- of a skip
    until_on TEXT,                  -- of a postponement
    guard TEXT,                     -- of an override
    waives_interest BIGINT,         -- of a waiver
    waives_compensation BIGINT,
    author TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX decision_of_party ON decision (company, party, id);

-- fact: a reminder, letter, call, visit or notice, as prepared
CREATE TABLE act (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL,
    party BLOB NOT NULL REFERENCES party (id),
    agenda BLOB,
    scenario TEXT NOT NULL,
    scenario_version TEXT NOT NULL,
    step TEXT NOT NULL,
    step_title TEXT NOT NULL,
    channel TEXT NOT NULL,
    template TEXT NOT NULL,
    role TEXT NOT NULL,
    contact BLOB REFERENCES contact (id),
    addressed_to TEXT NOT NULL,
    subject TEXT NOT NULL,
    planned_on TEXT NOT NULL,
    total BIGINT NOT NULL,
    currency TEXT NOT NULL,
    content_type TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    message_id TEXT,
    live BIGINT NOT NULL,
    approved_by TEXT NOT NULL,
    prepared_at BIGINT NOT NULL
);
CREATE INDEX act_of_party ON act (company, party, id, planned_on, scenario, scenario_version, step, channel);

-- fact: the invoices that an act names
CREATE TABLE act_line (
    act BLOB NOT NULL REFERENCES act (id),
    position BIGINT NOT NULL,
    company BLOB NOT NULL,
    party BLOB NOT NULL,
    invoice BLOB NOT NULL REFERENCES invoice (id),
    number TEXT NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (act, position)
);
CREATE INDEX act_line_of_party ON act_line (company, party, act, position, invoice);

-- fact: the exact bytes that leave, apart so that listing acts stays light
CREATE TABLE act_content (
    act BLOB NOT NULL PRIMARY KEY REFERENCES act (id),
    company BLOB NOT NULL,
    bytes BLOB NOT NULL
);

-- fact: what happened to an act; of two writers of the same number the second fails
CREATE TABLE act_event (
    act BLOB NOT NULL REFERENCES act (id),
    seq BIGINT NOT NULL,
    company BLOB NOT NULL,
    party BLOB NOT NULL,
    event TEXT NOT NULL,
    happened_on TEXT NOT NULL,
    author TEXT NOT NULL,
    detail TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (act, seq)
);
CREATE INDEX act_event_of_party ON act_event (company, party, act, seq);

-- cache: where an act stands after all its events
CREATE TABLE act_state (
    act BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL,
    state TEXT NOT NULL,
    performed_on TEXT,
    last_seq BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    last_detail TEXT NOT NULL
);
CREATE INDEX act_state_by_state ON act_state (company, state, act);

-- record until closed, then left alone: one planning of one day
CREATE TABLE agenda_run (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL REFERENCES company (id),
    as_of TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    inputs_hash TEXT NOT NULL,
    law_edition TEXT NOT NULL,
    program_version TEXT NOT NULL,
    proposals BIGINT NOT NULL,
    silences BIGINT NOT NULL
);
CREATE INDEX agenda_run_by_day ON agenda_run (company, as_of, recorded_at, id);
CREATE INDEX agenda_run_by_instant ON agenda_run (company, recorded_at, id);

-- fact: a proposal of that planning
CREATE TABLE agenda_proposal (
    run BLOB NOT NULL REFERENCES agenda_run (id),
    seq BIGINT NOT NULL,
    company BLOB NOT NULL,
    party BLOB NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (run, seq)
);
CREATE INDEX agenda_proposal_of_party ON agenda_proposal (run, party, seq);

-- fact: where one overdue invoice stood in it
CREATE TABLE agenda_line (
    run BLOB NOT NULL REFERENCES agenda_run (id),
    party BLOB NOT NULL,
    invoice BLOB NOT NULL,
    company BLOB NOT NULL,
    proposal BIGINT,
    reason TEXT NOT NULL,
    next_on TEXT,
    json TEXT NOT NULL,
    PRIMARY KEY (run, party, invoice)
);

-- record: the versions of a scenario; a version never changes, which one is current does
CREATE TABLE scenario (
    company BLOB NOT NULL REFERENCES company (id),
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    source TEXT NOT NULL,
    is_current BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (company, name, version)
);

-- fact: a value of the law added by a user; the law is the same for every company
CREATE TABLE law_value (
    seq BIGINT NOT NULL PRIMARY KEY,
    json TEXT NOT NULL,
    author TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);

-- fact: an entry of the journal
CREATE TABLE journal (
    company BLOB NOT NULL REFERENCES company (id),
    seq BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    actor TEXT NOT NULL,            -- JSON
    subject TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,          -- canonical JSON
    payload_version BIGINT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (company, seq)
);
CREATE INDEX journal_by_subject ON journal (company, subject, seq);

-- record: personal data that the journal only refers to; a row may be erased (GDPR art. 17) and the chain stays whole
CREATE TABLE personal (
    reference TEXT NOT NULL PRIMARY KEY,
    company BLOB NOT NULL REFERENCES company (id),
    salt BLOB NOT NULL,
    content TEXT NOT NULL
);

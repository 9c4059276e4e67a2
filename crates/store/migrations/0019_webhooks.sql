-- Other programs that are told what the journal tells.

-- record: a subscription; its secret is sealed
CREATE TABLE webhook (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL REFERENCES company (id),
    url TEXT NOT NULL,
    secret TEXT NOT NULL,
    events TEXT NOT NULL,           -- names of kinds separated by spaces; empty for all
    tells BIGINT NOT NULL,          -- sentences and details go along
    is_private BIGINT NOT NULL,     -- an address of this machine or of a private network is allowed
    last_seq BIGINT NOT NULL,       -- the place in the journal
    state TEXT NOT NULL,
    failures BIGINT NOT NULL,
    failing_since BIGINT,
    resume_at BIGINT,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX webhook_of_company ON webhook (company, created_at);

-- record: one entry of the journal for one subscription, and what became of it; forgotten after a month
CREATE TABLE webhook_delivery (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL,
    webhook BLOB NOT NULL REFERENCES webhook (id),
    seq BIGINT NOT NULL,
    event TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    claimed_until BIGINT,           -- a server is at it until then
    status BIGINT,
    detail TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE UNIQUE INDEX webhook_delivery_of_entry ON webhook_delivery (webhook, seq);
CREATE INDEX webhook_delivery_due ON webhook_delivery (company, state, next_at, seq);
CREATE INDEX webhook_delivery_ended ON webhook_delivery (company, ended_at) WHERE ended_at IS NOT NULL;

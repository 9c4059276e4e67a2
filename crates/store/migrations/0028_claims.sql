-- What documents asked for beside the principal. Kinds of tables as in 0001.

-- fact: interest and fixed compensation of an invoice, as a document about to leave asks for them; whether it left, its
-- act's events say
CREATE TABLE claim (
    act BLOB NOT NULL REFERENCES act (id),
    invoice BLOB NOT NULL REFERENCES invoice (id),
    company BLOB NOT NULL,
    party BLOB NOT NULL REFERENCES party (id),
    until_on TEXT NOT NULL,             -- last day counted
    currency TEXT NOT NULL,             -- of the interest; the compensation is in euros
    interest BIGINT NOT NULL,           -- asked for, what was paid left out
    interest_accrued BIGINT NOT NULL,   -- all of it since the first day
    compensation BIGINT NOT NULL,
    compensation_accrued BIGINT NOT NULL,
    segments TEXT NOT NULL,             -- JSON: days, rates and bases
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (act, invoice)
);
CREATE INDEX claim_of_invoice ON claim (invoice);
CREATE INDEX claim_of_party ON claim (company, party);

-- who paid lately, without reading all that was ever paid
CREATE INDEX balance_by_settlement ON balance (company, settled_on) WHERE settled_on IS NOT NULL;

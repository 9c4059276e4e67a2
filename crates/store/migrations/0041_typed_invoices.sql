-- Invoices that a person typed in. Kinds of tables as in 0001.

-- fact: who typed it, and what the invoice itself does not keep
CREATE TABLE typed_invoice (
    invoice BLOB NOT NULL PRIMARY KEY REFERENCES invoice (id),
    company BLOB NOT NULL,
    vat BIGINT,
    subject TEXT,                       -- what it is for
    author TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);

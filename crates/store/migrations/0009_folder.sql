-- What the folder of a customer and the search need beside the books. Kinds of tables as in 0001.

-- fact: what somebody of ours wrote down about a customer; the words themselves are personal data, and may be erased
CREATE TABLE note (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL,
    party BLOB NOT NULL REFERENCES party (id),
    invoice BLOB REFERENCES invoice (id),
    noted_on TEXT NOT NULL,
    reference TEXT NOT NULL,        -- of the words, in the personal table
    author TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX note_of_party ON note (company, party, id);

-- Folded name and address, and the digits of the telephone number, for search.
ALTER TABLE contact ADD COLUMN search TEXT NOT NULL DEFAULT '';
UPDATE contact SET search = REPLACE(REPLACE(REPLACE(LOWER(
    COALESCE(name, '') || ' ' || COALESCE(email, '') || ' ' || REPLACE(COALESCE(phone, ''), ' ', '')
), '@', ' '), '.', ' '), '-', ' ');

-- Search by amount, and what a file brought.
CREATE INDEX invoice_by_gross ON invoice (company, gross);
CREATE INDEX balance_by_outstanding ON balance (company, outstanding) WHERE outstanding <> 0;
CREATE INDEX invoice_of_source ON invoice (source, party);

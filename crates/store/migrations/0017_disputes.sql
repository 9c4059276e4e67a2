-- Disputes: what is contested and why, what was said, how it ended, and the documents that put it right. A dispute stops
-- recovery through a hold of 0001; it may have several one after the other. Kinds of tables as in 0001.

-- fact: a contested invoice
CREATE TABLE dispute (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL,
    party BLOB NOT NULL REFERENCES party (id),
    invoice BLOB NOT NULL REFERENCES invoice (id),
    cause TEXT NOT NULL,
    opened_on TEXT NOT NULL,
    contested BIGINT NOT NULL,      -- at the opening
    is_whole BIGINT NOT NULL,
    currency TEXT NOT NULL,
    contested_lines TEXT NOT NULL,  -- as they read on the invoice, when not all of it
    author TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX dispute_of_party ON dispute (company, party, id);
CREATE INDEX dispute_by_day ON dispute (company, opened_on, id);
CREATE INDEX dispute_of_invoice ON dispute (invoice);

-- fact: a hold of a dispute; the one that is not lifted says what is held now
CREATE TABLE dispute_hold (
    hold BLOB NOT NULL PRIMARY KEY REFERENCES hold (id),
    dispute BLOB NOT NULL REFERENCES dispute (id),
    company BLOB NOT NULL,
    party BLOB NOT NULL,
    awaits_credit BIGINT NOT NULL   -- found right: it waits for a credit note only
);
CREATE INDEX dispute_hold_of_dispute ON dispute_hold (dispute, hold);
CREATE INDEX dispute_hold_of_party ON dispute_hold (company, party, hold);

-- fact: a message, a file, an answer, or a word that changes who sees to it, until when, or whose fault it is
CREATE TABLE dispute_entry (
    id BLOB NOT NULL PRIMARY KEY,
    dispute BLOB NOT NULL REFERENCES dispute (id),
    seq BIGINT NOT NULL,            -- in the order they were recorded; the last word of a kind counts
    company BLOB NOT NULL,
    party BLOB NOT NULL,
    kind TEXT NOT NULL,
    happened_on TEXT NOT NULL,
    reference TEXT,                 -- of the words, in the personal table
    owner_user BLOB,
    owner_contact BLOB,
    target_on TEXT,
    fault TEXT,
    is_accepted BIGINT,
    file_name TEXT,
    file_sha256 TEXT,
    author TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX dispute_entry_of_dispute ON dispute_entry (dispute, seq);
CREATE INDEX dispute_entry_of_party ON dispute_entry (company, party, id);

-- fact: its exact bytes
CREATE TABLE dispute_file (
    entry BLOB NOT NULL PRIMARY KEY REFERENCES dispute_entry (id),
    company BLOB NOT NULL,
    bytes BLOB NOT NULL
);

-- fact: what came of it
CREATE TABLE dispute_outcome (
    dispute BLOB NOT NULL PRIMARY KEY REFERENCES dispute (id),
    company BLOB NOT NULL,
    party BLOB NOT NULL,
    ended_on TEXT NOT NULL,
    finding TEXT NOT NULL,
    founded BIGINT NOT NULL,        -- of what was contested
    days BIGINT NOT NULL,           -- from its opening
    author TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX dispute_outcome_by_day ON dispute_outcome (company, ended_on, dispute);

-- fact: a credit note or new invoice, and the invoice it puts right; a judge can follow the chain
CREATE TABLE correction (
    document BLOB NOT NULL PRIMARY KEY REFERENCES invoice (id),
    company BLOB NOT NULL,
    party BLOB NOT NULL,
    corrects BLOB NOT NULL REFERENCES invoice (id),
    dispute BLOB REFERENCES dispute (id),
    recorded_at BIGINT NOT NULL
);
CREATE INDEX correction_of_invoice ON correction (corrects, document);
CREATE INDEX correction_of_dispute ON correction (dispute, document);

-- fact: a number given here, once and in its turn, and the document as it was made out
CREATE TABLE issued (
    company BLOB NOT NULL,
    series TEXT NOT NULL,
    position BIGINT NOT NULL,       -- from 1, without gaps
    document BLOB NOT NULL UNIQUE REFERENCES invoice (id),
    sha256 TEXT NOT NULL,
    context TEXT NOT NULL,          -- JSON: what it was made from
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (company, series, position)
);

-- fact: its exact bytes, or those of the file that was recorded with it
CREATE TABLE document_file (
    document BLOB NOT NULL PRIMARY KEY REFERENCES invoice (id),
    company BLOB NOT NULL,
    name TEXT NOT NULL,
    bytes BLOB NOT NULL
);

-- fact: the contested part of an overdue invoice in a planning, beside its line in agenda_line
CREATE TABLE agenda_contested (
    run BLOB NOT NULL REFERENCES agenda_run (id),
    party BLOB NOT NULL,
    invoice BLOB NOT NULL,
    company BLOB NOT NULL,
    reason TEXT NOT NULL,
    next_on TEXT,
    json TEXT NOT NULL,
    PRIMARY KEY (run, party, invoice)
);

-- cache, made again by the next planning: an invoice may stand in it twice, for its contested part and for the rest
DROP TABLE quiet_item;
DELETE FROM work_item;
DELETE FROM worklist;
CREATE TABLE quiet_item (
    company BLOB NOT NULL,
    party BLOB NOT NULL,
    invoice BLOB NOT NULL,
    is_contested BIGINT NOT NULL,
    number TEXT NOT NULL,
    folded_number TEXT NOT NULL,
    due_on TEXT NOT NULL,
    currency TEXT NOT NULL,
    outstanding BIGINT NOT NULL,
    reason TEXT NOT NULL,
    next_on TEXT,
    json TEXT NOT NULL,             -- the silence
    PRIMARY KEY (company, party, invoice, is_contested)
);
CREATE INDEX quiet_item_by_reason ON quiet_item (company, reason, next_on, invoice, party, folded_number, is_contested);
CREATE INDEX quiet_item_by_day ON quiet_item (company, next_on, invoice, party, folded_number, reason, is_contested);

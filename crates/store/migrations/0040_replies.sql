-- What customers answered, and what became of it. Kinds of tables as in 0001.

-- fact: a customer answered; who wrote, the subject and the text are in the personal table, and may be erased
CREATE TABLE reply (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL,
    party BLOB NOT NULL REFERENCES party (id),
    act BLOB REFERENCES act (id),       -- what it answers, when that is known
    received_on TEXT NOT NULL,
    noted_on TEXT NOT NULL,             -- the day it was recorded
    sender TEXT,
    subject TEXT,
    body TEXT,
    file_name TEXT,
    file_sha256 TEXT,
    author TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX reply_of_party ON reply (company, party, noted_on);
CREATE INDEX reply_to_act ON reply (act) WHERE act IS NOT NULL;
CREATE INDEX reply_of_file ON reply (company, file_sha256) WHERE file_sha256 IS NOT NULL;

-- fact: the exact bytes of the message, or of the file that came with it
CREATE TABLE reply_file (
    reply BLOB NOT NULL PRIMARY KEY REFERENCES reply (id),
    company BLOB NOT NULL,
    bytes BLOB NOT NULL
);

-- fact: somebody said what it means, or that it was recorded by mistake; each of them once
CREATE TABLE reply_word (
    reply BLOB NOT NULL REFERENCES reply (id),
    kind TEXT NOT NULL,                 -- handled, withdrawn
    company BLOB NOT NULL,
    meaning TEXT,                       -- promise, payment_sent, awaiting_validation, dispute, …
    said_on TEXT NOT NULL,
    note TEXT,                          -- of the words, in the personal table
    author TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (reply, kind)
);

-- fact: how a word given (a hold of kind promise or payment_announced) reached us, and until when money keeps it
CREATE TABLE promise (
    hold BLOB NOT NULL PRIMARY KEY REFERENCES hold (id),
    company BLOB NOT NULL,
    party BLOB NOT NULL,
    last_day TEXT NOT NULL,             -- the day promised and the grace that was granted
    made_by BLOB REFERENCES contact (id),
    heard TEXT NOT NULL,                -- call, mail, letter, visit, other
    act BLOB REFERENCES act (id)        -- the call or visit in which it was given
);
CREATE INDEX promise_of_party ON promise (company, party, hold);
CREATE INDEX promise_by_day ON promise (company, last_day, hold);

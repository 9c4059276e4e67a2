-- What the general terms that customers accepted say of services that are not paid. Kinds of tables as in 0001.

-- fact: the terms of a customer; the last recorded count
CREATE TABLE service_terms (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL,
    party BLOB NOT NULL REFERENCES party (id),
    clause TEXT NOT NULL,           -- empty: nothing of the kind is agreed any more
    accepted_on TEXT NOT NULL,
    notice_days BIGINT NOT NULL,
    suspend_after_days BIGINT,
    terminate_after_days BIGINT,
    author TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX service_terms_of_party ON service_terms (company, party, recorded_at, id);

-- fact: a service that was suspended by an act runs again
CREATE TABLE service_restored (
    act BLOB NOT NULL PRIMARY KEY REFERENCES act (id),
    company BLOB NOT NULL,
    party BLOB NOT NULL,
    restored_on TEXT NOT NULL,
    author TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX service_restored_by_day ON service_restored (company, restored_on, act);

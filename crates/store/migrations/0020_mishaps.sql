-- What makes the books unsure of what reached whom. Kinds of tables as in 0001.

-- fact: a letter to that address came back, nobody of that name being there; the address as the record had it
CREATE TABLE returned_address (
    act BLOB NOT NULL PRIMARY KEY REFERENCES act (id),
    company BLOB NOT NULL,
    party BLOB NOT NULL REFERENCES party (id),
    address TEXT NOT NULL,
    returned_on TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX returned_address_of_party ON returned_address (party, returned_on);

-- fact: the books were put back from a copy
CREATE TABLE restoration (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL REFERENCES company (id),
    file TEXT NOT NULL,
    known_until BIGINT NOT NULL,    -- the last instant of the copy's journal
    restored_on TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX restoration_of_company ON restoration (company, recorded_at);

-- fact: a person said what left since the copy
CREATE TABLE restoration_review (
    restoration BLOB NOT NULL PRIMARY KEY REFERENCES restoration (id),
    company BLOB NOT NULL,
    author TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);

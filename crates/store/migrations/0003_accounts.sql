-- Who may come in, and as what. Records and caches as in 0001; nothing here is a fact of the books.

-- record: somebody who logs in
CREATE TABLE app_user (
    id BLOB NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    folded_email TEXT NOT NULL,
    name TEXT NOT NULL,
    password TEXT NOT NULL,         -- argon2id, in PHC form
    totp TEXT,                      -- sealed; only of those who use a second factor
    created_at BIGINT NOT NULL,
    disabled_at BIGINT
);
CREATE UNIQUE INDEX app_user_by_email ON app_user (folded_email);

-- record: what a user may do for a company
CREATE TABLE membership (
    member BLOB NOT NULL REFERENCES app_user (id),
    company BLOB NOT NULL REFERENCES company (id),
    role TEXT NOT NULL,
    until_on TEXT,                  -- last day of a guest
    PRIMARY KEY (member, company)
);

-- record: a browser that came in; only the hash of its token is kept
CREATE TABLE session (
    token_hash TEXT NOT NULL PRIMARY KEY,
    member BLOB NOT NULL REFERENCES app_user (id),
    company BLOB,
    agent TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_of_user ON session (member, created_at);

-- cache: wrong passwords in a row, for each address that was tried and each place it was tried from
CREATE TABLE login_failure (
    who TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);

-- record: the salesperson who looks after a customer
CREATE TABLE party_keeper (
    party BLOB NOT NULL PRIMARY KEY REFERENCES party (id),
    company BLOB NOT NULL,
    keeper BLOB NOT NULL REFERENCES app_user (id)
);
CREATE INDEX party_keeper_of_user ON party_keeper (company, keeper, party);

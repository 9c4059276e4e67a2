-- What other programs come in with. Records as in 0001.

-- record: a token of the API; only its hash is kept
CREATE TABLE api_token (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL REFERENCES company (id),
    token_hash TEXT NOT NULL,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,           -- codes separated by spaces
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_on TEXT,
    revoked_at BIGINT
);
CREATE UNIQUE INDEX api_token_by_hash ON api_token (token_hash);
CREATE INDEX api_token_of_company ON api_token (company, created_at);

-- record: a request that must not be done twice, and what it was answered; without an answer its outcome is unknown
CREATE TABLE api_request (
    token BLOB NOT NULL REFERENCES api_token (id),
    idempotency_key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    status BIGINT,
    answer TEXT,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (token, idempotency_key)
);

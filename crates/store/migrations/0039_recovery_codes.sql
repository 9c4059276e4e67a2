-- record: what opens once when the telephone of a second factor is lost; only the hash of 80 bits of chance is kept
CREATE TABLE recovery_code (
    member BLOB NOT NULL REFERENCES app_user (id),
    code_hash TEXT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (member, code_hash)
);

-- cache: what the matching engine made of each credit that waits; made again whenever something changes
CREATE TABLE line_proposal (
    line BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL,
    rank BIGINT NOT NULL,           -- certain first, then to sort, then nothing fits
    party BLOB,                     -- of the best candidate
    json TEXT NOT NULL              -- decision, candidates, doubts
);
CREATE INDEX line_proposal_of_company ON line_proposal (company, rank, line);
CREATE INDEX line_matching_by_day ON line_matching (company, recorded_at, line);

-- The bytes of a file in pieces of a mebibyte at most: an engine copies what it is handed, and a large file in one value
-- took several times its size in memory. Kinds of tables as in 0001.

-- fact: the bytes of a source, in order of place
CREATE TABLE source_part (
    source BLOB NOT NULL REFERENCES source (id),
    place BIGINT NOT NULL,
    company BLOB NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (source, place)
);
INSERT INTO source_part (source, place, company, bytes) SELECT source, 0, company, bytes FROM source_content;
DROP TABLE source_content;

-- Scenarios of a company's own that are no longer in use. Kinds of tables as in 0001.

-- fact: nobody is followed by it any more; its versions stay, for what was planned and sent under them
CREATE TABLE scenario_retirement (
    company BLOB NOT NULL REFERENCES company (id),
    name TEXT NOT NULL,
    retired_on TEXT NOT NULL,
    author TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (company, name)
);

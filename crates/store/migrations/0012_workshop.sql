-- What is being written before it counts, and the texts of a company's own. Records and caches as in 0001.

-- record: a scenario being changed; not live until it is adopted
CREATE TABLE scenario_draft (
    company BLOB NOT NULL REFERENCES company (id),
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    author TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (company, name)
);

-- cache: the last replay of a draft over past days
CREATE TABLE scenario_replay (
    company BLOB NOT NULL REFERENCES company (id),
    name TEXT NOT NULL,
    draft TEXT NOT NULL,
    current_version TEXT NOT NULL,
    state TEXT NOT NULL,
    done BIGINT NOT NULL,
    total BIGINT NOT NULL,
    outcome TEXT NOT NULL,          -- JSON, or why it failed
    started_at BIGINT NOT NULL,
    touched_at BIGINT NOT NULL,
    PRIMARY KEY (company, name)
);

-- record: a text of the company's own; the last one counts, and without subject and body the shipped one does
CREATE TABLE own_text (
    company BLOB NOT NULL REFERENCES company (id),
    template TEXT NOT NULL,
    lang TEXT NOT NULL,
    seq BIGINT NOT NULL,
    subject TEXT,
    body TEXT,
    author TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (company, template, lang, seq)
);

-- cache: the scenario each customer was followed under when the day was last planned
CREATE TABLE running_case (
    party BLOB NOT NULL PRIMARY KEY REFERENCES party (id),
    company BLOB NOT NULL,
    scenario TEXT NOT NULL,
    version TEXT NOT NULL
);
CREATE INDEX running_case_of_scenario ON running_case (company, scenario, version, party);

-- What somebody said of an alert. Kinds of tables as in 0001.

-- fact: an alert is not shown until a day; the text is what it said, so that another amount is another alert
CREATE TABLE alert_word (
    id BLOB NOT NULL PRIMARY KEY,
    company BLOB NOT NULL REFERENCES company (id),
    party BLOB REFERENCES party (id),
    alert TEXT NOT NULL,
    until_on TEXT NOT NULL,
    author TEXT NOT NULL,
    why TEXT NOT NULL,
    set_on TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX alert_word_of_company ON alert_word (company, until_on);

-- fact: it is shown again before that day
CREATE TABLE alert_word_lift (
    word BLOB NOT NULL PRIMARY KEY REFERENCES alert_word (id),
    company BLOB NOT NULL,
    author TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);

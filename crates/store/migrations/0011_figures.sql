-- Figures of past days, so that a page that compares does not count the whole past again.

-- cache: figures of one day, as JSON: of the whole company (keeper is then the company itself) or of one salesperson's
-- customers. A fact that bears a day removes those of that day and after.
CREATE TABLE day_figures (
    company BLOB NOT NULL,
    keeper BLOB NOT NULL,
    name TEXT NOT NULL,
    as_of TEXT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (company, keeper, name, as_of)
);

-- What was collected in a month.
CREATE INDEX allocation_by_day ON allocation (company, effective_on);

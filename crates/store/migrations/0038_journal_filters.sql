-- The journal is looked through by day and by author too.
CREATE INDEX journal_by_day ON journal (company, recorded_at, seq);
CREATE INDEX journal_by_author ON journal (company, actor, kind, seq);

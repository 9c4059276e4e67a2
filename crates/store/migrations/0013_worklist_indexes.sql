-- The lists of the day are sorted and counted from indexes alone: proposals and silences are wide, and only those of a page
-- are read.
DROP INDEX work_item_by_worth;
DROP INDEX work_item_by_total;
DROP INDEX quiet_item_by_reason;
DROP INDEX quiet_item_by_day;
CREATE INDEX work_item_by_worth ON work_item (company, approval, per_minute DESC, total DESC, party, step, currency);
CREATE INDEX work_item_by_total ON work_item (company, approval, total DESC, party, step, currency);
CREATE INDEX work_item_by_delay ON work_item (company, approval, days_late DESC, party, step, currency);
CREATE INDEX quiet_item_by_reason ON quiet_item (company, reason, next_on, invoice, party, folded_number);
CREATE INDEX quiet_item_by_day ON quiet_item (company, next_on, invoice, party, folded_number, reason);

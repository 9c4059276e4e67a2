-- Silences are listed by their next day then by amount, or by amount alone: sorted from indexes, since each row is wide.
DROP INDEX quiet_item_by_reason;
DROP INDEX quiet_item_by_day;
CREATE INDEX quiet_item_by_reason
    ON quiet_item (company, reason, next_on, outstanding DESC, invoice, party, folded_number, is_contested);
CREATE INDEX quiet_item_by_day
    ON quiet_item (company, next_on, outstanding DESC, invoice, party, folded_number, reason, is_contested);
CREATE INDEX quiet_item_by_amount
    ON quiet_item (company, outstanding DESC, invoice, is_contested, party, folded_number, reason, next_on);

-- Rests that wait for a person are few among many holds.
CREATE INDEX hold_remainder ON hold (company, opened_on, id) WHERE kind = 'remainder';

-- a password that somebody else chose: the first thing asked of its user is another one
ALTER TABLE app_user ADD COLUMN is_provisional BIGINT NOT NULL DEFAULT 0;

-- Terms of service and their ends are facts too (see 0002).
CREATE TRIGGER service_terms_is_not_changed BEFORE UPDATE ON service_terms BEGIN SELECT RAISE(ABORT, 'service_terms holds facts: a row is never changed'); END;
CREATE TRIGGER service_terms_is_not_removed BEFORE DELETE ON service_terms BEGIN SELECT RAISE(ABORT, 'service_terms holds facts: a row is never removed'); END;
CREATE TRIGGER service_restored_is_not_changed BEFORE UPDATE ON service_restored BEGIN SELECT RAISE(ABORT, 'service_restored holds facts: a row is never changed'); END;
CREATE TRIGGER service_restored_is_not_removed BEFORE DELETE ON service_restored BEGIN SELECT RAISE(ABORT, 'service_restored holds facts: a row is never removed'); END;

-- Waivers, extensions and handovers are facts too (see 0002).
CREATE TRIGGER waiver_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON waiver FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();
CREATE TRIGGER waiver_line_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON waiver_line FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();
CREATE TRIGGER waiver_event_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON waiver_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();
CREATE TRIGGER extension_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON extension FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();
CREATE TRIGGER handover_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON handover FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fact();

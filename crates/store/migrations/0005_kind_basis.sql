-- What the kind of a customer rests on. Before, only a document or a user gave another kind than business.
ALTER TABLE party ADD COLUMN kind_basis TEXT NOT NULL DEFAULT 'assumed';
UPDATE party SET kind_basis = 'documented' WHERE kind <> 'business' OR siren IS NOT NULL OR vat_id IS NOT NULL;

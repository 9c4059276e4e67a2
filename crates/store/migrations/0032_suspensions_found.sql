-- The first page asks at each visit whether a suspended service is paid: of all acts only the suspensions are read.
CREATE INDEX act_of_suspension ON act (company, party, id) WHERE step = 'service-suspension';

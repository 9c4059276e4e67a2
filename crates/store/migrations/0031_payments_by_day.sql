-- A page of what is to be handed over to the accountant reads payments in order, and no further than its end.
CREATE INDEX payment_by_day ON payment (company, received_on, id);

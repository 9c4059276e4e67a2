// Journeys on the company of demonstration, in the order in which they go on from each other.
import { AGREEMENTS } from "./agreements.mjs";
import { BANK } from "./bank.mjs";
import { CUSTOMERS } from "./customers.mjs";
import { DISPUTES } from "./disputes.mjs";
import { PEOPLE } from "./people.mjs";
import { REPLIES } from "./replies.mjs";
import { SCENARIOS } from "./scenarios.mjs";
import { WORK } from "./work.mjs";

export const ALL = [...CUSTOMERS, ...WORK, ...REPLIES, ...DISPUTES, ...BANK, ...SCENARIOS, ...AGREEMENTS, ...PEOPLE];

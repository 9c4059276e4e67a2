// node run.mjs BASE GROUP [DAY]: the journeys of a group, or those of its DAY, against the server at BASE; ends with
// "N passed, N failed".
import * as late from "./default.mjs";
import * as empty from "./empty.mjs";
import * as demo from "./demo.mjs";
import { EVERY } from "./every.mjs";
import * as service from "./service.mjs";
import { open, visitor } from "./browser.mjs";

const [base, group, day] = process.argv.slice(2);
const journeys = { empty: empty.ALL, demo: [...demo.ALL, ...EVERY], default: late.ALL, service: service.ALL }[group];
if (!base || !journeys) throw new Error("usage: node run.mjs http://127.0.0.1:PORT empty|demo|default|service [DAY]");

const browser = await open();
let failed = 0;
// In the order they are written: the books go on from one journey to the next, as a user's day does.
const all = journeys.filter((journey) => !day || journey.day === day);
if (!all.length) throw new Error(`no journey on ${day}`);
for (const { name, walk, options, expected = [] } of all) {
  const visit = await visitor(browser, base, options);
  visit.page.setDefaultTimeout(15000);
  try {
    await walk(visit, browser, base);
    const unexpected = visit.complaints.filter((c) => !expected.some((e) => c.includes(e)));
    if (unexpected.length) throw new Error(`the browser complained: ${unexpected.join(" | ")}`);
    console.log(`ok ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}: ${error.stack}`);
    if (process.env.SHOTS) await visit.page.screenshot({ path: `${process.env.SHOTS}/${group}-failed.png`, fullPage: true });
    console.log(`  at ${visit.page.url()}: ${(await visit.page.locator("body").innerText()).slice(0, 1500)}`);
  }
  await visit.context.close();
}
await browser.close();
console.log(`${all.length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

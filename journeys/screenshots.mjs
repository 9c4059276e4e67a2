// node screenshots.mjs BASE FOLDER: each page, desktop and phone, light and dark.
import { becomeOwner, logIn, open, visitor } from "./browser.mjs";
import { found } from "./pages.mjs";

const [base, folder] = process.argv.slice(2);
const LOOKS = [
  { look: "bureau", viewport: { width: 1360, height: 900 }, colorScheme: "light" },
  { look: "bureau-sombre", viewport: { width: 1360, height: 900 }, colorScheme: "dark" },
  { look: "mobile", viewport: { width: 390, height: 844 }, colorScheme: "light" },
  { look: "mobile-sombre", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
];
const browser = await open();
const first = await visitor(browser, base);
await first.page.goto("/");
if (first.page.url().includes("bienvenue")) await becomeOwner(first.page);
else await logIn(first.page);
const pages = await found(first.page);
const storageState = await first.context.storageState();
for (const { look, ...options } of LOOKS) {
  const { page, context } = await visitor(browser, base, { ...options, storageState });
  for (const { name, path } of pages) {
    await page.goto(path, { waitUntil: "networkidle" });
    await page.screenshot({ path: `${folder}/${name}-${look}.png` });
  }
  await context.close();
}
await browser.close();
console.log(`${pages.length * LOOKS.length} pictures in ${folder}`);

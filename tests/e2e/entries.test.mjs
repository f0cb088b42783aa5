/** What an entry rests on beside its paper: rates of exchange, two papers that are one, tax that waits for its payment. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { folder, until } from "./lib/basics.mjs";
import { Window } from "./lib/window.mjs";

const READING_MS = 180_000;

test("entries", async (t) => {
  const window = await Window.open("entries", ["--sample", "--data", join(folder("data"), "sample")]);
  t.after(() => window.close());
  await window.step("all read", async () => {
    await window.see("row", READING_MS);
    await window.allRead(READING_MS);
  });
  const clientFile = (await window.ask("client_files")).find((one) => one.code === "MARCHAL").id;
  const rows = async (more) => {
    const query = { clientFile, flow: "purchases", statuses: [], duplicates: false, foreignCurrency: false, expenseReports: false, search: "", offset: 0, limit: 100, ...more };
    return (await window.ask("inbox", { query })).rows;
  };
  const pane = async (id, name) => {
    await window.into(id);
    await window.picture(name);
  };
  const open = async (document) => {
    await window.see(`[data-document="${document}"]`);
    await window.run((css) => document.querySelector(css).scrollIntoView({ block: "center" }), `[data-document="${document}"]`);
    await window.click(`[data-document="${document}"]`);
    await window.see("review");
  };
  // Out of the field first, then out of the paper.
  const inbox = () => until("the inbox", async () => {
    await window.press("Escape");
    return (await window.run(() => document.querySelector("[data-testid=inbox-list]"))) !== null;
  });

  const [pounds] = await rows({ foreignCurrency: true });
  await window.step("a typed rate, its day in the user's way, and an entry in euros that says so", async () => {
    await open(pounds.id);
    await window.see("exchange-rate");
    assert.match((await rows({ foreignCurrency: true }))[0].doubts.map((doubt) => doubt.message.code).join(), /entry_rate_missing/);
    await window.press("n");
    await window.see("third-party-sheet");
    await window.press("Enter");
    await window.gone("third-party-sheet");
    await window.ask("set_allocation", { document: pounds.id, index: 0, account: "606300" });
    await window.fill("exchange-rate", "0,8652");
    await window.press("Tab");
    await until("notes of the entry", async () => (await window.texts("[data-testid=entry-note]")).some((note) => /converti/i.test(note)));
    await window.fill("exchange-date", "201126");
    await window.press("Tab");
    await until("the day", async () => (await window.text("exchange-date")) === "20/11/2026");
    await pane("exchange-rate", "exchange on the paper");
    await pane("entry", "entry converted");
  });
  await window.step("the same in the dark", async () => {
    await window.theme("dark");
    await pane("exchange-rate", "exchange in the dark");
    await window.theme("light");
    await inbox();
  });

  const [twice] = await rows({ duplicates: true });
  await window.step("two papers side by side", async () => {
    await open(twice.id);
    await window.click("compare");
    await window.see("duplicate-sheet");
    await until("both pages", async () => (await window.run(() => [...document.querySelectorAll("[data-testid=duplicate-sheet] img")].filter((one) => one.complete && one.naturalWidth > 0).length)) === 2);
  });
  await window.step("they are one, and the other is a click away", async () => {
    await window.click("duplicate-merge");
    await window.gone("duplicate-sheet");
    await inbox();
    await open(twice.duplicateOf);
    await window.see("copies");
    await window.picture("the copy");
    await window.click("copy-compare");
    await window.see("duplicate-sheet");
    await window.gone("duplicate-merge");
    await window.press("Escape");
    await window.gone("duplicate-sheet");
    await inbox();
  });

  await window.step("rates of exchange in the settings", async () => {
    await window.click("settings");
    await window.see("exchange-rates");
    const file = join(folder("rates"), "eurofxref-hist.csv");
    await writeFile(file, "Date,USD,GBP,CHF,\n2026-11-20,1.0853,0.8652,0.9351,\n2026-11-19,1.0849,0.8649,0.9356,\n");
    await window.fill("ecb-path", file);
    await window.click("ecb-import");
    await until("six rates", async () => (await window.texts("[data-testid=rate]")).length === 6);
    await window.fill("rate-value", "1,0901");
    await window.press("Enter");
    await until("the typed one", async () => (await window.texts("[data-testid=rate]")).length === 7);
    await pane("exchange-rates", "rates");
    await window.theme("dark");
    await pane("exchange-rates", "rates in the dark");
    await window.theme("light");
  });

  await window.step("tax on payments may be deducted as the supplier is paid", async () => {
    const [ready] = await rows({ statuses: ["ready"] });
    assert.ok(ready !== undefined, "a purchase that is ready");
    const card = await window.ask("third_party_card", { id: (await window.ask("review", { document: ready.id })).thirdParty.id });
    await window.ask("save_third_party", { card: { ...card, defaults: { ...card.defaults, exigibility: "payments" } } });
    const zip = join(folder("zip"), "achats.zip");
    const report = await window.ask("publish", { clientFile, documents: [ready.id], target: "files", destination: zip });
    assert.equal(report.published.length, 1, JSON.stringify(report));
    await window.click("[data-testid=client-file][data-code=MARCHAL]");
    await window.click("list-waiting-tax");
    await window.see("waiting-row");
    await window.picture("tax that waits");
    await window.click("[data-testid=waiting-row] button");
    await window.see("settlements");
    await window.fill("settlement-date", "20112026");
    await window.fill("settlement-amount", "5+5");
    await window.press("Enter");
    await window.see("tax-due-entry");
    await pane("settlements", "paid in part");
    await inbox();
    await window.click("list-waiting-tax");
    await window.click("waiting-choose");
    await window.click("waiting-settle");
    await until("nothing waits", async () => (await window.texts("[data-testid=waiting-row]")).length === 0);
    await window.see("tax-due-publish");
  });
  await window.step("all of it stands in the history", async () => {
    await window.click("list-ledger");
    await until("the payments", async () => (await window.text("ledger")).includes("10,00"));
    await window.picture("history of the client file");
    await window.theme("dark");
    await window.click("list-waiting-tax");
  });
});

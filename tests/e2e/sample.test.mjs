/** What a newcomer sees: the sample, its papers in several statuses, without a question asked. */
import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { folder, until } from "./lib/basics.mjs";
import { Window } from "./lib/window.mjs";

const READING_MS = 120_000;
/** The sample has a dozen files; the scan among them holds several documents. */
const FEWEST = 12;

test("the sample", async (t) => {
  const window = await Window.open("sample", ["--sample", "--data", join(folder("data"), "sample")]);
  t.after(() => window.close());
  await window.step("papers are there while they are read", () => window.see("[data-testid=row], [data-testid=source]", READING_MS));

  await window.step("all read", async () => {
    await window.see("row", READING_MS);
    await window.allRead(READING_MS);
  });
  await window.press("Home");
  const shown = await window.attributes("row", "data-status");
  const clientFile = (await window.ask("client_files")).find((one) => one.code === "MARCHAL").id;
  const query = { clientFile, flow: "purchases", statuses: [], duplicates: false, foreignCurrency: false, expenseReports: false, search: "", offset: 0, limit: 100 };
  const { rows, total } = await window.ask("inbox", { query });
  assert.deepEqual([...new Set(rows.map((row) => row.status))].toSorted(), ["ready", "to_review"]);
  await window.step("every status", async () => {
    await window.see("[data-testid=source][data-state=to_split]");
    assert.match((await window.texts("[data-testid=source][data-state=failed]")).join("\n"), /PDF/);
    assert.ok(rows.some((row) => row.duplicateOf !== null) && rows.some((row) => row.currency === "GBP"));
    await window.click("tab-published");
    await window.see("[data-testid=row][data-status=published]");
    await window.click("tab-inbox");
    await until("the inbox again", async () => (await window.attributes("row", "data-status")).length > 2);
  });
  await window.step("a file that waits is one row, and Enter opens its strip", async () => {
    await window.press("Home");
    await window.press("Enter");
    await window.see("strip");
    const bars = await window.run(() => [...document.querySelectorAll("[data-boundary]")].map((one) => one.querySelector(".conf i") !== null));
    assert.ok(bars.length > 2 && bars.every(Boolean), `bars: ${bars}`);
    await window.picture("strip of the sample");
    await window.press("Escape");
    await window.see("inbox-list");
  });
  await window.step("one account for several", async () => {
    const documents = await window.run(() => [...document.querySelectorAll("[data-testid=row]")].slice(0, 3).map((row) => row.dataset.document));
    await until("the cursor on the first document", async () => {
      const at = await window.run(() => document.querySelector(".row.current")?.dataset.document);
      if (at !== documents[0]) await window.press("j");
      return at === documents[0];
    });
    await window.press("x");
    await window.press("Shift+J");
    await window.press("Shift+J");
    await window.see("selection-account");
    await window.press("a");
    await window.see("pick-query");
    await window.picture("an account for all");
    await window.keys("606300");
    await window.press("Enter");
    await window.see("toast-undo");
    const accounts = () => window.run((ids) => ids.map((id) => document.querySelector(`[data-document="${id}"]`)?.innerText ?? ""), documents);
    await until("the account on all", async () => (await accounts()).every((text) => text.includes("606300")));
    await window.press("u");
    await until("undone on all", async () => !(await accounts()).every((text) => text.includes("606300")));
  });

  await window.step("sales", async () => {
    await window.press("g");
    await window.press("v");
    await until("two sales", async () => (await window.attributes("row", "data-status")).length === 2);
  });
  const sales = (await window.attributes("row", "data-status")).length;
  const waiting = await window.run(() => document.querySelectorAll("[data-testid=source][data-state=to_split]").length);
  assert.ok(total + sales + waiting >= FEWEST, `${total} purchases and ${sales} sales`);

  await window.step("a key opens the next doubt", async () => {
    await window.press("g");
    await window.press("a");
    await until("the purchases", async () => (await window.attributes("row", "data-status")).length > 2);
    await window.press("j");
    await window.press("k");
    await window.press("Enter");
    await window.see("review");
    await window.see("page-picture");
  });
  await window.step("commands", () => window.theme("dark"));
  await window.step("keys", async () => {
    await window.press("?");
    await window.see("keys-close");
  });
  await window.step("inbox in the dark", async () => {
    await window.press("Escape");
    await window.gone("keys-close");
    await window.press("Escape");
    await window.see("inbox-list");
  });
  await window.step("what would be published", async () => {
    await window.press("Shift+P");
    await window.see("publication-sheet");
    const totals = await window.texts("[data-testid=journals] tbody tr");
    assert.ok(totals.length > 0 && totals.every((row) => /ACH|VTE/.test(row)), totals.join("\n"));
  });
  await window.step("nothing was published", async () => {
    await window.press("Escape");
    await window.gone("publication-sheet");
    await window.click("tab-published");
    await until("the one of before", async () => (await window.attributes("[data-status=published]", "data-document")).length === 1);
  });
});

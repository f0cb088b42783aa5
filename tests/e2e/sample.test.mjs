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
    assert.deepEqual(await window.attributes("[data-state=failed]", "data-source"), []);
  });
  const shown = await window.attributes("row", "data-status");
  const statuses = new Set(shown);
  assert.ok(statuses.has("to_review") && statuses.has("ready"), `statuses in the inbox: ${[...statuses]}`);

  await window.step("sales", async () => {
    await window.press("g");
    await window.press("v");
    await until("two sales", async () => (await window.attributes("row", "data-status")).length === 2);
  });
  const sales = (await window.attributes("row", "data-status")).length;
  const waiting = await window.run(() => document.querySelectorAll("[data-testid=source][data-state=to_split]").length);
  assert.ok(shown.length + sales + waiting >= FEWEST, `${shown.length} purchases and ${sales} sales`);

  await window.step("a key opens the next doubt", async () => {
    await window.press("g");
    await window.press("a");
    await until("the purchases", async () => (await window.attributes("row", "data-status")).length === shown.length);
    await window.press("j");
    await window.press("k");
    await window.press("Enter");
    await window.see("review");
    await window.see("page-picture");
  });
  await window.step("commands", async () => {
    await window.press("Ctrl+k");
    await window.see("palette-query");
    await window.keys("sombre");
    await window.press("Enter");
    await until("the dark", async () => (await window.run(() => document.documentElement.dataset.theme)) === "dark");
  });
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
    assert.deepEqual(await window.attributes("[data-status=published]", "data-document"), []);
  });
});

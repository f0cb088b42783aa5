/** An e-invoice and its PDF dropped together: one document, parted, undone, joined by hand; light and dark. */
import assert from "node:assert/strict";
import { basename, join } from "node:path";
import test from "node:test";
import { folder, until } from "./lib/basics.mjs";
import { drawPair } from "./lib/place.mjs";
import { Window } from "./lib/window.mjs";

const READING_MS = 180_000;

test("an e-invoice and its PDF", async (t) => {
  const pair = await drawPair();
  const window = await Window.open("einvoice-picture", ["--sample", "--data", join(folder("data"), "sample")]);
  t.after(() => window.close());
  await window.step("all read", async () => {
    await window.see("row", READING_MS);
    await window.allRead(READING_MS);
  });
  const clientFile = (await window.ask("client_files")).find((one) => one.code === "MARCHAL").id;
  const views = async () => {
    const query = { clientFile, flow: "purchases", statuses: [], duplicates: false, foreignCurrency: false, expenseReports: false, search: "", offset: 0, limit: 200 };
    const { rows } = await window.ask("inbox", { query });
    const all = await Promise.all(rows.map((row) => window.ask("review", { document: row.id })));
    return all.filter((view) => [pair.xml, pair.pdf].some((file) => view.fileName === basename(file)));
  };
  const shown = () => until("the page", () => window.run(() => {
    const page = document.querySelector("[data-testid=page-picture]");
    return page !== null && page.complete && page.naturalWidth > 400;
  }));
  const before = (await views()).length;
  assert.equal(before, 0);

  await window.step("both dropped, one document", async () => {
    await window.drop([pair.xml, pair.pdf], "purchases", "automatic");
    await until("joined", async () => {
      const found = await views();
      return found.length === 1 && found[0].copies.some((copy) => copy.isPicture);
    }, READING_MS);
  });
  const [joined] = await views();
  assert.equal(joined.fileName, basename(pair.pdf), "the real page is shown");
  const row = `[data-document="${joined.id}"]`;

  await window.step("its page is the PDF, its values the e-invoice's", async () => {
    await window.see(row);
    await window.run((css) => document.querySelector(css).scrollIntoView({ block: "center" }), row);
    await window.click(row);
    await window.see("part-picture");
    await shown();
    assert.match(await window.text("copies"), new RegExp(basename(pair.pdf)));
    await window.click("field-invoice_number");
    await window.see("[data-look=asked]");
    await window.picture("joined");
    await window.theme("dark");
    await window.picture("joined in the dark");
    await window.theme("light");
  });
  await window.step("parted, and undone", async () => {
    await window.click("part-picture");
    await until("two", async () => (await views()).length === 2);
    await shown();
    await window.picture("parted");
    await window.click("toast-undo");
    await window.see("part-picture");
    assert.equal((await views()).length, 1);
  });
  await window.step("the history says it", async () => {
    await window.press("h");
    await window.see("history-sheet");
    assert.match(await window.text("history-sheet"), /joint comme image/);
    await window.picture("history");
    await window.press("Escape");
  });
  await window.step("joined by hand", async () => {
    await window.click("part-picture");
    await until("two", async () => (await views()).length === 2);
    // The later one asks.
    const asked = await until("asked", async () => (await views()).find((view) => view.duplicateOf !== null));
    if (asked.id !== joined.id) {
      await window.press("Escape");
      await window.see(`[data-document="${asked.id}"]`);
      await window.run((css) => document.querySelector(css).scrollIntoView({ block: "center" }), `[data-document="${asked.id}"]`);
      await window.click(`[data-document="${asked.id}"]`);
    }
    await window.click("compare");
    await window.see("duplicate-merge");
    await window.picture("asked");
    await window.press("m");
    await until("one again", async () => {
      const found = await views();
      return found.length === 1 && found[0].id === joined.id && found[0].copies.some((copy) => copy.isPicture);
    });
  });
});

/** What an entry rests on beside its paper: the firm's rates of exchange, the rules of the client file, who is paid back. */
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
  const query = { clientFile, flow: "purchases", statuses: [], duplicates: false, foreignCurrency: true, search: "", offset: 0, limit: 100 };
  const { rows } = await window.ask("inbox", { query });
  assert.ok(rows.length > 0, "a paper in another currency");
  const pounds = rows[0];

  const pane = (id, place) => window.run((css) => document.querySelector(css)?.scrollIntoView({ block: "center" }), `[data-testid="${id}"]`).then(() => window.picture(place));
  await window.step("without a rate there is no entry, and the rate is asked for", async () => {
    await window.click(`[data-document="${pounds.id}"]`);
    await window.see("review");
    await window.see("exchange-rate");
    await pane("exchange-rate", "no rate");
  });
  await window.step("a rate is typed, and the entry is in euros", async () => {
    await window.fill("exchange-rate", "0,8652");
    await window.press("Tab");
    await until("the rate", async () => (await window.text("beside")).includes("cours saisi"));
    await pane("entry", "entry converted");
  });
  await window.step("the rates of the firm", async () => {
    await window.press("Escape");
    await window.see("inbox-list");
    await window.click("settings");
    await window.see("exchange-rates");
    const file = join(folder("rates"), "eurofxref-hist.csv");
    await writeFile(file, "Date,USD,GBP,CHF,\n2026-11-20,1.0853,0.8652,0.9351,\n2026-11-19,1.0849,0.8649,0.9356,\n");
    await window.fill("ecb-path", file);
    await window.click("ecb-import");
    await until("six rates", async () => (await window.text("exchange-rates")).split("Banque centrale européenne").length > 6);
    await pane("exchange-rates", "rates");
  });
  await window.step("the rules of the client file", async () => {
    await window.click("client-file-settings");
    await window.see("practice");
    await window.click("take-share-petrol");
    await until("the share taken", async () => (await window.text("usual-shares")).includes("reprise"));
    await window.click("person-add");
    await window.fill("person-name", "Camille Roux");
    await window.click("person-keep");
    await until("the person", async () => (await window.text("persons")).includes("421000"));
    await pane("practice", "rules of the client file");
    await pane("persons", "persons");
  });
  await window.step("an employee who paid is owed", async () => {
    await window.press("Escape");
    await window.see("inbox-list");
    await window.click(`[data-document="${pounds.id}"]`);
    await window.see("beside");
    await window.click("[data-field=person]");
    await window.see("pick-query");
    await window.keys("camille");
    await window.press("Enter");
    await until("owed to the person", async () => (await window.text("entry")).includes("421000"));
    await pane("beside", "person");
  });
  await window.step("in the dark", async () => {
    await window.press("Ctrl+k");
    await window.see("palette-query");
    await window.keys("sombre");
    await window.press("Enter");
    await until("the dark", async () => (await window.run(() => document.documentElement.dataset.theme)) === "dark");
    await pane("entry", "entry in the dark");
    await window.press("Escape");
    await window.click("client-file-settings");
    await window.see("practice");
    await pane("usual-shares", "rules in the dark");
  });
});

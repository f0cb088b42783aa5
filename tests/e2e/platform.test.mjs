/** A plateforme agréée: connected on the card, an e-invoice fetched, approved, another refused; light and dark. */
import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { folder, until } from "./lib/basics.mjs";
import { startSandbox } from "./lib/place.mjs";
import { Window } from "./lib/window.mjs";

const READING_MS = 180_000;

test("the platform", async (t) => {
  const sandbox = await startSandbox();
  t.after(() => sandbox.stop());
  const window = await Window.open("platform", ["--sample", "--data", join(folder("data"), "sample")]);
  t.after(() => window.close());
  await window.step("all read", async () => {
    await window.see("row", READING_MS);
    await window.allRead(READING_MS);
  });
  const clientFile = (await window.ask("client_files")).find((one) => one.code === "MARCHAL").id;
  const { siren } = await window.ask("client_file_form", { id: clientFile, country: "FR" });
  const invoices = async () => {
    const query = { clientFile, flow: "purchases", statuses: [], duplicates: false, foreignCurrency: false, expenseReports: false, search: "", offset: 0, limit: 100 };
    return (await window.ask("inbox", { query })).rows.filter((row) => row.number?.startsWith("MV-2026"));
  };
  const choose = (id, value) => window.run((css, wanted) => {
    const list = document.querySelector(css);
    list.value = wanted;
    list.dispatchEvent(new Event("change", { bubbles: true }));
  }, `[data-testid="${id}"]`, value);

  await window.step("connected on the card", async () => {
    await window.click("client-file-settings");
    await window.see("platform-address");
    await window.into("platform");
    for (const [name, value] of Object.entries(sandbox.platform)) await window.fill(`platform-${name}`, value);
    await window.click("platform-save");
    await window.see("platform-receive");
  });
  await sandbox.offer(siren);
  await sandbox.offer(siren);
  await window.step("two invoices fetched, once", async () => {
    await window.click("platform-receive");
    await window.see("platform-received");
    assert.match(await window.text("platform-received"), /^2 /);
    await window.into("platform");
    await window.picture("fetched");
    await window.click("platform-receive");
    await until("nothing more", async () => !/\d/.test(await window.text("platform-received")));
    await window.theme("dark");
    await window.into("platform");
    await window.picture("the card in the dark");
    await window.theme("light");
  });
  const rows = await until("both read", async () => {
    const found = await invoices();
    return found.length === 2 && found;
  }, READING_MS);
  const open = async (document) => {
    await until("the inbox", async () => {
      await window.press("Escape");
      return (await window.run(() => document.querySelector("[data-testid=inbox-list]"))) !== null;
    });
    await window.see(`[data-document="${document}"]`);
    await window.run((css) => document.querySelector(css).scrollIntoView({ block: "center" }), `[data-document="${document}"]`);
    await window.click(`[data-document="${document}"]`);
    await window.see("life-cycle");
    await window.into("life-cycle");
  };
  const messages = async () => (await sandbox.flows()).filter((flow) => !flow.incoming);

  await window.step("its paper is drawn, and a value is shown on it", async () => {
    await open(rows[0].id);
    await until("the page", () => window.run(() => {
      const page = document.querySelector("[data-testid=page-picture]");
      return page !== null && page.complete && page.naturalWidth > 400;
    }));
    assert.match(await window.text(".viewer .where"), /1[^0-9]+1/);
    await window.click("field-invoice_number");
    await window.see("[data-look=asked]");
    await window.theme("dark");
    await window.picture("a drawn paper in the dark");
    await window.theme("light");
    await window.picture("a drawn paper");
    await window.click("zoom-page");
    await window.picture("a drawn paper whole");
  });
  await window.step("one approved", async () => {
    await open(rows[0].id);
    await window.picture("before anything is said");
    await choose("life-cycle-status", "approved");
    await window.click("life-cycle-send");
    await window.see("life-cycle-said");
    assert.deepEqual(await window.attributes("life-cycle-said", "data-state"), ["done"]);
    await window.into("life-cycle");
    await window.picture("approved");
    assert.equal((await messages()).length, 1);
  });
  await window.step("one refused: it leaves the inbox", async () => {
    await open(rows[1].id);
    await choose("life-cycle-status", "refused");
    await window.see("life-cycle-reason");
    await choose("life-cycle-reason", "wrong_recipient");
    await window.fill("life-cycle-note", "pas à nous");
    await window.picture("a refusal before it is sent");
    await window.click("life-cycle-send");
    await window.see("life-cycle-said");
    await window.theme("dark");
    await window.into("life-cycle");
    await window.picture("refused, in the dark");
    await window.theme("light");
    assert.deepEqual((await invoices()).map((row) => row.id), [rows[0].id]);
    assert.equal((await messages()).length, 2);
  });
});

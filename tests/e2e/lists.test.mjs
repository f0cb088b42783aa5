/** The chart, its VAT accounts, payment methods and the cards of third parties: reached, changed, undone. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { folder, until } from "./lib/basics.mjs";
import { Window } from "./lib/window.mjs";

const READING_MS = 120_000;
const PLAN = "N° compte;Intitulé;CPT1\n60630000;Petit équipement;\n60110000;Matières premières;\n445662;TVA intracom 20 %;445200\n445200;TVA due intracom;\n401NOUVEAU;Nouveau fournisseur;\n";

test("the lists", async (t) => {
  const window = await Window.open("lists", ["--sample", "--data", join(folder("data"), "sample")]);
  t.after(() => window.close());
  await window.see("row", READING_MS);
  await window.allRead(READING_MS);

  await window.step("the chart", async () => {
    await window.click("list-chart");
    await window.see("account");
  });
  await window.step("an account is added and taken back", async () => {
    await window.click("account-new");
    await window.fill("account-code", "613299");
    await window.fill("account-label", "Location de vitrines");
    await window.picture("a new account");
    await window.click("account-save");
    await window.see("toast-undo");
    await window.fill("list-search", "613299");
    await until("the new account", async () => (await window.texts("account")).length === 1);
    await window.click("toast-undo");
    await until("undone", async () => (await window.ask("accounts", { clientFile: await marchal(window) })).every((one) => one.code !== "613299"));
  });
  const plan = join(folder("plan"), "plan.csv");
  writeFileSync(plan, PLAN);
  await window.step("a chart from a file, with proposals for what rules use", async () => {
    await window.click("chart-import");
    await window.fill("chart-path", plan);
    await window.click("chart-look");
    await window.see("chart-plan");
    await window.click("chart-replace");
    await window.see("successors");
    await window.picture("the plan of an import");
    await window.click("chart-import-do");
    await window.gone("chart-import-sheet");
    await window.click("toast-undo");
    await until("the chart as it was", async () => (await window.ask("accounts", { clientFile: await marchal(window) })).some((one) => one.code === "606300"));
  });
  await window.step("VAT accounts", async () => {
    await window.click("chart-tab-vat");
    await window.see("deductibility");
    await window.click("vat-new");
    await window.see("vat-sheet");
    await window.picture("a VAT account");
    await window.press("Escape");
  });
  await window.step("payment methods", async () => {
    await window.click("list-payment-methods");
    await window.fill("payment-new-name", "Visa du gérant");
    await window.fill("payment-new-reference", "4417");
    await window.click("payment-add");
    await until("the method", async () => (await window.attributes("payment-method", "data-name")).includes("Visa du gérant"));
  });
  await window.step("a supplier's card", async () => {
    await window.click("list-suppliers");
    await window.click("third-party-open");
    await window.fill("card-terms", "45 fin de mois");
    await window.press("Tab");
    await window.see("card-readings");
    await window.choose("card-termsReading-month_end_then_days");
    await window.click("card-save");
    await window.see("toast-undo");
  });
  await window.step("two cards become one, and come back", async () => {
    const clientFile = await marchal(window);
    const before = (await window.ask("third_parties", { clientFile, kind: "supplier" })).length;
    await window.click("card-merge");
    await window.click("field-merge-into");
    await window.see("pick-query");
    await window.press("Enter");
    await window.see("merge-preview");
    await window.picture("what a merge does");
    await window.click("merge-do");
    await until("one card less", async () => (await window.ask("third_parties", { clientFile, kind: "supplier" })).length === before - 1);
    await window.click("toast-undo");
    await until("both cards", async () => (await window.ask("third_parties", { clientFile, kind: "supplier" })).length === before);
  });
  await window.step("in the dark", async () => {
    await window.click("theme");
    await window.click("theme");
    await window.click("list-chart");
    await window.see("account");
    await window.picture("the chart, dark");
    await window.click("chart-tab-payment");
    await window.see("payment-method");
    await window.picture("payment methods, dark");
    await window.click("list-suppliers");
    await window.click("third-party-open");
    await window.see("card-name");
    await window.picture("a card, dark");
  });
  assert.doesNotMatch(window.log(), /panicked/);
});

async function marchal(window) {
  return (await window.ask("client_files")).find((one) => one.code === "MARCHAL").id;
}

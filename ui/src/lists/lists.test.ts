import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { app } from "../lib/app.svelte";
import { key, named, settle, withDesk, type Calls } from "../lib/test-desk";
import Shell from "../shell/Shell.svelte";

let calls: Calls;

async function at(to: typeof app.screen): Promise<void> {
  ({ calls } = await withDesk());
  app.screen = to;
  render(Shell);
  await settle();
}
const click = async (testid: string, which = 0): Promise<void> => {
  await fireEvent.click(screen.getAllByTestId(testid)[which] as HTMLElement);
  await settle();
};
const type = async (testid: string, text: string): Promise<void> => {
  await fireEvent.input(screen.getByTestId(testid), { target: { value: text } });
  await settle();
};

beforeEach(() => { localStorage.clear(); });
afterEach(cleanup);

describe("the chart", () => {
  it("changes an account in a sheet and tells why one cannot go", async () => {
    await at({ name: "chart" });
    await fireEvent.click(screen.getAllByTestId("account").find((one) => one.dataset["code"] === "606300") as HTMLElement);
    await settle();
    await type("account-label", "Petit outillage");
    await click("account-save");
    expect(named(calls, "saveAccount")).toEqual([["c1", { former: "606300", code: "606300", label: "Petit outillage" }]]);
    await fireEvent.click(screen.getAllByTestId("account").find((one) => one.dataset["code"] === "606300") as HTMLElement);
    await settle();
    await click("account-delete");
    expect(screen.getByTestId("account-error").textContent).toContain("sert 4 fois");
  });

  it("shows what a file would change before it is taken over, with a proposal for what rules use", async () => {
    await at({ name: "chart" });
    await key("i");
    await type("chart-path", "/tmp/bad.csv");
    await click("chart-look");
    expect(screen.getByTestId("chart-trouble").textContent).toContain("Nom, Ville");
    await type("chart-path", "/tmp/plan.csv");
    await click("chart-look");
    expect(screen.getByTestId("chart-plan").textContent).toContain("180");
    expect(screen.getByTestId("field-successor-606300").textContent).toContain("60630000");
    await click("chart-replace");
    expect(named(calls, "chartPlan").at(-1)).toEqual(["c1", { from: "file", path: "/tmp/plan.csv" }, true]);
    await click("chart-import-do");
    expect(named(calls, "importChart")).toEqual([["c1", { from: "file", path: "/tmp/plan.csv" }, true, [{ former: "606300", account: "60630000" }]]]);
    expect(screen.queryByTestId("chart-import-sheet")).toBeNull();
  });

  it("carries rules over once, and an account may keep them", async () => {
    await at({ name: "chart" });
    await click("rule-transfer");
    await click("field-successor-606800");
    await click("pick-extra");
    expect((screen.getByTestId("transfer-do") as HTMLButtonElement).disabled).toBe(true);
    await click("field-successor-606800");
    await click("pick-606400");
    await click("transfer-do");
    expect(named(calls, "transferRules")).toEqual([["c1", [{ former: "606800", account: "606400" }]]]);
    expect(screen.queryByTestId("rule-transfer")).toBeNull();
  });

  it("has the VAT accounts under their tab, a reverse charge without counterpart refused", async () => {
    await at({ name: "chart", part: "vat" });
    expect(screen.getAllByTestId("vat-account")).toHaveLength(3);
    await click("vat-account", 0);
    await fireEvent.change(screen.getByTestId("vat-treatment"), { target: { value: "construction" } });
    await click("vat-save");
    expect(screen.getByTestId("vat-error").textContent).toContain("TVA due");
    await key("Escape");
    await type("deductible-account", "606140");
    await type("deductible-share", "80");
    await click("deductible-add");
    expect(named(calls, "saveDeductibility")).toEqual([["c1", "606140", "80"]]);
  });
});

describe("payment methods", () => {
  it("are named in place, linked, added, deleted, and have a default", async () => {
    await at({ name: "chart", part: "payment" });
    const name = screen.getAllByTestId("payment-name")[1] as HTMLInputElement;
    await fireEvent.change(name, { target: { value: "Carte de Paul" } });
    await settle();
    expect(named(calls, "savePaymentMethod").at(-1)).toEqual(["c1", { id: "p2", name: "Carte de Paul", reference: "8806", account: "", destination: "", autoPublish: false }]);
    await fireEvent.change(screen.getAllByTestId("payment-account")[1] as HTMLElement, { target: { value: "512000" } });
    await settle();
    expect((named(calls, "savePaymentMethod").at(-1)?.[1] as { account: string }).account).toBe("512000");
    await type("payment-new-name", "Caisse");
    await click("payment-add");
    expect(screen.getAllByTestId("payment-method")).toHaveLength(3);
    await fireEvent.change(screen.getByTestId("payment-default"), { target: { value: "p1" } });
    await settle();
    await fireEvent.change(screen.getByTestId("payment-scope"), { target: { value: "receipts" } });
    await settle();
    expect(named(calls, "setPaymentDefault").at(-1)).toEqual(["c1", "p1", "receipts"]);
    await click("payment-select", 0);
    await click("payment-delete");
    expect(screen.getAllByTestId("payment-method")).toHaveLength(2);
    await click("payment-reload");
    expect(named(calls, "reloadPaymentMethods")).toHaveLength(1);
  });
});

describe("the card of a third party", () => {
  it("opens from its list, shows both readings of its terms and keeps the choice", async () => {
    await at({ name: "third-parties", kind: "supplier" });
    await click("third-party-open");
    expect(screen.getByTestId("card-readings").textContent).toContain("31/01/2027");
    expect(screen.getByTestId("card-readings").textContent).toContain("14/01/2027");
    await click("card-termsReading-month_end_then_days");
    await click("card-aliases-add");
    await type("card-aliases-1", "E.D. Delorme");
    await click("card-save");
    const saved = named(calls, "saveThirdParty")[0]?.[0] as { aliases: string[]; defaults: { termsReading: string } };
    expect(saved.aliases).toEqual(["DELORME SARL", "E.D. Delorme"]);
    expect(saved.defaults.termsReading).toBe("month_end_then_days");
  });

  it("tells what is wrong at its field, and why it cannot be deleted", async () => {
    await at({ name: "third-party", id: "s1", kind: "supplier" });
    await type("card-name", " ");
    await click("card-save");
    expect(screen.getByTestId("card-error").textContent).toContain("nom");
    await click("card-delete");
    expect(app.toasts.at(-1)?.say()).toContain("fusionnez");
  });

  it("is merged into another after what follows and what speaks against was shown", async () => {
    await at({ name: "third-party", id: "s1", kind: "supplier" });
    await click("card-merge");
    await click("field-merge-into");
    await click("pick-s2");
    const shown = screen.getByTestId("merge-preview").textContent ?? "";
    expect(shown).toContain("Deux entreprises ?");
    expect(shown).toContain("12 pièces, 1 règle, 2 leçons");
    await key("Enter", { ctrlKey: true });
    expect(named(calls, "mergeThirdParties")).toEqual([["s1", "s2"]]);
    expect(app.screen).toEqual({ name: "third-party", id: "s2", kind: "supplier" });
  });
});

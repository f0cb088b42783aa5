import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import Practice from "../client-file/Practice.svelte";
import { desk } from "../lib/ipc";
import { named, settle, withDesk, type Calls } from "../lib/test-desk";
import type { ReviewView } from "../lib/types";
import ExchangeRates from "../shell/ExchangeRates.svelte";
import BesideRows from "./BesideRows.svelte";
import EntryTable from "./EntryTable.svelte";
import { Review } from "./review.svelte";

let calls: Calls;
beforeEach(async () => {
  ({ calls } = await withDesk());
});

async function reviewed(change: (view: ReviewView) => Partial<ReviewView>): Promise<{ review: Review; view: ReviewView }> {
  const found = await desk.review("d2");
  const view = { ...found, ...change(found) };
  const review = new Review();
  review.view = view;
  return { review, view };
}

describe("beside the paper", () => {
  it("asks for the rate of a foreign currency, with its day and source", async () => {
    const { review, view } = await reviewed((found) => ({
      fields: found.fields.map((field) => (field.name === "currency" ? { ...field, value: "USD" } : field)),
      doubts: [{ field: "exchange", message: { code: "entry_rate_missing", args: { currency: "USD" } } }],
    }));
    render(BesideRows, { review, view });
    expect(screen.getByText(/pas d’écriture sans cours/)).toBeTruthy();
    const user = userEvent.setup();
    await user.type(screen.getByTestId("exchange-rate"), "1,0853");
    await user.tab();
    await settle();
    expect(named(calls, "setBeside")[0]?.[1]).toMatchObject({ rate: "1,0853", paid: null, person: null });
  });

  it("names a person on the spot, who is then paid back", async () => {
    const { review, view } = await reviewed((found) => ({ kind: { ...found.kind, value: "expense_report" } }));
    render(BesideRows, { review, view });
    const user = userEvent.setup();
    await user.click(document.querySelector<HTMLElement>("[data-field=person]") ?? document.body);
    await settle();
    await user.click(screen.getByText("Nouvelle personne…"));
    await user.type(screen.getByTestId("person-name"), "Camille Roux");
    await user.click(screen.getByTestId("person-keep"));
    await settle();
    expect(named(calls, "savePerson")[0]?.[1]).toMatchObject({ name: "Camille Roux", role: "employee" });
    expect(named(calls, "setBeside")[0]?.[1]).toMatchObject({ person: "person-1" });
  });

  it("stays away from a plain invoice in euros", async () => {
    const { review, view } = await reviewed(() => ({}));
    render(BesideRows, { review, view });
    expect(screen.queryByTestId("beside")).toBeNull();
  });
});

describe("the entry", () => {
  it("shows where the cent went, the payment, and opens what was overridden", async () => {
    const { view } = await reviewed((found) => {
      const entry = found.entry ?? { journal: "ACH", date: "2026-11-16", dueDate: null, total: "1.00", lines: [] };
      const line = { account: "606300", label: "Petit équipement", debit: "100.01", credit: null, foreign: null, axes: ["PARIS"], notes: [{ code: "note_rounding_cent", args: { amount: "0.01" } }] };
      return {
        entry: { ...entry, dueDate: "2026-12-31", lines: [line] },
        paymentEntry: { ...entry, journal: "BQ", lines: [] },
        choices: [{ code: "vat_account_card_overridden", args: { account: "445661", card_rate: "5.50", rate: "20.00" } }],
      };
    });
    render(EntryTable, { view });
    expect(screen.getByTestId("entry-note").textContent).toContain("0,01");
    expect(screen.getByTestId("payment-entry").textContent).toContain("BQ");
    expect(screen.getByTestId("entry").textContent).toContain("31/12/2026");
    expect(screen.getByTestId("entry-choices").closest("details")?.open).toBe(true);
    expect(screen.getByText(/la pièce l’emporte/)).toBeTruthy();
  });
});

describe("the rules of a client file", () => {
  it("changes the territory and takes over a usual share", async () => {
    render(Practice, { clientFile: "c1" });
    await settle();
    const user = userEvent.setup();
    await user.selectOptions(screen.getByTestId("territory"), "corsica");
    await settle();
    expect(named(calls, "savePractice")[0]?.[1]).toMatchObject({ territory: "corsica", salesExigibility: "debits" });
    await user.click(screen.getByTestId("take-share-petrol"));
    await settle();
    expect(named(calls, "saveDeductibility")[0]).toEqual(["c1", "6061", "80"]);
  });
});

describe("the rates of exchange", () => {
  it("are imported, and typed with where they were had", async () => {
    render(ExchangeRates);
    await settle();
    expect(screen.getByTestId("exchange-rates").textContent).toContain("Banque centrale européenne");
    const user = userEvent.setup();
    await user.type(screen.getByTestId("ecb-path"), "/tmp/eurofxref-hist.csv");
    await user.click(screen.getByTestId("ecb-import"));
    await settle();
    expect(named(calls, "importExchangeRates")).toEqual([["/tmp/eurofxref-hist.csv"]]);
    await user.type(screen.getByTestId("rate-value"), "1,09");
    await user.type(screen.getByTestId("rate-note"), "douane");
    await user.click(screen.getByTestId("rate-keep"));
    await settle();
    expect(named(calls, "saveExchangeRate")[0]?.[0]).toMatchObject({ currency: "USD", rate: "1,09", note: "douane" });
  });
});

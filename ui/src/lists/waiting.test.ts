import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { app } from "../lib/app.svelte";
import { named, settle, withDesk, type Calls } from "../lib/test-desk";
import Settlements from "../review/Settlements.svelte";
import { Review } from "../review/review.svelte";
import LedgerScreen from "./LedgerScreen.svelte";
import WaitingTaxScreen from "./WaitingTaxScreen.svelte";

let calls: Calls;
beforeEach(async () => {
  ({ calls } = await withDesk());
});
const clientFile = () => {
  const file = app.clientFile;
  if (file === null) throw new Error("no client file");
  return file;
};

describe("the tax that waits for payments", () => {
  it("is listed, settled for several documents at once, and published", async () => {
    render(WaitingTaxScreen, { clientFile: clientFile() });
    await settle();
    expect(screen.getAllByTestId("waiting-row")).toHaveLength(2);
    expect(screen.queryByTestId("tax-due-publish")).toBeNull();
    for (const box of screen.getAllByTestId("waiting-choose")) await userEvent.click(box);
    const day = screen.getByTestId<HTMLInputElement>("waiting-date");
    await userEvent.clear(day);
    await userEvent.type(day, "201126{Enter}");
    await userEvent.click(screen.getByTestId("waiting-settle"));
    await settle();
    expect(named(calls, "recordSettlement")).toEqual([[["w1", "w2"], "2026-11-20", null]]);
    expect(screen.queryAllByTestId("waiting-row")).toHaveLength(0);
    await userEvent.click(screen.getByTestId("tax-due-publish"));
    await settle();
    expect(named(calls, "publishTaxDue")).toHaveLength(1);
    expect(app.toasts.at(-1)?.say()).toContain("2 écritures de TVA publiées");
  });

  it("is settled on the document too, in part, with the entry that follows", async () => {
    const review = new Review();
    await review.open("d1");
    const entry = {
      journal: "OD", date: "2026-11-20", dueDate: null, total: "10.00",
      lines: [{ account: "445740", label: "TVA en attente", debit: "10.00", credit: null, foreign: null, axes: [], notes: [] }],
    };
    const settlements = { owed: "120.00", remaining: "60.00", waiting: "10.00", settlements: [{ id: "s1", date: "2026-11-20", amount: "60.00", entry, publication: null }] };
    render(Settlements, { review, settlements });
    expect(screen.getByTestId("settlements").textContent).toContain("60,00 réglés le 20/11/2026");
    expect(screen.getByTestId("tax-due-entry").textContent).toContain("445740");
    await userEvent.type(screen.getByTestId("settlement-amount"), "30+5{Enter}");
    await settle();
    expect(named(calls, "recordSettlement")[0]?.[2]).toBe("35.00");
    await userEvent.click(screen.getByTestId("settlement-drop"));
    await settle();
    expect(named(calls, "deleteSettlement")).toEqual([["s1"]]);
  });
});

describe("the history of a client file", () => {
  it("says what was done, to what, with the values before and after, and is searched", async () => {
    render(LedgerScreen, { clientFile: clientFile() });
    await settle();
    const text = () => screen.getByTestId("ledger").textContent;
    expect(text()).toContain("Maison Delorme FA-1");
    expect(text()).toContain("01/11/2026 → 11/11/2026");
    await userEvent.type(screen.getByTestId("list-search"), "introuvable");
    expect(text()).not.toContain("Delorme");
  });
});

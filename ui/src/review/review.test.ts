import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { app } from "../lib/app.svelte";
import { key, named, settle, withDesk, type Calls } from "../lib/test-desk";
import ReviewScreen from "./ReviewScreen.svelte";

let calls: Calls;
beforeEach(async () => {
  ({ calls } = await withDesk());
});

async function show(document: string): Promise<void> {
  app.screen = { name: "review", document };
  render(ReviewScreen, { document });
  await settle();
}
const focused = () => (document.activeElement as HTMLElement | null)?.closest<HTMLElement>("[data-field]")?.dataset["field"];

describe("review by keyboard", () => {
  it("puts the focus on the first doubt", async () => {
    await show("d1");
    expect(focused()).toBe("due_date");
  });

  it("accepts with Enter, and comes to rest when nothing is left", async () => {
    await show("d1");
    await key("Enter");
    expect(named(calls, "acceptField")).toEqual([["d1", "due_date"]]);
    expect(focused()).toBe("done");
    expect(screen.getByTestId("review-done")).toBeTruthy();
  });

  it("goes from doubt to doubt in the order of the form", async () => {
    await show("d8");
    expect(focused()).toBe("third_party");
    await key("Enter");
    expect(screen.getByTestId("third-party-sheet")).toBeTruthy();
    await key("Enter");
    expect(named(calls, "createThirdParty")).toHaveLength(1);
    expect(focused()).toBe("issue_date");
  });

  it("says why the focused value was taken, and what speaks against it", async () => {
    await show("d1");
    const grounds = screen.getByTestId("grounds");
    expect(grounds.textContent).toContain("libellé «\u202fÉchéance\u202f» à gauche");
    expect(grounds.querySelector(".doubt")?.textContent).toBe("autre valeur possible\u202f: 31/12/2026");
    expect(grounds.textContent).toContain("71");
    const why = document.getElementById("why-invoice_number");
    expect(why?.title).toContain("+ appris de 2 corrections");
  });

  it("tells what a correction taught, which can be undone", async () => {
    await show("d6");
    await key("F2");
    await userEvent.keyboard("RE-1{Enter}");
    await settle();
    expect(app.toasts.map((toast) => toast.say())).toEqual([expect.stringContaining("2 pièces en attente relues")]);
  });

  it("takes an alternative with its digit", async () => {
    await show("d1");
    await key("2");
    expect(named(calls, "setField")[0]).toEqual(["d1", expect.objectContaining({ name: "due_date", text: "2026-12-31", page: 1 })]);
    expect(focused()).toBe("done");
  });

  it("types at once into a field that is missing, and Enter goes on", async () => {
    await show("d8");
    await key("Enter");
    await key("Enter");
    const date = screen.getByTestId<HTMLInputElement>("field-issue_date");
    expect(date.readOnly).toBe(false);
    await userEvent.type(date, "13/11/2026");
    await key("Enter");
    expect(named(calls, "setField")[0]).toEqual(["d8", expect.objectContaining({ name: "issue_date", text: "13/11/2026" })]);
    expect(focused()).toBe("allocation:0");
  });

  it("does not take typed letters for commands, nor commands for typed letters", async () => {
    await show("d1");
    await key("F2");
    await key("s");
    await key("h");
    expect(app.screen).toEqual({ name: "review", document: "d1" });
    expect(screen.queryByTestId("history-sheet")).toBeNull();
    await key("Escape");
    await key("h");
    expect(screen.getByTestId("history-sheet")).toBeTruthy();
    expect(named(calls, "setField")).toEqual([]);
  });

  it("computes a sum in an amount, and shows one that cannot be", async () => {
    await show("d1");
    const total = screen.getByTestId<HTMLInputElement>("field-total_ht");
    total.focus();
    await key("=");
    await userEvent.type(total, "800+84,9");
    await key("Enter");
    expect(named(calls, "setField")[0]).toEqual(["d1", expect.objectContaining({ name: "total_ht", text: "884.90" })]);
    total.focus();
    await key("=");
    await userEvent.type(total, "5+");
    await key("Enter");
    expect(total.getAttribute("aria-invalid")).toBe("true");
    expect(named(calls, "setField")).toHaveLength(1);
  });

  it("chooses an account by a few digits", async () => {
    await show("d7");
    await key("a");
    const ask = screen.getByTestId<HTMLInputElement>("pick-query");
    await userEvent.type(ask, "6155");
    await key("Enter");
    expect(named(calls, "setAllocation")).toEqual([["d7", 0, "615500"]]);
  });

  it("publishes with Ctrl+Enter only when no doubt is left, and goes to the next", async () => {
    await show("d1");
    await key("Enter", { ctrlKey: true });
    expect(named(calls, "publish")).toEqual([]);
    expect(app.toasts.at(-1)?.say()).toContain("1 doute");
    await key("Enter");
    await key("Enter", { ctrlKey: true });
    expect(named(calls, "publish")).toEqual([["c1", ["d1"], "sage-ge", null]]);
    expect(app.screen).toEqual({ name: "review", document: "d2" });
  });

  it("re-opens a published document: reversed on a day, or taken away over there", async () => {
    const made = await withDesk();
    await made.desk.publish("c1", ["d2"], "sage-ge", null);
    await show("d2");
    await userEvent.click(screen.getByTestId("reopen"));
    await settle();
    expect(screen.getByTestId("reopen-sheet").textContent).toContain("Publiée vers Sage GE");
    await userEvent.click(screen.getByTestId("reopen-reverse"));
    await settle();
    expect(named(made.calls, "reopenDocument")).toEqual([["d2", { date: "2026-03-16", file: null }]]);
    expect(screen.queryByTestId("reopen")).toBeNull();
  });

  it("settles a new supplier in at most twelve keys", async () => {
    await show("d7");
    let keys = 0;
    const hit = async (name: string, more?: KeyboardEventInit) => { keys += 1; await key(name, more); };
    await hit("Enter");
    await hit("Enter");
    await hit("6");
    await userEvent.keyboard("155");
    keys += 3;
    await settle();
    await hit("Enter");
    await hit("r");
    await hit("Enter", { ctrlKey: true });
    expect(named(calls, "setAllocation")).toEqual([["d7", 0, "615500"]]);
    expect(named(calls, "makeRule")).toEqual([["d7"]]);
    expect(named(calls, "publish")).toHaveLength(1);
    expect(keys).toBeLessThanOrEqual(12);
  });

  it("loses no key while the desk is busy", async () => {
    await show("d8");
    await key("Enter");
    const enter = () => document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    enter();
    await vi.waitFor(() => expect(focused()).toBe("issue_date"));
    expect(named(calls, "createThirdParty")).toHaveLength(1);
  });

  it("fills the focused field with a clicked word and its place", async () => {
    await show("d1");
    const page = document.querySelector<HTMLElement>(".page-frame");
    if (page === null) throw new Error("no page");
    page.getBoundingClientRect = () => new DOMRect(0, 0, 595, 842);
    page.setPointerCapture = () => undefined;
    const at = { clientX: 530, clientY: 97, bubbles: true, button: 0, pointerId: 1 };
    page.dispatchEvent(new MouseEvent("pointerdown", at));
    page.dispatchEvent(new MouseEvent("pointerup", at));
    await settle();
    expect(named(calls, "setField")[0]).toEqual(["d1", expect.objectContaining({ name: "due_date", text: "16/11/2026", page: 1, rect: expect.objectContaining({ x1: expect.any(Number) }) })]);
  });
});

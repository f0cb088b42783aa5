import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { app } from "../lib/app.svelte";
import { key, named, settle, withDesk } from "../lib/test-desk";
import type { ClientFileSummary, InboxRow } from "../lib/types";
import InboxScreen from "./InboxScreen.svelte";
import { rememberView } from "./memory";
import { sharedDoubt } from "./list.svelte";

// A list of 560 pixels, as at 1366 × 768.
Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, get: () => 560 });

async function show(options = {}) {
  rememberView("c1 purchases", { tab: "inbox", search: "", cursor: null });
  const got = await withDesk(options);
  const view = render(InboxScreen, { clientFile: app.clientFile as ClientFileSummary, flow: "purchases" });
  await settle();
  return { ...got, ...view };
}
const drawn = () => document.querySelectorAll("[data-testid='row']").length;

describe("the inbox", () => {
  it("draws at most sixty rows of a hundred thousand, wherever it is scrolled to", async () => {
    const { calls } = await show({ many: 100_000 });
    expect(drawn()).toBeGreaterThan(10);
    expect(drawn()).toBeLessThanOrEqual(60);
    const list = screen.getByTestId("inbox-list");
    for (const top of [280_000, 1_500_000, 2_700_000]) {
      list.scrollTop = top;
      list.dispatchEvent(new Event("scroll"));
      await settle();
      expect(drawn()).toBeGreaterThan(10);
      expect(drawn()).toBeLessThanOrEqual(60);
    }
    await new Promise((done) => setTimeout(done, 60));
    expect(named(calls, "inbox").length).toBeLessThan(12);
    expect(Math.max(...named(calls, "inbox").map(([query]) => (query as { limit: number }).limit))).toBeLessThanOrEqual(500);
  });

  it("tells the desk once that it is drawn", async () => {
    const { calls } = await show();
    await new Promise((done) => setTimeout(done, 60));
    app.touched();
    await settle();
    await new Promise((done) => setTimeout(done, 60));
    expect(named(calls, "inboxDrawn")).toHaveLength(1);
  });

  it("moves, selects and opens by keyboard", async () => {
    await show();
    const current = () => document.querySelector<HTMLElement>(".row.current")?.dataset;
    expect(current()?.["source"]).toBe("split");
    for (let i = 0; i < 3; i += 1) await key("j");
    expect(current()?.["document"]).toBe("d1");
    await key("x");
    await key("J", { shiftKey: true });
    await key("J", { shiftKey: true });
    expect(screen.getByTestId("selected-count").textContent).toContain("3");
    await key("k");
    await key("Enter");
    expect(app.screen).toEqual({ name: "review", document: "d2" });
  });

  it("keeps its cursor on the first entry until a person moves it", async () => {
    const { desk } = await show();
    const current = () => document.querySelector<HTMLElement>(".row.current")?.dataset;
    const first = current()?.["source"];
    const { inbox } = desk;
    desk.inbox = async (query) => {
      const page = await inbox(query);
      const one = page.sources.find(({ id }) => id === first);
      return one === undefined ? page : { ...page, sources: [{ ...one, id: "early" }, ...page.sources] };
    };
    app.touched();
    await settle();
    expect(current()?.["source"]).toBe("early");
    await key("j");
    expect(current()?.["source"]).toBe(first);
  });

  it("selects the documents of one third party", async () => {
    await show();
    for (let i = 0; i < 3; i += 1) await key("j");
    await key("X", { shiftKey: true });
    expect(screen.getByTestId("selected-count").textContent).toContain("4");
  });

  it("opens the split of a file that waits, and reads a failed one again", async () => {
    const { calls } = await show();
    await key("Enter");
    expect(app.screen).toEqual({ name: "split", source: "split" });
    await key("j");
    await key("Enter");
    expect(named(calls, "readAgain")).toEqual([["r3"]]);
  });

  it("asks before it publishes all that is ready", async () => {
    const { calls } = await show();
    await key("P", { shiftKey: true });
    expect(app.publication).toEqual({ clientFile: "c1", documents: [] });
    expect(named(calls, "publish")).toEqual([]);
  });

  it("says what to do when there is nothing", async () => {
    await show({ empty: true });
    expect(screen.getByTestId("empty").textContent).toContain("Aucune pièce encore");
    expect(screen.getByTestId("empty-add")).toBeTruthy();
  });

  it("decides about several documents at once", async () => {
    const { calls } = await show();
    for (let i = 0; i < 3; i += 1) await key("j");
    await key("X", { shiftKey: true });
    const ids = [...document.querySelectorAll<HTMLElement>(".row[aria-selected=true]")].map((row) => row.dataset["document"]);
    await key("a");
    await settle();
    await userEvent.keyboard("606300{Enter}");
    await settle();
    expect(named(calls, "setAccountOfAll")).toEqual([[ids, "606300"]]);
    expect(app.toasts.at(-1)).toMatchObject({ undo: true });
  });

  it("edits what is said of all selected documents, and leaves the rest", async () => {
    const { calls } = await show();
    for (let i = 0; i < 3; i += 1) await key("j");
    await key("b");
    await userEvent.selectOptions(screen.getByTestId("several-scheme"), "intracom");
    await userEvent.click(screen.getByTestId("several-save"));
    await settle();
    expect(named(calls, "editAll")).toEqual([[["d1"], { account: null, kind: null, vatScheme: "intracom", paymentMethod: null }]]);
    expect(app.toasts.at(-1)).toMatchObject({ undo: true });
  });

  it("keeps the rules of the selected documents", async () => {
    const { calls } = await show();
    for (let i = 0; i < 3; i += 1) await key("j");
    await key("r");
    expect(named(calls, "makeRules")).toEqual([[["d1"]]]);
  });

  it("shows expense reports only", async () => {
    const { calls } = await show();
    await userEvent.click(screen.getByTestId("filter-expenses"));
    await settle();
    expect(named(calls, "inbox").at(-1)?.[0]).toMatchObject({ expenseReports: true });
  });

  it("accepts the doubt that the selected documents share", async () => {
    const { calls } = await show({ many: 20 });
    await key("x");
    await key("J", { shiftKey: true });
    await key("J", { shiftKey: true });
    await key("J", { shiftKey: true });
    await key("c");
    await settle();
    expect(named(calls, "acceptFieldOfAll")).toEqual([[["m0", "m3"], "due_date"]]);
  });

  it("archives, and offers to undo", async () => {
    const { calls } = await show();
    for (let i = 0; i < 3; i += 1) await key("j");
    await key("e");
    expect(named(calls, "archive")).toEqual([[["d1"]]]);
    expect(app.toasts.at(-1)).toMatchObject({ undo: true });
    await app.undo();
    expect(named(calls, "undo")).toHaveLength(1);
  });
});

describe("the shared doubt of a group", () => {
  const row = (code: string | null) => ({ doubts: code === null ? [] : [{ field: "x", message: { code, args: {} }, acceptable: false }] }) as unknown as InboxRow;
  it("is the one that most have in common", () => {
    expect(sharedDoubt([row("a"), row("b"), row("a"), row(null)])).toEqual({ message: { code: "a", args: {} }, by: 2 });
  });
  it("is none when all differ", () => expect(sharedDoubt([row("a"), row("b")]).message).toBeNull());
});

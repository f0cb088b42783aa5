import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { app } from "../lib/app.svelte";
import { setLanguage, t } from "../lib/i18n/index.svelte";
import { key, named, settle, withDesk } from "../lib/test-desk";
import Shell from "./Shell.svelte";

async function show() {
  const got = await withDesk();
  render(Shell);
  await settle();
  return got;
}

describe("dropped papers", () => {
  it("are filed and split as last time, when dropped anywhere", async () => {
    localStorage.setItem("liasse.adding.c1", "sales per_page");
    const { calls, desk } = await show();
    desk.drop({ type: "drop", x: 1, y: 1, paths: ["/scan.pdf"] });
    await settle();
    expect(named(calls, "addFiles")).toEqual([["c1", "sales", "per_page", ["/scan.pdf"]]]);
    expect(app.flow).toBe("sales");
  });

  it("are filed and split as the place says that they are dropped on, which is remembered", async () => {
    const { calls, desk } = await show();
    desk.drop({ type: "over", x: 1, y: 1 });
    await settle();
    const places = screen.getByTestId("drop-overlay").querySelectorAll<HTMLElement>("[data-drop-flow]");
    expect(places).toHaveLength(6);
    const place = [...places].find((one) => one.dataset["dropFlow"] === "sales" && one.dataset["dropMode"] === "per_file");
    document.elementFromPoint = vi.fn(() => place ?? null);
    desk.drop({ type: "drop", x: 9, y: 9, paths: ["/a.pdf", "/b.pdf"] });
    await settle();
    expect(named(calls, "addFiles")).toEqual([["c1", "sales", "per_file", ["/a.pdf", "/b.pdf"]]]);
    expect(localStorage.getItem("liasse.adding.c1")).toBe("sales per_file");
    expect(screen.queryByTestId("drop-overlay")).toBeNull();
  });
});

describe("the palette", () => {
  it("finds a verb in the user's language and runs it", async () => {
    await show();
    await key("k", { ctrlKey: true });
    await userEvent.type(screen.getByTestId("palette-query"), "publ");
    await key("Enter");
    expect(app.publication).toEqual({ clientFile: "c1", documents: [] });
  });

  it("goes to another client file", async () => {
    await show();
    await key("k", { ctrlKey: true });
    await userEvent.type(screen.getByTestId("palette-query"), "tissot");
    await key("Enter");
    expect(app.clientFileId).toBe("c2");
  });
});

describe("keys", () => {
  it("go to sales with g v, and not with v alone", async () => {
    await show();
    await key("g");
    await key("v");
    expect(app.flow).toBe("sales");
  });

  it("stay with the sheet that is open", async () => {
    const { calls } = await show();
    await key("?");
    expect(screen.getByTestId("keys-sheet")).toBeTruthy();
    await key("u");
    expect(named(calls, "undo")).toEqual([]);
    await key("Escape");
    expect(screen.queryByTestId("keys-sheet")).toBeNull();
  });
});

describe("the language", () => {
  it("changes every sentence at once", async () => {
    await show();
    setLanguage("nl");
    await settle();
    expect(screen.getByTestId("flow-purchases").textContent).toContain("Aankopen");
    expect(t("inbox")).toBe("Postvak IN");
  });
});

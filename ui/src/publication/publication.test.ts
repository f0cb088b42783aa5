import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { app } from "../lib/app.svelte";
import { key, named, settle, withDesk } from "../lib/test-desk";
import PublicationSheet from "./PublicationSheet.svelte";

async function show(documents: string[]) {
  const { calls, desk } = await withDesk();
  const onclose = vi.fn();
  render(PublicationSheet, { asked: { clientFile: "c1", documents }, onclose });
  await settle();
  return { calls, desk, onclose };
}

describe("the sheet of publication", () => {
  it("shows totals per journal before anything leaves", async () => {
    const { calls } = await show([]);
    const journals = screen.getByTestId("journals").textContent ?? "";
    expect(journals).toContain("ACH");
    expect(journals).toContain("19");
    expect(named(calls, "publish")).toEqual([]);
  });

  it("says what is held back and why, and publishes the rest to the chosen target", async () => {
    const { calls, onclose } = await show(["d1", "d4"]);
    expect(screen.getByTestId("held-back").textContent).toContain("F-2026-11873");
    await userEvent.click(screen.getByTestId("target-bob"));
    await userEvent.click(screen.getByTestId("publication-confirm"));
    await settle();
    expect(named(calls, "publish")).toEqual([["c1", ["d4"], "bob", null]]);
    expect(onclose).toHaveBeenCalled();
    expect(app.toasts.at(-1)?.say()).toContain("1 pièce");
  });

  it("asks where files go, and shows the file that was written", async () => {
    const { calls, onclose } = await show([]);
    await userEvent.click(screen.getByTestId("target-files"));
    await key("Enter");
    await settle();
    expect(named(calls, "publish")[0]?.slice(2)).toEqual(["files", "/home/lenoir/MARCHAL.zip"]);
    expect(screen.getByTestId("publication-sheet").textContent).toContain("/home/lenoir/MARCHAL.zip");
    expect(onclose).not.toHaveBeenCalled();
  });

  it("does not offer a target that is not connected", async () => {
    await show([]);
    expect(screen.getByTestId<HTMLInputElement>("target-meg").disabled).toBe(true);
  });

  it("remembers the target for the next time", async () => {
    await show(["d4"]);
    await userEvent.click(screen.getByTestId("target-bob"));
    await userEvent.click(screen.getByTestId("publication-confirm"));
    await settle();
    expect(localStorage.getItem("liasse.target.c1")).toBe("bob");
  });
});

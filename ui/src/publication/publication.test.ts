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

  it("shows how the file of entries begins, and keeps the layout that was chosen", async () => {
    const { calls } = await show([]);
    await userEvent.click(screen.getByTestId("target-files"));
    await settle();
    await userEvent.selectOptions(screen.getByTestId("files-format"), "coala");
    await settle();
    expect(screen.getByTestId("files-lines").textContent).toContain(";ACH;606300;");
    expect(screen.getByTestId("files-findings").textContent).toContain("Boulangerie Marchal et fils");
    await userEvent.selectOptions(screen.getByTestId("coala-preset"), "openflyers");
    await settle();
    expect(named(calls, "setFilesChoice").at(-1)).toEqual(["c1", { format: "coala", columns: ["date", "journal", "piece", "any_account", "debit", "credit", "padded_label", "movement", "euro"], charset: "utf8" }]);
  });

  it("says which column is missing, and lets nothing go meanwhile", async () => {
    const { calls } = await show([]);
    await userEvent.click(screen.getByTestId("target-files"));
    await settle();
    await userEvent.selectOptions(screen.getByTestId("files-format"), "coala");
    await settle();
    await userEvent.selectOptions(screen.getByTestId("coala-preset"), "own");
    await settle();
    await userEvent.click(screen.getByRole("button", { name: "Retirer la colonne 1" }));
    await settle();
    expect(screen.getByTestId("files-trouble").textContent).toContain("Date");
    expect(screen.getByTestId<HTMLButtonElement>("publication-confirm").disabled).toBe(true);
    await userEvent.click(screen.getByTestId("coala-add"));
    await settle();
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Colonne 9" }), "date");
    await settle();
    expect(screen.queryByTestId("files-trouble")).toBeNull();
    expect(named(calls, "setFilesChoice").at(-1)?.[1]).toMatchObject({ columns: ["journal", "account", "movement", "piece", "debit", "credit", "euro", "auxiliary", "date"] });
  });

  it("keeps which UBL a client file's BOB takes", async () => {
    const { calls } = await show([]);
    await userEvent.click(screen.getByTestId("target-bob"));
    await settle();
    await userEvent.selectOptions(screen.getByTestId("belgian-ubl"), "efff");
    await settle();
    expect(named(calls, "setBelgianUbl")).toEqual([["c1", "efff"]]);
  });
});

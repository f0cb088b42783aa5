import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import App from "../App.svelte";
import { named, settle, withDesk } from "../lib/test-desk";
import type { Opening } from "../lib/types";

async function show(opening: Opening) {
  const got = await withDesk({ opening });
  render(App);
  await settle();
  return got;
}

describe("opening", () => {
  it("asks for a new passphrase twice, and opens only when both agree", async () => {
    const { calls } = await show({ state: "passphrase_needed", new: true });
    await userEvent.type(screen.getByTestId("passphrase"), "quatre mots bien choisis");
    await userEvent.type(screen.getByTestId("passphrase-again"), "quatre mots");
    expect(screen.getByTestId<HTMLButtonElement>("unlock").disabled).toBe(true);
    await userEvent.type(screen.getByTestId("passphrase-again"), " bien choisis{Enter}");
    await settle();
    expect(named(calls, "unlock")).toEqual([["quatre mots bien choisis"]]);
  });

  it("keeps asking when the passphrase is wrong", async () => {
    await show({ state: "passphrase_needed", new: false });
    await userEvent.type(screen.getByTestId("passphrase"), "faux{Enter}");
    await settle();
    expect(screen.getByTestId("passphrase-wrong").textContent).toContain("bonne phrase");
    expect(screen.getByTestId("passphrase")).toBeTruthy();
  });

  it("shows the recovery code once, and goes on only when it was written down", async () => {
    await show({ state: "ready", recoveryCode: "K7QF-2M9D", firstRun: false, sample: false, passphraseWanted: false });
    expect(screen.getByTestId("recovery-code").textContent).toBe("K7QF-2M9D");
    const go = screen.getByTestId<HTMLButtonElement>("recovery-continue");
    expect(go.disabled).toBe(true);
    await userEvent.click(screen.getByTestId("recovery-kept"));
    await userEvent.click(go);
    await settle();
    expect(screen.queryByTestId("recovery-code")).toBeNull();
    expect(screen.getByTestId("inbox-list")).toBeTruthy();
  });

  it("takes the recovery code where the keyring has lost the key", async () => {
    const { calls } = await show({ state: "failed", message: { code: "recovery_needed", args: {} }, detail: "" });
    await userEvent.type(screen.getByTestId("passphrase"), "K7QF-2M9D{Enter}");
    await settle();
    expect(named(calls, "unlock")).toEqual([["K7QF-2M9D"]]);
  });

  it("says kindly that the data folder is in use", async () => {
    await show({ state: "in_use" });
    expect(document.body.textContent).toContain("Liasse est déjà ouvert");
    expect(screen.getByTestId("retry")).toBeTruthy();
  });

  it("asks for a new passphrase after the recovery code", async () => {
    const { calls } = await show({ state: "ready", recoveryCode: null, firstRun: false, sample: false, passphraseWanted: true });
    await userEvent.type(screen.getByTestId("passphrase-new"), "quatre saisons");
    await userEvent.type(screen.getByTestId("passphrase-new-again"), "quatre saisons{Enter}");
    await settle();
    expect(named(calls, "setPassphrase")).toEqual([["", "quatre saisons"]]);
    expect(screen.queryByTestId("passphrase-form")).toBeNull();
  });

  it("begins with the firm, then the FEC, and shows what is wrong beside its field", async () => {
    const { calls } = await show({ state: "ready", recoveryCode: null, firstRun: true, sample: false, passphraseWanted: false });
    await userEvent.type(screen.getByTestId("client-name"), "Cabinet Lenoir");
    await userEvent.type(screen.getByTestId("client-siren"), "12");
    await userEvent.click(screen.getByTestId("first-save"));
    await settle();
    expect(document.body.textContent).toContain("Un SIREN a neuf chiffres");
    await userEvent.clear(screen.getByTestId("client-siren"));
    await userEvent.click(screen.getByTestId("first-save"));
    await settle();
    expect(named(calls, "saveClientFile").at(-1)).toEqual([expect.objectContaining({ name: "Cabinet Lenoir", isFirm: true })]);
    await userEvent.click(screen.getByTestId("fec-pick"));
    await settle();
    const refused = screen.getByTestId("fec-refused").textContent ?? "";
    expect(refused).toContain("Ligne 311");
    expect(refused).toContain("Rien n’a été importé");
    await userEvent.click(screen.getByTestId("standard-chart"));
    await settle();
    expect(named(calls, "loadStandardChart")).toHaveLength(1);
  });
});

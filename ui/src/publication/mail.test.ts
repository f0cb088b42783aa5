import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { app } from "../lib/app.svelte";
import { named, settle, withDesk } from "../lib/test-desk";
import MailAccount from "./MailAccount.svelte";
import MegMail from "./MegMail.svelte";
import PublicationsScreen from "./PublicationsScreen.svelte";

describe("the firm's mail account", () => {
  it("is tested as it is typed, says what is wrong, and is kept without the password coming back", async () => {
    const { calls } = await withDesk();
    render(MailAccount);
    await settle();
    await userEvent.type(screen.getByTestId("mail-host"), "smtp.x");
    await userEvent.type(screen.getByTestId("mail-sender"), "a@b.fr");
    await userEvent.type(screen.getByTestId("mail-password"), "faux");
    await userEvent.click(screen.getByTestId("mail-test"));
    await settle();
    expect(screen.getByTestId("mail-tested").textContent).toContain("refuse l’utilisateur ou le mot de passe (535 5.7.8)");
    expect(named(calls, "saveMailAccount")).toEqual([]);
    await userEvent.clear(screen.getByTestId("mail-password"));
    await userEvent.type(screen.getByTestId("mail-password"), "juste");
    await userEvent.click(screen.getByTestId("mail-test"));
    await settle();
    expect(screen.getByTestId("mail-tested").textContent).toContain("rien n’a été envoyé");
    await userEvent.click(screen.getByTestId("mail-save"));
    await settle();
    expect(named(calls, "saveMailAccount")).toMatchObject([[{ host: "smtp.x", port: 465, security: "tls", sender: "a@b.fr", password: "juste" }]]);
    expect(screen.getByTestId<HTMLInputElement>("mail-password").value).toBe("");
  });

  it("proposes the port that goes with the protection, and leaves another one as it is", async () => {
    await withDesk();
    render(MailAccount);
    await settle();
    const port = () => screen.getByTestId<HTMLInputElement>("mail-port");
    await userEvent.click(screen.getByTestId("mail-security-start_tls"));
    await settle();
    expect(port().value).toBe("587");
    await userEvent.clear(port());
    await userEvent.type(port(), "2525");
    await userEvent.click(screen.getByTestId("mail-security-tls"));
    await settle();
    expect(port().value).toBe("2525");
  });
});

describe("MEG by mail or folder", () => {
  it("keeps the addresses of purchases and sales, or a folder", async () => {
    const { calls } = await withDesk();
    render(MegMail, { clientFile: "c1" });
    await settle();
    await userEvent.type(screen.getByTestId("meg-mail-purchases"), "achats@meg.example");
    await userEvent.click(screen.getByTestId("meg-mail-save"));
    await settle();
    await userEvent.click(screen.getByTestId("meg-mail-way-folder"));
    await settle();
    expect(screen.queryByTestId("meg-mail-purchases")).toBeNull();
    await userEvent.click(screen.getByTestId("meg-mail-browse"));
    await settle();
    await userEvent.click(screen.getByTestId("meg-mail-save"));
    await settle();
    expect(named(calls, "saveMegMailForm")).toEqual([
      ["c1", { way: "mail", purchases: "achats@meg.example", sales: "", folder: "" }],
      ["c1", { way: "folder", purchases: "achats@meg.example", sales: "", folder: "/home/lenoir/scans" }],
    ]);
    expect(app.toasts.at(-1)?.undo).toBe(true);
  });
});

describe("a publication that nobody knows of", () => {
  it("is settled by a person from the list, and only that one", async () => {
    const { calls } = await withDesk();
    const clientFile = app.clientFiles.find((file) => file.id === "c1");
    if (clientFile === undefined) throw new Error("the mock has this client file");
    render(PublicationsScreen, { clientFile });
    await settle();
    expect(screen.getAllByTestId("settle-arrived")).toHaveLength(1);
    await userEvent.click(screen.getByTestId("settle-not-arrived"));
    await settle();
    expect(named(calls, "settlePublication")).toEqual([["p4", "sage-ge", false]]);
    expect(app.toasts.at(-1)?.say()).toContain("pas arrivée");
    expect(app.toasts.at(-1)?.undo).toBe(true);
  });
});

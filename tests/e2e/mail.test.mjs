/** MEG without its interface: the mail account tested and kept, a client file's address, papers sent, one that nobody knows of. */
import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { folder, until } from "./lib/basics.mjs";
import { startSandbox } from "./lib/place.mjs";
import { Window } from "./lib/window.mjs";

const READING_MS = 180_000;

test("MEG by mail", async (t) => {
  const sandbox = await startSandbox();
  t.after(() => sandbox.stop());
  const window = await Window.open("mail", ["--sample", "--data", join(folder("data"), "sample")]);
  t.after(() => window.close());
  await window.step("all read", async () => {
    await window.see("row", READING_MS);
    await window.allRead(READING_MS);
  });
  await window.ask("trust_authority", { path: sandbox.authority });
  const clientFile = (await window.ask("client_files")).find((one) => one.code === "MARCHAL").id;
  const into = async (id) => window.run((css) => document.querySelector(css)?.scrollIntoView({ block: "center" }), `[data-testid="${id}"]`);
  const theme = async (word, name) => {
    await window.press("Ctrl+k");
    await window.see("palette-query");
    await window.keys(word);
    await window.press("Enter");
    await until(word, async () => (await window.run(() => document.documentElement.dataset.theme)) === name);
  };

  await window.step("a wrong password says so", async () => {
    await window.click("settings");
    await window.see("mail-host");
    await into("mail-account");
    for (const [name, value] of Object.entries(sandbox.mail)) await window.fill(`mail-${name}`, value);
    await window.fill("mail-password", "faux");
    await window.click("mail-test");
    assert.match(await window.text("mail-tested"), /mot de passe/);
    await into("mail-account");
  });
  await window.step("the account answers and is kept", async () => {
    await window.fill("mail-password", "sandbox-secret");
    await window.click("mail-test");
    await until("the good answer", async () => /rien n’a été envoyé/.test(await window.text("mail-tested")));
    await window.click("mail-save");
    await until("kept", async () => (await window.ask("mail_account")).host === sandbox.mail.host);
    await into("mail-account");
    await window.picture("the account");
    await theme("sombre", "dark");
    await into("mail-account");
    await window.picture("the account in the dark");
    await theme("clair", "light");
  });
  await window.step("the address of the purchases on the card", async () => {
    await window.press("Escape");
    await window.click("client-file-settings");
    await window.see("meg-mail-purchases");
    await into("meg-mail");
    await window.fill("meg-mail-purchases", "achats-marchal@meg.example");
    await window.click("meg-mail-save");
    await until("kept", async () => (await window.ask("meg_mail_form", { clientFile })).purchases === "achats-marchal@meg.example");
    await into("meg-mail");
  });
  const publish = async () => {
    await until("the inbox", async () => {
      await window.press("Escape");
      return (await window.run(() => document.querySelector("[data-testid=inbox-list]"))) !== null;
    });
    await window.press("Shift+P");
    await window.see("publication-sheet");
    await window.choose("target-meg-mail");
    await window.picture("what will go by mail");
    await window.click("publication-confirm");
  };
  await sandbox.mailFault("cut_untaken");
  await window.step("one is cut, the others arrive", async () => {
    await publish();
    await window.see("publication-done", READING_MS);
    await window.see("held-back");
    assert.match(await window.text("held-back"), /regardez dans MEG/);
  });
  const sent = (await sandbox.mails()).length;
  assert.ok(sent > 0, "letters arrived");
  await window.step("a person says that it did not arrive", async () => {
    await window.click("publication-done");
    await window.click("list-publications");
    await window.see("settle-not-arrived");
    await window.picture("one that nobody knows of");
    await theme("sombre", "dark");
    await window.picture("one that nobody knows of in the dark");
    await theme("clair", "light");
    await window.click("settle-not-arrived");
    await window.gone("settle-not-arrived");
  });
  await window.step("it goes again, once", async () => {
    await publish();
    // The sales have no address, and are told again.
    await window.see("publication-done", READING_MS);
    await window.click("publication-done");
    await window.gone("publication-sheet");
    const mails = await sandbox.mails();
    assert.equal(mails.length, sent + 1);
    assert.equal(new Set(mails.map((mail) => mail.message_id)).size, mails.length);
    assert.ok(mails.every((mail) => mail.to[0] === "achats-marchal@meg.example" && mail.document.name.endsWith(".pdf")));
  });
});

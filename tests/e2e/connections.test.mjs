/**
 * The connections in the real window: what each card says of a wrong certificate, a wrong password and an address that does not
 * answer; MEG connected, published to, and its list; what becomes of a file that lies before BOB Demat. Light and dark.
 */
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { folder, freePort, until } from "./lib/basics.mjs";
import { bobFolder, daysLater, startSandbox } from "./lib/place.mjs";
import { Window } from "./lib/window.mjs";

const READING_MS = 180_000;

test("the connections", async (t) => {
  const sandbox = await startSandbox();
  t.after(() => sandbox.stop());
  const bob = bobFolder();
  const own = ["--sample", "--data", join(folder("data"), "sample")];
  const window = await Window.open("connections", own);
  t.after(() => window.close());
  await window.step("all read", async () => {
    await window.see("row", READING_MS);
    await window.allRead(READING_MS);
  });
  const clientFile = (await window.ask("client_files")).find((one) => one.code === "MARCHAL").id;
  const fill = async (card, values) => {
    for (const [name, value] of Object.entries(values)) await window.fill(`${card}-${name}`, value);
  };
  const nobody = `http://127.0.0.1:${await freePort()}`;
  const untrusted = (address) => address.replace("http:", "https:");
  /** What a card says when it is asked with wrong values: each sentence stands in the card, not at the screen's edge. */
  const troubles = async (card, right, address, secret) => {
    const asked = async (what, values, said) => {
      await fill(card, { ...right, ...values });
      await window.click(`${card}-save`);
      await until(what, async () => said.test((await window.texts(`[data-testid=${card}-refused]`)).join()), 30_000);
      await window.into(`${card}-refused`);
      await window.picture(`${card} ${what}`);
    };
    await asked("an address that does not answer", { [address]: right[address].replace(/http:\/\/[^/]+/, nobody) }, /ne répond pas/);
    await asked("a wrong certificate", { [address]: untrusted(right[address]) }, /certificat/);
    await asked("a wrong password", { [secret]: "autre chose" }, /refuse ces identifiants/);
    await window.theme("dark");
    await window.into(`${card}-refused`);
    await window.picture(`${card} in the dark`);
    await window.theme("light");
  };

  await window.step("what is wrong with MEG", async () => {
    await window.click("settings");
    await window.see("meg-address");
    for (const [rate, marker] of Object.entries(sandbox.markers)) await window.fill(`[data-testid="meg-marker-${rate}"]`, marker);
    await window.fill("meg-no-vat", sandbox.noVat);
    await troubles("meg", sandbox.meg, "address", "password");
  });
  await window.step("MEG connected", async () => {
    await fill("meg", sandbox.meg);
    await window.click("meg-save");
    await window.see("meg-folders");
    assert.deepEqual(await window.texts("[data-testid=meg-refused]"), []);
    await window.into("meg-folders");
  });
  await window.step("what is wrong with Sage GE", () => troubles("sage", sandbox.connection, "address", "clientSecret"));
  await window.step("what is wrong with a platform", async () => {
    await window.click("client-file-settings");
    await window.see("platform-address");
    await troubles("platform", sandbox.platform, "tokenAddress", "clientSecret");
  });
  await window.step("the client file by MEG's code, and its BOB folder", async () => {
    await window.fill("client-code", sandbox.folder);
    await window.fill("client-bobRoot", bob.root);
    await window.fill("client-bobCode", "MARCHAL01");
    await window.press("Ctrl+Enter");
    await until("kept", async () => (await window.ask("client_files")).some((one) => one.code === sandbox.folder));
  });

  const ready = (await window.ask("publication_summary", { clientFile, documents: [] })).documents;
  assert.ok(ready.length >= 5, `${ready.length} documents are ready`);
  await window.step("where it can go", async () => {
    await window.click("flow-purchases");
    await window.see("inbox-list");
    await window.press("Shift+P");
    await window.see("publication-sheet");
    await window.choose("target-bob");
    await window.picture("to BOB");
    await window.press("Escape");
    await window.gone("publication-sheet");
  });
  await window.step("some to MEG, and its list", async () => {
    await window.ask("publish", { clientFile, documents: ready.slice(0, 2), target: "meg", destination: null });
    await window.click("list-publications");
    await until("a piece at MEG", async () => (await sandbox.purchases()).length > 0);
    await until("shown", async () => (await window.attributes("[data-testid=publication][data-state=done]", "data-state")).length > 0);
    await window.theme("dark");
    await window.picture("published to MEG, dark");
    await window.theme("light");
  });

  const states = () => window.attributes("publication", "data-state");
  await window.step("grey: dropped for BOB", async () => {
    await window.click("bob-send");
    await until("dropped", async () => (await states()).includes("waiting"));
  });
  const [first, second, third] = bob.files();
  assert.ok(third !== undefined, "three files lie before BOB");
  const kept = readFileSync(first);
  rmSync(first);
  rmSync(second);
  await window.step("green: BOB took two", async () => {
    await until("taken", async () => (await states()).filter((state) => state === "taken").length === 2);
  });
  writeFileSync(first, kept);
  await window.step("red: one came back", async () => {
    await until("returned", async () => (await states()).includes("returned"));
    await window.theme("dark");
    await window.picture("BOB in the dark");
    await window.theme("light");
    assert.equal((await states()).filter((state) => state === "taken").length, 1);
  });
  await window.step("the same in the settings", async () => {
    await window.click("settings");
    await window.see("bob-files");
    await window.into("bob-files");
  });
  await window.close();
  const later = await Window.open("connections-later", own, await daysLater(4));
  t.after(() => later.close());
  await later.step("orange: one stays for days", async () => {
    await later.click("list-publications");
    await until("staying", async () => (await later.attributes("publication", "data-state")).includes("staying"), 60_000);
    await later.theme("dark");
    await later.picture("staying, dark");
    await later.theme("light");
    await later.click("settings");
    await later.see("bob-files");
    await later.into("bob-files");
    await later.picture("staying, in the settings");
  });
  assert.doesNotMatch(window.log() + later.log(), /panicked/);
  assert.ok(!window.log().includes(sandbox.meg.password), "the password of MEG is in the log");
});

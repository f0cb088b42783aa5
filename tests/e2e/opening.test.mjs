/** The door: a data folder is opened by its passphrase alone, and by one window at a time. */
import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { folder } from "./lib/basics.mjs";
import { Window } from "./lib/window.mjs";

const PASSPHRASE = "quelques mots du cabinet";
const NEW = "d’autres mots du cabinet";

test("a data folder and its door", async (t) => {
  const data = join(folder("data"), "liasse");
  const first = await Window.open("opening-first", ["--data", data], { LIASSE_PASSPHRASE: PASSPHRASE });
  t.after(() => first.close());
  const code = await first.step("made", async () => {
    const shown = await first.text("recovery-code");
    await first.click("recovery-kept");
    await first.click("recovery-continue");
    await first.fill("client-name", "Cabinet Lenoir");
    await first.fill("client-code", "LENOIR");
    await first.press("Enter");
    await first.click("first-done");
    await first.see("inbox-list");
    return shown;
  });

  const second = await Window.open("opening-second", ["--data", data]);
  t.after(() => second.close());
  await second.step("another window has it", async () => {
    await second.see("retry");
    assert.match(await second.text("main"), /déjà ouvert|utilisé|autre/i);
  });
  await first.close();
  await second.step("free again", async () => {
    await second.click("retry");
    await second.see("passphrase");
  });
  await second.step("a wrong passphrase", async () => {
    await second.fill("passphrase", "rien de tel");
    await second.press("Enter");
    await second.see("passphrase-wrong");
  });
  await second.step("the right one", async () => {
    await second.fill("passphrase", PASSPHRASE);
    await second.press("Enter");
    await second.see("inbox-list");
    assert.deepEqual(await second.attributes("client-file", "data-code"), ["LENOIR"]);
  });
  await second.close();

  const third = await Window.open("opening-third", ["--data", data]);
  t.after(() => third.close());
  await third.step("the recovery code", async () => {
    await third.fill("passphrase", code.toLowerCase().replaceAll("-", " "));
    await third.press("Enter");
    await third.see("passphrase-form");
  });
  await third.step("a new passphrase", async () => {
    await third.fill("passphrase-new", NEW);
    await third.fill("passphrase-new-again", NEW);
    await third.press("Enter");
    await third.see("inbox-list");
  });
  await third.step("changed once more in the settings", async () => {
    await third.click("settings");
    await third.see("[data-testid=credential-place][data-place=database]");
    await third.click("passphrase-change");
    await third.fill("passphrase-current", NEW);
    await third.fill("passphrase-new", PASSPHRASE);
    await third.fill("passphrase-new-again", PASSPHRASE);
    await third.press("Enter");
    await third.gone("passphrase-form");
  });
  await third.close();

  const fourth = await Window.open("opening-fourth", ["--data", data]);
  t.after(() => fourth.close());
  await fourth.step("opened with it", async () => {
    await fourth.fill("passphrase", PASSPHRASE);
    await fourth.press("Enter");
    await fourth.see("inbox-list");
  });
});

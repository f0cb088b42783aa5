/**
 * From an empty data folder to a valid e-invoice in BOB's folder and balanced entries at Sage GE, in the real window: what
 * a bookkeeper does on the first day, with mouse and keys.
 */
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import test from "node:test";
import { folder, OUT, until } from "./lib/basics.mjs";
import { bobFolder, cents, drawPapers, shownCents, startSandbox } from "./lib/place.mjs";
import { Window } from "./lib/window.mjs";

const PASSPHRASE = "quelques mots du cabinet";
const CODE = "MARCHAL";
const READING_MS = 120_000;

test("from a dropped scan to posted entries", async (t) => {
  const papers = await drawPapers();
  const bob = bobFolder();
  const sandbox = await startSandbox();
  t.after(sandbox.stop);
  const window = await Window.open("whole-way", ["--data", join(folder("data"), "liasse")]);
  t.after(() => window.close());

  await firstRun(window);
  await clientFile(window, papers, bob);
  await intake(window, papers);
  await oddFiles(window, papers);
  await correctBoundaries(window, papers);
  const coded = await codeNewSupplier(window);
  await publishToBob(window, bob, { ...coded, file: papers.newSupplier });
  await undoAndHistory(window, papers);
  await connectSageGe(window, sandbox);
  await publishToSageGe(window, sandbox, papers);
  assert.equal(bob.files().length, 1, "something was dropped for BOB a second time");
  assert.ok(!window.log().includes(sandbox.connection.clientSecret), "the secret of Sage GE is in the log");
  await looks(window);
});

async function firstRun(window) {
  await window.step("passphrase asked", () => window.see("passphrase"));
  await window.step("passphrases differ", async () => {
    await window.fill("passphrase", PASSPHRASE);
    await window.fill("passphrase-again", "autre chose");
    assert.notEqual((await window.attributes("unlock", "disabled"))[0], null, "two different passphrases were accepted");
  });
  await window.step("recovery code", async () => {
    await window.fill("passphrase-again", PASSPHRASE);
    await window.press("Enter");
    assert.match(await window.text("recovery-code"), /^([0-9A-Z]{4}-){7}[0-9A-Z]{4}$/);
    assert.notEqual((await window.attributes("recovery-continue", "disabled"))[0], null, "the code could be passed over");
  });
  await window.step("first run", async () => {
    await window.click("recovery-kept");
    await window.click("recovery-continue");
    await window.see("first-save");
  });
  await window.step("the firm", async () => {
    await window.fill("client-name", "Cabinet Lenoir");
    await window.fill("client-code", "LENOIR");
    await window.press("Enter");
    await window.see("standard-chart");
  });
  await window.step("standard chart", async () => {
    await window.click("standard-chart");
    await window.see("toast");
  });
  await window.step("empty inbox", async () => {
    await window.click("first-done");
    await window.see("empty-add");
  });
}

async function clientFile(window, papers, bob) {
  await window.step("a wrong SIREN is refused at its field", async () => {
    await window.click("new-client-file");
    await window.fill("client-name", "Boulangerie Marchal");
    await window.fill("client-code", CODE);
    await window.fill("client-siren", "123456789");
    await window.press("Ctrl+Enter");
    await window.see("error-siren");
  });
  await window.step("client file", async () => {
    await window.fill("client-siren", papers.siren);
    await window.fill("client-bobRoot", bob.root);
    await window.fill("client-bobCode", "MARCHAL01");
    await window.press("Ctrl+Enter");
    await window.see("fec");
  });
  await window.step("a broken FEC is refused with its line", async () => {
    await window.click("fec-by-path");
    await window.fill("fec-path", papers.brokenFec);
    await window.press("Enter");
    const refused = await window.text("fec-refused");
    assert.match(refused, new RegExp(`\\b${papers.brokenLine}\\b[^\\n]*douze euros[^\\n]*virgule`));
    assert.doesNotMatch(refused, /expected/);
  });
  await window.step("FEC imported", async () => {
    await window.fill("fec-path", papers.fec);
    await window.press("Enter");
    const shown = await window.text("fec-imported");
    const lines = readFileSync(papers.fec, "latin1").trimEnd().split(/\r?\n/).slice(1).map((line) => line.split("\t"));
    const suppliers = new Set(lines.map((columns) => columns[6]).filter((account) => account.startsWith("401")));
    const rows = Object.fromEntries(shown.split("\n").map((line) => line.split("\t")));
    assert.equal(Number(rows["Lignes"].replace(/\D/g, "")), lines.length);
    assert.equal(Number(rows["Fournisseurs"]), suppliers.size);
    assert.ok(Number(rows["Règles proposées"]) > 0, shown);
  });
  await window.step("rules from the FEC", async () => {
    await window.click("list-rules");
    await until("a rule of each supplier", async () => (await window.texts("rule")).length > 5);
    assert.match((await window.texts("rule")).join("\n"), /Moulins de la Seille[\s\S]*\d+ fois sur \d+/);
  });
}

async function intake(window, papers) {
  await window.click("flow-purchases");
  await window.see("empty-add");
  await window.step("files dropped", async () => {
    await window.drop([papers.scan, papers.newSupplier, papers.stream], "purchases", "automatic");
    await window.see("job");
  });
  await window.step("all read", async () => {
    await window.allRead(READING_MS);
    await until("four documents", async () => (await window.attributes("row", "data-document")).length >= 4);
    assert.deepEqual(await window.attributes("[data-state=failed]", "data-source"), []);
  });
}

/** What came before is shown beside the first; what cannot be read gives one clear line, and the rest goes on. */
async function oddFiles(window, papers) {
  const rows = await window.attributes("row", "data-document");
  await window.step("a file twice, and an empty one", async () => {
    await window.drop([papers.newSupplier, papers.empty], "purchases", "automatic");
    await window.see("[data-state=duplicate]");
    assert.match((await window.texts("[data-state=duplicate]")).join(), /imprimerie nouvelle\.pdf/);
    const told = async () => [...await window.texts("toast"), ...await window.texts("[data-state=failed]")].join("\n");
    await until("the empty file named", async () => (await told()).includes(basename(papers.empty)));
  });
  await window.step("set aside", async () => {
    await window.click("[data-state=duplicate] [data-testid=source-dismiss]");
    await window.gone("[data-state=duplicate]");
    assert.deepEqual(await window.attributes("row", "data-document"), rows);
  });
}

/** The strip, until every boundary stands where a paper begins; what was wrong or open. */
async function settle(window, starts) {
  const boundaries = () => window.run(() => [...document.querySelectorAll("[data-boundary]")].map((one) => ({
    page: Number(one.dataset.testid.split("-")[1]), cut: one.dataset.cut === "true", unsure: one.dataset.unsure === "true",
  })));
  const wrong = (one) => one.unsure || one.cut !== starts.includes(one.page);
  let decided = 0;
  await until("the strip's boundaries", async () => (await boundaries()).length > 0);
  await window.press("Home");
  for (const { page } of await boundaries()) {
    await until(`boundary ${page} in focus`, async () => {
      const at = await window.run(() => Number(document.activeElement?.dataset.testid?.split("-")[1]));
      if (at !== page) await window.press(at < page ? "ArrowRight" : "ArrowLeft");
      return at === page;
    });
    const now = (await boundaries()).find((one) => one.page === page);
    if (!wrong(now)) continue;
    await window.press(starts.includes(page) ? "Space" : "Enter");
    await until(`boundary ${page} decided`, async () => !wrong((await boundaries()).find((one) => one.page === page)));
    decided += 1;
  }
  assert.deepEqual((await boundaries()).filter(wrong), []);
  return decided;
}

/** Documents of the client file in the inbox that came from one file, in the order of its pages. */
async function documentsOf(window, file) {
  const clientFile = (await window.ask("client_files")).find((one) => one.code === CODE).id;
  const query = { clientFile, flow: "purchases", statuses: [], duplicates: false, foreignCurrency: false, expenseReports: false, search: "", offset: 0, limit: 100 };
  const { rows } = await window.ask("inbox", { query });
  const views = await Promise.all(rows.map((row) => window.ask("review", { document: row.id })));
  return views.filter((view) => view.fileName === file).toSorted((a, b) => a.pages[0].number - b.pages[0].number);
}

async function open(window, view) {
  await window.click(`[data-testid=row][data-document="${view.id}"]`);
  await window.see(`[data-testid=review][data-document="${view.id}"]`);
  // The page is drawn a moment after the form.
  await until("the page's picture", () => window.run(() => {
    const picture = document.querySelector("[data-testid=page-picture]");
    return picture !== null && (picture.tagName !== "IMG" || (picture.complete && picture.naturalWidth > 0));
  }));
}

/** From a review or the inbox itself. */
async function toInbox(window) {
  if (await window.run(() => document.querySelector("[data-testid=review]") !== null)) await window.press("Escape");
  await window.see("inbox-list");
}

async function correctBoundaries(window, papers) {
  await window.step("the stream's boundaries", async () => {
    const file = basename(papers.stream);
    const waits = `[data-testid=source][data-state=to_split] [data-testid=source-split]`;
    if (await window.run((css) => document.querySelector(css) !== null, waits)) await window.click(waits);
    else {
      await open(window, (await documentsOf(window, file))[0]);
      await window.press("s");
    }
    await window.see("strip");
    await window.picture("split strip");
    console.log(`  boundaries decided: ${await settle(window, papers.streamStarts)}`);
  });
  await window.step("the stream is split", async () => {
    await window.press("Ctrl+Enter");
    await window.see("inbox-list");
    await until("its documents", async () => (await documentsOf(window, basename(papers.stream))).length === papers.streamStarts.length);
  });
  const scanned = () => documentsOf(window, basename(papers.scan));
  await window.step("a boundary taken away", async () => {
    await open(window, (await scanned())[0]);
    await window.press("s");
    await settle(window, [1, 2]);
    await window.press("Ctrl+Enter");
    await window.see("inbox-list");
    await until("two documents of the scan", async () => (await scanned()).length === 2);
  });
  await window.step("the boundary corrected", async () => {
    await open(window, (await scanned())[1]);
    await window.press("s");
    assert.equal(await settle(window, [1, 2, 3]), 1);
    await window.picture("strip corrected");
    await window.press("Ctrl+Enter");
    await window.see("inbox-list");
    await until("three documents of the scan", async () => (await scanned()).length === 3);
  });
}

/** The supplier that nobody knows yet: its card, a corrected number, an account, and the rule. */
async function codeNewSupplier(window) {
  const [paper] = await documentsOf(window, "imprimerie nouvelle.pdf");
  await window.step("review of a new supplier", async () => {
    await open(window, paper);
    assert.equal((await window.text("field-third_party")).includes(paper.thirdParty.name), true);
    assert.equal(await window.run(() => document.activeElement?.dataset.field), "third_party", "the focus is not on the first doubt");
  });
  await window.step("card of the new supplier", async () => {
    await window.press("n");
    await window.see("third-party-create");
  });
  await window.step("card created", async () => {
    await window.press("Enter");
    await window.gone("third-party-sheet");
  });
  await window.step("number corrected by keyboard", async () => {
    await until("the number in focus", async () => {
      const at = await window.run(() => document.activeElement?.dataset.field);
      if (at !== "invoice_number") await window.press("Tab");
      return at === "invoice_number";
    });
    await window.press("F2");
    await window.press("Ctrl+a");
    await window.keys(`F-${paper.fields.find((field) => field.name === "invoice_number").value}`);
    await window.press("Enter");
    await until("the corrected number", async () => (await window.text("field-invoice_number")).startsWith("F-"));
  });
  await window.step("account by a few letters", async () => {
    await window.press("a");
    await window.see("pick-query");
    await window.keys("entretien");
    await window.picture("accounts");
    await window.press("Enter");
    await until("the account", async () => /^6\d+/.test(await window.text("field-allocation:0")));
  });
  await window.step("always so", async () => {
    await window.press("r");
    await until("the rule is told", async () => (await window.texts("toast")).some((text) => text.includes(paper.thirdParty.name)));
  });
  await window.step("nothing left to decide", async () => {
    for (let left = 12; left > 0 && (await window.run(() => document.querySelector("[data-testid=doubt-count]") !== null)); left -= 1) {
      await window.press("Enter");
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    await window.see("review-done");
  });
  const [entry, ...rest] = await window.run(() => [...document.querySelectorAll("[data-testid=entry] tfoot .num")].map((one) => one.innerText));
  assert.deepEqual(rest, [entry], "debit and credit of the entry differ");
  return {
    number: await window.text("field-invoice_number"), supplier: paper.thirdParty.name,
    net: shownCents(await window.text("field-total_ht")), total: shownCents(await window.text("field-total_ttc")), entry: shownCents(entry),
  };
}

async function publishToBob(window, bob, coded) {
  await window.step("published to BOB", async () => {
    assert.deepEqual(bob.files(), []);
    await window.press("Ctrl+Enter");
    await until("a file in BOB's folder", () => bob.files().length === 1);
    await window.see("toast");
  });
  await window.step("the e-invoice in BOB's folder", () => eInvoice(window, bob.files()[0], coded));
}

async function eInvoice(window, file, coded) {
  assert.match(file, /\/MARCHAL01\/achats\/[^/]+\.xml$/);
  const invoice = await parsed(window, readFileSync(file, "utf8"));
  // For the official rules, which run.sh checks it against.
  mkdirSync(join(OUT, "published"), { recursive: true });
  copyFileSync(file, join(OUT, "published", basename(file)));
  assert.equal(invoice.root, "Invoice");
  assert.equal(invoice.number, coded.number, "the corrected number did not reach the e-invoice");
  assert.equal(invoice.supplier, coded.supplier);
  assert.equal(cents(invoice.net), coded.net);
  assert.equal(cents(invoice.total), coded.total);
  assert.equal(cents(invoice.net) + cents(invoice.vat), cents(invoice.total));
  assert.equal(invoice.lines.map(cents).reduce((sum, one) => sum + one, 0), cents(invoice.net));
  assert.equal(coded.entry, coded.total);
  const original = Buffer.from(invoice.attachment, "base64");
  assert.equal(invoice.media, "application/pdf");
  assert.ok(original.equals(readFileSync(coded.file)), "the embedded PDF is not the one that was dropped");
}

/** The e-invoice, read with the window's own XML parser: a reader that is not ours. */
function parsed(window, xml) {
  return window.run((text) => {
    const tree = new DOMParser().parseFromString(text, "application/xml");
    const all = (path) => {
      let found = [tree.documentElement];
      for (const name of path.split("/")) found = found.flatMap((one) => [...one.children].filter((child) => child.localName === name));
      return found;
    };
    const one = (path) => all(path)[0]?.textContent ?? "";
    const attached = all("AdditionalDocumentReference/Attachment/EmbeddedDocumentBinaryObject")[0];
    return {
      root: tree.documentElement.localName, number: one("ID"),
      supplier: one("AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName"),
      net: one("LegalMonetaryTotal/TaxExclusiveAmount"), vat: one("TaxTotal/TaxAmount"), total: one("LegalMonetaryTotal/TaxInclusiveAmount"),
      lines: all("InvoiceLine/LineExtensionAmount").map((line) => line.textContent),
      attachment: attached?.textContent ?? "", media: attached?.getAttribute("mimeCode") ?? "",
    };
  }, xml);
}

/** A change that is taken back: the value stands as before, and the history tells both. */
async function undoAndHistory(window, papers) {
  const [, invoice] = await documentsOf(window, basename(papers.scan));
  await toInbox(window);
  await open(window, invoice);
  const before = await window.text("field-due_date");
  await window.step("a due date typed wrongly", async () => {
    await window.click("field-due_date");
    await window.press("Ctrl+a");
    await window.keys("28/12/2026");
    await window.press("Enter");
    await until("the new date", async () => (await window.text("field-due_date")) === "28/12/2026");
  });
  await window.step("undone", async () => {
    await window.press("u");
    await until("the date as before", async () => (await window.text("field-due_date")) === before);
  });
  await window.step("history", async () => {
    await window.press("h");
    await window.see("history-sheet");
    const lines = await until("its lines", async () => (await window.texts("[data-testid=history-sheet] li")).length > 1
      && window.texts("[data-testid=history-sheet] li"));
    assert.match(lines.join("\n"), /28\/12\/2026[\s\S]*annulé/, lines.join("\n"));
  });
  await window.press("Escape");
  await window.gone("history-sheet");
}

async function connectSageGe(window, sandbox) {
  await toInbox(window);
  await window.step("Sage GE connected", async () => {
    await window.click("settings");
    for (const [name, value] of Object.entries(sandbox.connection)) await window.fill(`sage-${name}`, value);
    await window.press("Enter");
    await window.see("sage-folders");
  });
  await window.step("folder of the client file", async () => {
    await window.click("client-file-settings");
    await window.see("select[data-testid=client-sageGeFolder]");
    await window.run((folder) => {
      const list = document.querySelector("[data-testid=client-sageGeFolder]");
      list.value = folder;
      list.dispatchEvent(new Event("change", { bubbles: true }));
    }, sandbox.folder);
    await window.press("Ctrl+Enter");
    await window.see("toast");
  });
}

async function publishToSageGe(window, sandbox, papers) {
  await window.step("the new rule is kept", async () => {
    await window.click("list-rules");
    await until("the rule of the new supplier", async () => /Imprimerie Desgranges.*\s401IMPRIM[\s\S]*606300/.test(
      (await window.texts("rule")).join("\n")));
  });
  await window.click("flow-purchases");
  await window.see("row");
  const invoices = await documentsOf(window, basename(papers.scan));
  for (const invoice of invoices) {
    if (invoice.doubts.length === 0) continue;
    await window.step(`doubts of ${invoice.fileName} page ${invoice.pages[0].number}`, async () => {
      await open(window, invoice);
      for (let left = 12; left > 0 && (await window.run(() => document.querySelector("[data-testid=doubt-count]") !== null)); left -= 1) {
        await window.press("Enter");
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      await window.see("review-done");
      await window.press("Escape");
      await window.see("inbox-list");
    });
  }
  await window.step("what would be published", async () => {
    await window.press("Shift+P");
    await window.see("publication-sheet");
    await window.choose("target-sage-ge");
  });
  await window.step("published to Sage GE", async () => {
    await window.click("publication-confirm");
    await until("three entries at Sage GE", async () => (await sandbox.received()).length === invoices.length);
    await window.gone("publication-sheet");
  });
  await window.step("the entries that Sage GE received", async () => {
    for (const piece of await sandbox.received()) {
      const sum = (side) => piece.body.lines.map((line) => cents(line[side] ?? "0")).reduce((all, one) => all + one, 0);
      assert.equal(piece.folder, sandbox.folder);
      assert.equal(sum("debit"), sum("credit"), JSON.stringify(piece.body));
      assert.ok(sum("debit") > 0);
      assert.equal(sandbox.image(piece).subarray(0, 5).toString(), "%PDF-");
    }
  });
  await window.step("the published tab", async () => {
    await window.click("tab-published");
    await until("four documents", async () => (await window.attributes("[data-testid=row][data-status=published]", "data-document")).length === 4);
  });
  await window.step("a published document re-opened", async () => {
    await open(window, invoices[0]);
    await window.click("reopen");
    await window.see("reversal-date");
  });
  await window.step("reversed at Sage GE", async () => {
    await window.click("reopen-reverse");
    await until("the reversal at Sage GE", async () => (await sandbox.received()).length === invoices.length + 1);
    const [first, last] = [(await sandbox.received()).find((piece) => piece.body.piece_reference === invoices[0].fields.find((field) => field.name === "invoice_number").value), (await sandbox.received()).at(-1)];
    assert.deepEqual(last.body.lines.map((line) => [line.account, line.debit, line.credit]),
      first.body.lines.map((line) => [line.account, line.credit, line.debit]));
    await window.gone("reopen-sheet");
    await window.gone("reopen");
  });
  await window.step("the publications, one of them withdrawn", async () => {
    await window.press("Escape");
    await window.click("list-publications");
    await until("one withdrawn", async () => (await window.attributes("publication", "data-state")).filter((state) => state === "withdrawn").length === 1);
  });
  await window.step("the document waits again", async () => {
    await window.click("flow-purchases");
    await window.click("tab-ready");
    await window.see("row");
  });
}

/** Every main screen in the dark, then in Dutch and English. */
async function looks(window) {
  await window.click("settings");
  await window.step("settings in the dark", async () => {
    await window.choose("theme-dark");
    assert.equal(await window.run(() => document.documentElement.dataset.theme), "dark");
  });
  const seen = new Set();
  for (const language of ["nl", "en"]) {
    await window.step(`settings in ${language}`, async () => {
      await window.click("settings");
      await window.choose(`language-${language}`);
      await until(language, async () => (await window.run(() => document.documentElement.lang)) === language);
    });
    await window.step(`inbox in ${language}`, async () => {
      await window.click("flow-purchases");
      await window.click("tab-inbox");
      await window.see("row");
      seen.add(await window.text("tab-inbox"));
    });
    await window.step(`review in ${language}`, async () => {
      await window.press("Enter");
      await window.see("review");
      await window.see("page-picture");
    });
    await window.press("Escape");
    await window.see("settings");
  }
  assert.equal(seen.size, 2, "the two languages show the same words");
}

/** What the window meets outside: papers as a client hands them over, folders, and the stand-in for other systems. */
import { execFile, spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { folder, freePort, program, ROOT, until } from "./basics.mjs";

const run = promisify(execFile);

/** Draws the sample's papers and its FEC, and a merged scan of unknown suppliers' papers with its truth. */
export async function drawPapers() {
  const place = folder("papers");
  const papers = (...given) => run(program("liasse-papers"), given, { cwd: ROOT });
  await papers("sample", "--out", place);
  await papers("stream", "--as", "scan", "--count", "1", "--papers", "4", "--seed", "2", "--out", join(place, "streams"));
  const fec = readdirSync(place).find((name) => /^\d{9}FEC\d{8}\.txt$/.test(name));
  const stream = readdirSync(join(place, "streams")).find((name) => name.endsWith(".pdf"));
  const truth = JSON.parse(readFileSync(join(place, "streams/truth", stream.replace(".pdf", ".json")), "utf8"));
  const lines = readFileSync(join(place, fec), "latin1").split(/(?<=\n)/);
  // A debit that is no amount, and the entry out of balance with it.
  lines[41] = lines[41].replace(/\t\d+,\d\d\t/, "\tdouze euros\t");
  writeFileSync(join(place, `broken-${fec}`), lines.join(""), "latin1");
  writeFileSync(join(place, "vide.pdf"), "");
  return {
    fec: join(place, fec), siren: fec.slice(0, 9),
    brokenFec: join(place, `broken-${fec}`), brokenLine: 42, empty: join(place, "vide.pdf"),
    /** Three invoices of two known suppliers, one page each. */
    scan: join(place, "scan_2026-02-17.pdf"),
    /** One invoice of a supplier who is not in the FEC. */
    newSupplier: join(place, "imprimerie nouvelle.pdf"),
    stream: join(place, "streams", stream),
    /** Pages of the stream on which a paper begins. */
    streamStarts: truth.documents.map((one) => Math.min(...one.pages)),
  };
}

/** Draws an e-invoice, and the PDF that its supplier sends along. */
export async function drawPair() {
  const place = folder("pair");
  await run(program("liasse-papers"), ["einvoice", "--paper", "--count", "1", "--seed", "3", "--out", place], { cwd: ROOT });
  return { xml: join(place, "ubl_00.xml"), pdf: join(place, "ubl_00.pdf") };
}

/** Plays Sage GE, MEG, a plateforme agréée and a mail server on free ports. */
export async function startSandbox() {
  const port = await freePort();
  const mailPort = await freePort();
  const state = folder("sandbox");
  const server = spawn(program("liasse-sandbox"), ["--port", String(port), "--mail-port", String(mailPort), "--state", state], { stdio: "ignore" });
  const address = `http://127.0.0.1:${port}`;
  await until("the sandbox", async () => (await fetch(`${address}/received`)).ok);
  return {
    connection: {
      address: `${address}/ge/v1`, entity: "ENT-0001", siren: "900000019", clientId: "liasse-sandbox", clientSecret: "sandbox-secret",
    },
    folder: "DOS001",
    meg: { address: `${address}/meg/v1`, user: "liasse-sandbox", password: "sandbox-secret" },
    /** The markers that MEG's folders know, by rate. */
    markers: { "20.00": "TVA20", "10.00": "TVA10", "5.50": "TVA55", "2.10": "TVA21" },
    noVat: "SANS",
    /** What MEG received. */
    purchases: async () => (await (await fetch(`${address}/received`)).json()).meg,
    received: async () => (await (await fetch(`${address}/received`)).json()).ge,
    /** The picture that came with an entry. */
    image: (piece) => readFileSync(join(state, "ge", piece.image)),
    platform: {
      address: `${address}/pa/flow-service`, tokenAddress: `${address}/pa/oauth2/token`, clientId: "liasse-sandbox", clientSecret: "sandbox-secret",
    },
    /** An invoice comes in for the company with this SIREN. */
    offer: (siren) => fetch(`${address}/pa/offer`, { method: "POST", body: new URLSearchParams({ siren }), redirect: "manual" }),
    /** The platform's flows: invoices, and messages. */
    flows: async () => (await (await fetch(`${address}/received`)).json()).platform,
    /** Its certificate authority, which mail is not sent without. */
    authority: join(state, "authority.pem"),
    mail: { host: "127.0.0.1", port: String(mailPort), user: "liasse-sandbox", sender: "compta@lenoir.example", name: "Cabinet Lenoir" },
    /** The letters received. */
    mails: async () => (await fetch(`${address}/mail`)).json(),
    /** What goes wrong with the next letter. */
    mailFault: (fault) => fetch(`${address}/mail/fault`, { method: "POST", body: new URLSearchParams({ fault }), redirect: "manual" }),
    stop: () => server.kill(),
  };
}

/** What makes a program believe that it runs so many days later. */
export async function daysLater(days) {
  const library = join(folder("later"), "later.so");
  await run("cc", ["-shared", "-fPIC", "-O1", "-o", library, join(import.meta.dirname, "later.c"), "-ldl"]);
  return { LD_PRELOAD: library, LIASSE_E2E_DAYS: String(days) };
}

/** A folder that BOB Demat would watch; its files without the mark by which Liasse knows it again. */
export function bobFolder() {
  const root = join(folder("bob"), "bob-demat");
  mkdirSync(root);
  const list = (under) => readdirSync(under, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith(".")).map((entry) => join(entry.parentPath, entry.name)).toSorted();
  return { root, files: () => list(root) };
}

/** Cents of an amount with a decimal point: `"12.30"` is 1230. */
export function cents(text) {
  const [, sign, whole, part = ""] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text.trim()) ?? [];
  if (whole === undefined) throw new Error(`${JSON.stringify(text)} is no amount`);
  return (sign === "-" ? -1 : 1) * (Number(whole) * 100 + Number(part.padEnd(2, "0")));
}

/** Cents of an amount as the screens write it in French: `1 234,56 €`. */
export function shownCents(text) {
  return cents(text.replace(/[^\d,-]/g, "").replace(",", "."));
}

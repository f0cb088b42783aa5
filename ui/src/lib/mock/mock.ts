/** A desk in memory, for looking at the screens and for their tests; never part of the application. */
import { bobOf } from "./bob";
import { platformOf } from "./platform";
import { practiceOf } from "./practice";
import { add, calculate } from "../calculator";
import type { Desk, FileDrop } from "../desk";
import type * as T from "../types";
import { ACCOUNTS, doubtMessage, documents, invoiceOf, SUPPLIERS, totals, type MockDocument } from "./data";
import { invoicePaper, picture, wordsOf } from "./paper";
import { mockLists } from "./lists";
import { reviewOf } from "./review";
import { mockSplit, splitPaper } from "./split";

const COALA: T.CoalaPreset[] = [
  { code: "dolibarr", columns: ["date", "journal", "account", "movement", "piece", "debit", "credit", "euro", "auxiliary"] },
  { code: "openflyers", columns: ["date", "journal", "piece", "any_account", "debit", "credit", "padded_label", "movement", "euro"] },
];
const COUNTS: T.StatusCounts = { reading: 0, toSplit: 0, toReview: 0, ready: 0, published: 0, archived: 0, duplicates: 0, foreignCurrency: 0, expenseReports: 0 };

export interface MockOptions { opening?: T.Opening; many?: number; empty?: boolean; calls?: [string, unknown[]][] }

/** `?opening=…` in the address shows the screens before the first client file. */
export function mockDesk(options: MockOptions = fromAddress()): Desk & { drop: (drop: FileDrop) => void; emit: (event: T.DeskEvent) => void } {
  const suppliers = SUPPLIERS.map((one) => ({ ...one }));
  const all: MockDocument[] = options.empty ? [] : documents(suppliers);
  const many = options.many ?? 0;
  const files: { id: string; code: string; name: string; isFirm: boolean; country: string }[] = options.opening?.state === "ready" && options.opening.firstRun ? [] : [
    { id: "c0", code: "LENOIR", name: "Cabinet Lenoir", isFirm: true, country: "FR" }, { id: "c1", code: "MARCHAL", name: "Boulangerie Marchal", isFirm: false, country: "FR" },
    { id: "c2", code: "TISSOT", name: "Garage Tissot", isFirm: false, country: "FR" }, { id: "c3", code: "VANACKER", name: "Traiteur Van Acker", isFirm: false, country: "BE" }];
  const rules = new Map(suppliers.filter((one) => one.charge !== null).map((one) => [one.id, one.charge]));
  const sources: T.SourceRow[] = options.empty ? [] : mockSources();
  const undoStack: { message: T.Message; documents: string[]; back: () => void }[] = [];
  const handlers: { event: ((event: T.DeskEvent) => void)[]; drop: ((drop: FileDrop) => void)[] } = { event: [], drop: [] };
  let watched: T.WatchedFolder[] = [{ id: "w1", flow: "purchases", splitMode: "automatic", path: "/home/lenoir/scans/marchal", trouble: null }];
  let belgianUbl: T.BelgianUbl = "peppol_bis3";
  let filesChoice: T.FilesChoice = { format: "fec", columns: [], charset: "utf8" };
  const find = (id: string): MockDocument => {
    const found = all.find((one) => one.id === id);
    if (found === undefined) throw refusal("not_found", { what: "document" });
    return found;
  };
  const record = (code: string, ids: string[], back: () => void) => void undoStack.push({ message: { code, args: {} }, documents: ids, back });
  const view = (id: string): T.ReviewView => reviewOf(find(id), all.filter((one) => one.status === "to_review" || one.status === "ready"), rules);
  const settle = (id: string, name: string, change: (one: MockDocument) => void = () => undefined): T.ReviewView => {
    const one = find(id);
    const before = { ...one, vat: one.vat, accounts: [...one.accounts], accepted: new Set(one.accepted) };
    change(one);
    one.accepted.add(name);
    one.status = reviewOf(one, [], rules).doubts.length === 0 ? "ready" : "to_review";
    record("set_field", [id], () => Object.assign(one, before));
    return view(id);
  };

  const ruleOf = (id: string): T.RuleView => {
    const one = suppliers.find((supplier) => supplier.id === id) ?? suppliers[0]!;
    const account = rules.get(id) ?? "606300";
    return { form: { id: `rule-${id}`, thirdParty: id, text: "", atLeast: "", atMost: "", paidBy: "", onPage: "", vatScheme: null, lines: [{ account, share: "open", value: "", rate: "" }] },
      name: one.name, account: one.account ?? "", kind: "supplier", accounts: [{ code: account, label: ACCOUNTS.find((each) => each.code === account)?.label ?? "" }], reason: { code: "account_by_fec", args: { account, count: "14", total: "15" } }, byUser: false };
  };
  const desk: Desk = {
    opening: async () => options.opening ?? { state: "ready", recoveryCode: null, firstRun: false, sample: true, passphraseWanted: false },
    unlock: async (passphrase) => {
      if (passphrase === "faux") return { state: "failed", message: { code: "wrong_passphrase", args: {} }, detail: "the passphrase is wrong" };
      return { state: "ready", recoveryCode: "K7QF-2M9D-XWPA-4H3T-RV8C-J6NE", firstRun: false, sample: false, passphraseWanted: passphrase.includes("-") };
    },
    clientFiles: async () => files.map((file) => ({ ...file, purchases: file.id === "c1" ? countsOf(all) : { ...COUNTS, toReview: file.code.length - 5 }, sales: COUNTS })),
    clientFileForm: async (id, country) => ({ ...blankForm(country), ...(id === null ? {} : { id, name: files.find((one) => one.id === id)?.name ?? "", code: files.find((one) => one.id === id)?.code ?? "", siren: "417903226", address: "8, place du Martroi, 45300 Pithiviers", bobRoot: "/srv/bob-demat", bobCode: "MARCHAL" }) }),
    saveClientFile: async (form) => {
      if (form.siren !== "" && !/^\d{9}$/.test(form.siren)) throw refusal("siren", { field: "siren", text: form.siren });
      if (form.name.trim() === "") throw refusal("required", { field: "name" });
      const id = form.id ?? `c${files.length}`;
      if (form.id === null) files.push({ id, code: form.code || "NOUVEAU", name: form.name, isFirm: form.isFirm, country: form.country });
      return { id, code: form.code, name: form.name, isFirm: form.isFirm, country: form.country, purchases: COUNTS, sales: COUNTS };
    },
    importFec: async (_, path) => {
      if (!path.includes("bad")) return { lines: 4812, entries: 1204, accounts: 86, suppliers: 63, customers: 22, rules: 58 };
      throw { ...refusal("fec_refused", {}), findings: [
        { severity: "error", code: "fec_unbalanced", page: null, line: 311, args: { journal: "ACH", entry: "118", debit: "120.00", credit: "100.00" }, message: "entry ACH 118 has 120.00 of debit and 100.00 of credit" },
        { severity: "error", code: "fec_date", page: null, line: 2907, args: { column: "EcritureDate", text: "20251301" }, message: "EcritureDate is 2025-13-01; a date like 20251231 was expected" }] };
    },
    loadStandardChart: async () => 812,
    accounts: async () => ACCOUNTS,
    thirdParties: async (_, kind) => (kind === "customer" ? [] : suppliers.filter((one) => one.account !== null).map((one) => ({
      id: one.id, kind, name: one.name, account: one.account ?? "", siren: one.siren || null, vatNumber: one.siren === "" ? "DE811204377" : null, rules: rules.has(one.id) ? 1 : 0, ruleAccount: rules.get(one.id) ?? null,
      ruleAccountLabel: ACCOUNTS.find((account) => account.code === rules.get(one.id))?.label ?? null, ruleReason: rules.has(one.id) ? { code: "account_by_fec", args: { count: "14", total: "15" } } : null }))),
    ...mockLists(record),
    rules: async () => suppliers.filter((one) => rules.has(one.id)).map((one) => ruleOf(one.id)),
    rulesOf: async (id) => (rules.has(id) ? [ruleOf(id)] : []),
    ruleDraft: async (id) => ({ ...ruleOf(find(id).supplier.id).form, lines: [{ account: find(id).accounts[0] ?? "606300", share: "open", value: "", rate: "" }] }),
    previewRule: async (form) => {
      if (form.lines.some((line) => line.share === "percent" && Number(line.value) > 100)) throw refusal("rule_percentages", { field: "lines" });
      return { waiting: 7, fitting: form.text === "" ? 7 : 2, changes: form.text === "" ? 3 : 1 };
    },
    saveRule: async (form) => { rules.set(form.thirdParty, form.lines[0]?.account ?? null); record("save_rule", [], () => rules.delete(form.thirdParty)); return 3; },
    deleteRule: async (id) => void rules.delete(id.replace("rule-", "")),
    ...practiceOf(),
    watchedFolders: async () => watched,
    watchFolder: async (_, flow, splitMode, path) => {
      const folder = { id: `w${watched.length + 1}`, flow, splitMode, path, trouble: null };
      watched = [...watched, folder];
      return folder;
    },
    unwatchFolder: async (id) => { watched = watched.filter((one) => one.id !== id); },
    addFiles: async (_, __, ___, paths) => ({ accepted: paths.length, duplicates: 0, refused: [] }),
    cancelSource: async (id) => void sources.splice(sources.findIndex((one) => one.id === id), 1),
    readAgain: async (id) => { const one = sources.find((source) => source.id === id); if (one) one.state = "queued"; },
    dismissSource: async (id) => void sources.splice(sources.findIndex((one) => one.id === id), 1),
    inbox: async (query) => {
      if (many > 0) return manyRows(query, many);
      if (query.clientFile !== "c1" || query.flow === "sales") return { rows: [], total: 0, counts: COUNTS, sources: [], readyTotal: "0.00" };
      const wanted = query.statuses.length === 0 ? ["to_review", "ready"] : query.statuses;
      const words = query.search.toLowerCase();
      const rows = all.filter((one) => wanted.includes(one.status)).filter((one) => !query.duplicates || one.duplicateOf !== null)
        .filter((one) => !query.foreignCurrency || one.currency !== "EUR")
        .filter((one) => !query.expenseReports || one.kind === "expense_report").map(rowOf)
        .filter((row) => words === "" || JSON.stringify(row).toLowerCase().includes(words));
      const ready = all.filter((one) => one.status === "ready").reduce((sum, one) => add(sum, rowOf(one).totalTtc ?? "0.00"), "0.00");
      return { rows: rows.slice(query.offset, query.offset + query.limit), total: rows.length, counts: countsOf(all), sources: [...sources], readyTotal: ready };
    },
    inboxDrawn: async () => undefined,
    review: async (id) => view(id),
    words: async (source, page) => (source === "split" ? [] : wordsOf(invoicePaper(invoiceOf(bySource(all, source)), page))),
    setKind: async (id, kind) => settle(id, "kind", (one) => { one.kind = kind; }),
    setField: async (id, change) => {
      const view = await settle(id, change.name, (one) => setField(one, change));
      const taught = { code: "lesson_kept_and_read_again", args: { field: change.name, name: view.thirdParty.name ?? "", n: "2" } };
      return { ...view, taught: change.name === "invoice_number" ? taught : null };
    },
    acceptField: async (id, name) => settle(id, name),
    acceptFieldOfAll: async (ids, name) => {
      const before = ids.map((id) => ({ one: find(id), was: { ...find(id), accepted: new Set(find(id).accepted) } }));
      for (const { one } of before) {
        one.accepted.add(name);
        one.status = reviewOf(one, [], rules).doubts.length === 0 ? "ready" : "to_review";
      }
      record("accept_field", ids, () => before.forEach(({ one, was }) => Object.assign(one, was)));
      return ids.length;
    },
    editAll: async (ids) => ids.length,
    makeRules: async (ids) => ids.length,
    setAccountOfAll: async (ids, account) => {
      const before = ids.map((id) => ({ one: find(id), accounts: find(id).accounts }));
      for (const { one } of before) one.accounts = one.accounts.map(() => account);
      record("set_allocation", ids, () => before.forEach(({ one, accounts }) => { one.accounts = accounts; }));
      return ids.length;
    },
    setVatLines: async (id, lines) => settle(id, "vat_lines", (one) => { one.vat = lines.map((line) => ({ ...line, base: calculate(line.base) ?? line.base, amount: calculate(line.amount) ?? line.amount })); while (one.accounts.length < one.vat.length) one.accounts.push(null); }),
    setVatScheme: async (id, scheme) => settle(id, "vat_scheme", (one) => { one.scheme = scheme === "intracom" ? "intracom" : "standard"; }),
    setPaymentMethod: async (id) => settle(id, "payment"),
    setThirdParty: async (id, thirdParty) => settle(id, "third_party", (one) => { one.thirdParty = thirdParty; }),
    createThirdParty: async (id, form) => settle(id, "third_party", (one) => {
      one.supplier.account = form.account;
      one.supplier.name = form.name;
      for (const other of all) if (other.supplier.id === one.supplier.id) other.thirdParty = one.supplier.id;
    }),
    setAllocations: async (id, lines) => settle(id, "allocations", (one) => { one.accounts = lines.map((line) => line.account ?? null); }),
    setAllocationAmount: async (id, index) => settle(id, `allocation:${index}:amount`),
    setBeside: async (id) => settle(id, "beside", () => undefined),
    setAllocation: async (id, index, account) => settle(id, `allocation:${index}`, (one) => { one.accounts[index] = account; }),
    makeRule: async (id) => {
      const one = find(id);
      rules.set(one.supplier.id, one.accounts[0] ?? null);
      const same = all.filter((other) => other !== one && other.supplier.id === one.supplier.id && other.accounts.includes(null));
      for (const other of same) other.accounts = other.accounts.map((account) => account ?? one.accounts[0] ?? null);
      record("make_rule", [id], () => rules.delete(one.supplier.id));
      return same.length;
    },
    keepOne: async (_, other) => { const one = find(other); const before = one.status; one.status = "archived"; record("keep_one", [other], () => { one.status = before; }); },
    mergeDuplicate: async (keep, other) => { find(other).status = "archived"; find(keep).duplicateOf = null; return keep; },
    partPicture: async (id) => settle(id, "picture"),
    notADuplicate: async (id) => settle(id, "duplicate", (one) => { one.duplicateOf = null; }),
    history: async (id) => [
      { at: Date.UTC(2026, 10, 21, 9, 12), actor: "Camille Lenoir", message: { code: "set_field", args: { field: "due_date", value: "2026-12-31" } }, inverted: null, values: [{ what: "due_date", before: "2027-01-14", after: "2026-12-31" }], undone: false },
      { at: Date.UTC(2026, 10, 21, 8, 1), actor: "Camille Lenoir", message: { code: "add_file", args: { file: find(id).source } }, inverted: null, values: [], undone: false }],
    archive: async (ids) => { const before = ids.map((id) => find(id).status); for (const id of ids) find(id).status = "archived"; record("archive", ids, () => ids.forEach((id, i) => { find(id).status = before[i] ?? "to_review"; })); },
    merge: async (ids) => { for (const id of ids.slice(1)) find(id).status = "archived"; return ids[0] ?? ""; },
    moveToFlow: async (ids) => { for (const id of ids) all.splice(all.indexOf(find(id)), 1); },
    splitView: async () => mockSplit(),
    confirmSplit: async (decision) => { sources.splice(sources.findIndex((one) => one.state === "to_split"), 1); return decision.starts.map(String); },
    targets: async () => [
      { code: "sage-ge", usable: true, trouble: null, destination: "MARCHAL" }, { code: "bob", usable: true, trouble: null, destination: "/srv/bob-demat/MARCHAL/achats" },
      { code: "meg", usable: false, trouble: { code: "target_not_configured", args: {} }, destination: "" },
      { code: "meg-mail", usable: true, trouble: null, destination: "achats-marchal@meg.example" }, { code: "files", usable: true, trouble: null, destination: "" }],
    publicationSummary: async (_, ids) => {
      const asked = ids.length === 0 ? all.filter((one) => one.status === "ready") : ids.map(find);
      const going = asked.filter((one) => one.status === "ready");
      return { documents: going.map((one) => one.id), journals: [{ journal: "ACH", flow: "purchases", entries: going.length, total: going.reduce((sum, one) => add(sum, totals(one).ttc), "0.00"), currency: "EUR" }],
        heldBack: asked.filter((one) => one.status !== "ready").map((one) => ({ document: one.id, label: one.number ?? "?", message: { code: "doubts_left", args: { count: "1" } } })) };
    },
    publish: async (_, ids, target) => { for (const id of ids) find(id).status = "published"; return { published: ids.map((id) => ({ document: id, remote: `${target}/${find(id).number}.xml` })), heldBack: [], file: target === "files" ? "/home/lenoir/MARCHAL.zip" : null, findings: [] }; },
    belgianUbl: async () => belgianUbl,
    setBelgianUbl: async (_, variant) => { belgianUbl = variant; },
    filesOffer: async () => ({ choice: { ...filesChoice }, presets: COALA, columns: [...new Set([...COALA.flatMap((one) => one.columns), "label", "blank"])] }),
    setFilesChoice: async (_, choice) => { filesChoice = choice; },
    filesPreview: async (_, ids, choice) => choice.format === "coala" && !choice.columns.includes("date")
      ? { name: "", lines: [], findings: [], trouble: { code: "entries_columns", args: { missing: "date" } } }
      : { name: choice.format === "ximport" ? "XIMPORT.TXT" : `${choice.format}.txt`, lines: ids.slice(0, 4).map((id) => `20/11/2026;ACH;606300;1;${find(id).number};100,00;0,00;E;`),
        findings: [{ severity: "warning", code: "entries_text_cut", page: null, line: null, message: "cut", args: { text: "Boulangerie Marchal et fils", kept: "Boulangerie Marchal" } }], trouble: null },
    ...bobOf(),
    reopening: async () => ({ targets: [{ target: "sage-ge", message: { code: "publication_done", args: { target: "sage-ge", at: "1795000000000" } } }], date: "2026-03-16", needsFile: false, trouble: null }),
    reopenDocument: async (id) => { find(id).status = "ready"; return { published: [], heldBack: [], file: null, findings: [] }; },
    ...platformOf(),
    settlePublication: async (id, _, arrived) => { for (const one of all) if (one.id === id) one.status = arrived ? "published" : "ready"; },
    sageGeConnection: async () => ({ address: "https://api.sage.example", entity: "LENOIR", siren: "502118347", clientId: "liasse", clientSecret: "", patience: null }),
    saveSageGeConnection: async () => [{ id: "MARCHAL", label: "Boulangerie Marchal", active: true }, { id: "TISSOT", label: "Garage Tissot", active: false }],
    sageGeFolders: async () => [{ id: "MARCHAL", label: "Boulangerie Marchal", active: true }, { id: "TISSOT", label: "Garage Tissot", active: false }],
    secretPlaces: async () => ({ key: "passphrase", currentNeeded: true, credentials: "database" }),
    setPassphrase: async (current) => { if (current === "faux") throw refusal("wrong_passphrase", {}); },
    undo: async () => { const last = undoStack.pop(); if (last === undefined) return null; last.back(); return { message: last.message, documents: last.documents }; },
    pageUrl: (source, page) => picture(source === "split" ? splitPaper(page) : invoicePaper(invoiceOf(bySource(all, source)), page)),
    onEvent: async (handler) => { handlers.event.push(handler); return () => undefined; },
    onDrop: async (handler) => { handlers.drop.push(handler); return () => { handlers.drop.splice(handlers.drop.indexOf(handler), 1); }; },
    pickFiles: async () => ["/home/lenoir/scan.pdf"],
    pickFolder: async () => "/home/lenoir/scans",
    pickFec: async () => "/home/lenoir/bad-FEC20251231.txt",
    pickCertificate: async () => "/home/lenoir/cabinet.pem",
    pickZip: async () => "/home/lenoir/MARCHAL.zip",
  };
  return { ...(options.calls === undefined ? desk : recorded(desk, options.calls)), drop: (drop) => handlers.drop.forEach((handler) => handler(drop)), emit: (event) => handlers.event.forEach((handler) => handler(event)) };
}

function recorded(desk: Desk, calls: [string, unknown[]][]): Desk {
  return Object.fromEntries(Object.entries(desk).map(([name, call]) => [name, (...args: unknown[]) => {
    calls.push([name, args]);
    return (call as (...given: unknown[]) => unknown)(...args);
  }])) as unknown as Desk;
}

export function refusal(code: string, args: Record<string, string>): T.DeskError {
  return { code, message: { code, args }, detail: `${code} ${JSON.stringify(args)}`, findings: [] };
}

function fromAddress(): MockOptions {
  const query = new URLSearchParams(location.search);
  const opening = query.get("opening");
  const many = Number(query.get("many") ?? "0");
  const options: MockOptions = { many, empty: query.has("empty") };
  if (opening === "new" || opening === "known") options.opening = { state: "passphrase_needed", new: opening === "new" };
  if (opening === "in-use") options.opening = { state: "in_use" };
  if (opening === "failed") options.opening = { state: "failed", message: { code: "newer_database", args: {} }, detail: "the database has schema 12, this Liasse knows 9" };
  if (opening === "first") options.opening = { state: "ready", recoveryCode: null, firstRun: true, sample: false, passphraseWanted: false };
  if (opening === "code") options.opening = { state: "ready", recoveryCode: "K7QF-2M9D-XWPA-4H3T-RV8C-J6NE", firstRun: false, sample: false, passphraseWanted: false };
  return options;
}

function bySource(all: MockDocument[], source: string): MockDocument {
  return (all.find((one) => one.source === source) ?? all[0]) as MockDocument;
}

function setField(one: MockDocument, change: T.FieldChange): void {
  const iso = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(change.text);
  const text = iso === null ? change.text : `${iso[3]}-${iso[2]}-${iso[1]}`;
  if (change.name === "issue_date") one.date = text;
  else if (change.name === "due_date") one.due = text;
  else if (change.name === "invoice_number") one.number = text;
  else if (change.name === "currency") one.currency = text;
}

function countsOf(all: MockDocument[]): T.StatusCounts {
  const count = (status: T.Status) => all.filter((one) => one.status === status).length;
  return {
    reading: all.length > 0 ? 1 : 0, toSplit: all.length > 0 ? 1 : 0, toReview: count("to_review"), ready: count("ready"), published: count("published"), archived: count("archived"),
    duplicates: all.filter((one) => one.duplicateOf !== null).length, foreignCurrency: all.filter((one) => one.currency !== "EUR").length,
    expenseReports: all.filter((one) => one.kind === "expense_report").length,
  };
}

function rowOf(one: MockDocument): T.InboxRow {
  const sum = totals(one);
  const sign = one.kind === "credit_note" ? "-" : "";
  const message = one.status === "to_review" ? doubtMessage(one) : null;
  const accounts = one.accounts.filter((account) => account !== null);
  return {
    id: one.id, source: one.source, status: one.status, kind: one.kind, kindDoubtful: one.kindDoubtful && !one.accepted.has("kind"), thirdParty: one.supplier.name, thirdPartyAccount: one.supplier.account,
    date: one.date, number: one.number, doubts: message === null ? [] : [{ field: message.args["field"] ?? "entry", message, acceptable: message.code === "unsure" }], reason: { code: "account_by_fec", args: { account: one.supplier.charge ?? "", count: "14", total: "15" } },
    account: accounts.length === 0 ? null : accounts.length === 1 ? `${accounts[0]} ${ACCOUNTS.find((account) => account.code === accounts[0])?.label ?? ""}` : accounts.join(", "),
    totalVat: sign + sum.vat, totalTtc: sign + sum.ttc, currency: one.currency, origin: one.origin, duplicateOf: one.duplicateOf,
    publication: one.status === "published" ? { code: "published_to", args: { target: "Sage GE", date: "2026-11-20" } } : null,
  };
}

function manyRows(query: T.InboxQuery, total: number): T.InboxPage {
  const rows: T.InboxRow[] = [];
  for (let i = query.offset; i < Math.min(total, query.offset + query.limit); i += 1) {
    rows.push({ id: `m${i}`, source: "many", status: i % 3 === 0 ? "to_review" : "ready", kind: "invoice", kindDoubtful: false, thirdParty: `Fournisseur ${Math.floor(i / 7)}`, thirdPartyAccount: `401${Math.floor(i / 7)}`,
      date: "2026-11-02", number: `N-${i}`, doubts: i % 3 === 0 ? [{ field: "due_date", message: { code: "unsure", args: { field: "due_date" } }, acceptable: true }] : [], reason: null, account: "606300", totalVat: "20.00", totalTtc: "120.00", currency: "EUR",
      origin: "scan", duplicateOf: null, publication: null });
  }
  return { rows, total, counts: { ...COUNTS, toReview: Math.ceil(total / 3), ready: total - Math.ceil(total / 3) }, sources: [], readyTotal: "120.00" };
}

function mockSources(): T.SourceRow[] {
  const row = (id: string, fileName: string, state: string, more: Partial<T.SourceRow>): T.SourceRow =>
    ({ id, fileName, state, pagesDone: 0, pagesTotal: 0, documents: 0, unsureBoundaries: 0, findings: [], duplicateOf: null, receivedAt: Date.UTC(2026, 10, 21), ...more });
  return [
    row("r1", "scan_tickets_octobre.pdf", "reading", { pagesDone: 40, pagesTotal: 96, documents: 17 }),
    row("split", "scan_fournisseurs_nov.pdf", "to_split", { pagesTotal: 24, documents: 14, unsureBoundaries: 1 }),
    row("r3", "facture_illisible.pdf", "failed", { findings: [{ severity: "error", code: "pdf_encrypted", page: null, line: null, args: {}, message: "the PDF is encrypted" }] }),
    row("r4", "scan_tickets_octobre (1).pdf", "duplicate", { duplicateOf: "r1" }),
  ];
}

function blankForm(country: string): T.ClientFileForm {
  const belgian = country === "BE";
  return {
    id: null, code: "", name: "", isFirm: false, country, siren: "", vatNumber: "", address: "", journalPurchases: belgian ? "ACH" : "ACH", journalSales: "VTE", journalBank: "BQ", journalGeneral: "OD",
    supplierPrefix: belgian ? "440" : "401", customerPrefix: belgian ? "400" : "411", purchaseVatAccount: belgian ? "411000" : "445660", salesVatAccount: belgian ? "451000" : "445710",
    reverseChargeVatAccount: belgian ? "451500" : "445200", depositsAccount: belgian ? "488000" : "409600", bobRoot: "", bobCode: "", sageGeFolder: "",
  };
}

/** Forty documents of an imaginary bakery, for looking at the screens. */
import { add } from "../calculator";
import type { AccountView, Kind, Message, Status } from "../types";
import type { Invoice } from "./paper";

export interface Supplier { id: string; name: string; account: string | null; siren: string; charge: string | null; trade: string; address: string }
export interface MockDocument {
  id: string; supplier: Supplier; kind: Kind; kindDoubtful: boolean; status: Status; number: string | null; date: string | null; due: string | null;
  vat: { rate: string; base: string; amount: string }[]; currency: string; origin: string; doubt: Doubting | null; pages: number; source: string;
  accounts: (string | null)[]; thirdParty: string | null; duplicateOf: string | null; flow: "purchases" | "sales"; accepted: Set<string>; scheme: "standard" | "intracom";
}
export type Doubting = "due" | "kind" | "unknown" | "date" | "duplicate" | "scheme" | "number" | "arithmetic";

export const ACCOUNTS: AccountView[] = [
  ["401000", "Fournisseurs"], ["411000", "Clients"], ["445660", "TVA déductible"], ["445710", "TVA collectée"], ["601100", "Matières premières"], ["601200", "Café vert"],
  ["602600", "Emballages"], ["606100", "Énergie"], ["606300", "Petit équipement"], ["606400", "Fournitures administratives"], ["609100", "RRR obtenus"],
  ["611000", "Sous-traitance"], ["613200", "Locations immobilières"], ["615500", "Entretien du matériel"], ["616000", "Assurances"], ["622600", "Honoraires"], ["623100", "Annonces et insertions"],
  ["625100", "Voyages et déplacements"], ["625700", "Réceptions"], ["626000", "Télécommunications"], ["627000", "Services bancaires"], ["701000", "Ventes de produits finis"], ["706000", "Prestations de services"],
  ["707000", "Ventes de marchandises"],
].map(([code = "", label = ""]) => ({ code, label }));

export const SUPPLIERS: Supplier[] = [
  { id: "s1", name: "Maison Delorme", account: "401DELORME", siren: "417903226", charge: "601100", trade: "Grossiste en fournitures pour boulangers", address: "14, rue des Tanneurs, 45000 Orléans" },
  { id: "s2", name: "Kaffee Hartmann GmbH", account: "401HARTMANN", siren: "", charge: "601200", trade: "Rohkaffee", address: "Speicherstadt 12, 20457 Hamburg" },
  { id: "s3", name: "Ets Carlier", account: null, siren: "832114509", charge: null, trade: "Réparation de fours", address: "3, impasse du Four, 45300 Pithiviers" },
  { id: "s4", name: "Énergie Loire Services", account: "401ENERLOIRE", siren: "512447903", charge: "606100", trade: "Électricité et gaz", address: "80, quai Cypierre, 45000 Orléans" },
  { id: "s5", name: "Roussel & Fils", account: "401ROUSSEL", siren: "388214907", charge: "602600", trade: "Emballages pour métiers de bouche", address: "22, rue du Bourg, 41000 Blois" },
  { id: "s6", name: "Télécom Val de Loire", account: "401TELVAL", siren: "440112907", charge: "626000", trade: "Téléphone et accès internet", address: "5, rue de la Loire, 37000 Tours" },
  { id: "s7", name: "Assurances du Centre", account: "401ASSCENTRE", siren: "775601230", charge: "616000", trade: "Assurances professionnelles", address: "1, place d'Arc, 45000 Orléans" },
];

const FIRST: [number, string, string, Doubting | null, string, [string, string][], Kind, string][] = [
  [0, "F-2026-11873", "2026-11-16", "due", "scan", [["5.50", "635.90"], ["20.00", "249.00"]], "invoice", "EUR"],
  [0, "F-2026-11742", "2026-11-09", "due", "scan", [["5.50", "791.45"]], "invoice", "EUR"],
  [0, "F-2026-11596", "2026-11-02", "due", "pdf", [["5.50", "420.00"], ["20.00", "224.40"]], "invoice", "EUR"],
  [0, "A-2026-0381", "2026-11-04", null, "scan", [["5.50", "47.77"]], "credit_note", "EUR"],
  [1, "RE-88213", "2026-11-12", "scheme", "xml", [["0.00", "1840.00"]], "invoice", "EUR"],
  [1, "RE-87950", "2026-10-28", "number", "pdf", [["0.00", "2112.50"]], "invoice", "CHF"],
  [2, "20264471", "2026-11-13", "unknown", "photo", [["20.00", "231.00"]], "invoice", "EUR"],
  [2, "20264390", "", "date", "photo", [["20.00", "75.00"]], "receipt", "EUR"],
  [3, "EL-556873", "2026-11-10", "kind", "pdf", [["20.00", "155.08"]], "credit_note", "EUR"],
  [3, "EL-556120", "2026-11-05", "duplicate", "scan", [["20.00", "592.00"]], "invoice", "EUR"],
  [5, "TVL-90122", "2026-11-01", "arithmetic", "pdf", [["20.00", "49.90"]], "invoice", "EUR"],
  [4, "FR26-04418", "2026-11-18", null, "xml", [["20.00", "260.80"]], "invoice", "EUR"],
  [4, "FR26-04301", "2026-11-11", null, "xml", [["20.00", "142.00"]], "invoice", "EUR"],
  [4, "FR26-04187", "2026-11-04", null, "xml", [["20.00", "260.80"]], "invoice", "EUR"],
  [4, "FR26-04056", "2026-10-28", null, "scan", [["20.00", "99.00"]], "invoice", "EUR"],
];

export function documents(suppliers: Supplier[] = SUPPLIERS.map((one) => ({ ...one }))): MockDocument[] {
  const make = (...given: Given) => makeOf(suppliers, ...given);
  const all = FIRST.map(([s, number, date, doubt, origin, bases, kind, currency], i) => make(i + 1, s, number, date, doubt, origin, bases, kind, currency));
  for (let i = 0; i < 14; i += 1) {
    all.push(make(40 + i, i % 2 === 0 ? 5 : 6, `P-${3300 + i * 17}`, `2026-10-${String(28 - i).padStart(2, "0")}`, null, i % 3 === 0 ? "scan" : "pdf", [["20.00", `${40 + i * 13}.50`]], "invoice", "EUR"));
  }
  for (let i = 0; i < 9; i += 1) {
    const one = make(70 + i, [0, 3, 4][i % 3] ?? 0, `Z-${880 + i}`, `2026-09-${String(28 - i).padStart(2, "0")}`, null, "pdf", [["20.00", `${90 + i * 31}.00`]], "invoice", "EUR");
    one.status = i < 7 ? "published" : "archived";
    all.push(one);
  }
  const original = all.find((one) => one.number === "Z-881");
  const double = all.find((one) => one.doubt === "duplicate");
  if (double !== undefined && original !== undefined) double.duplicateOf = original.id;
  return all;
}

type Given = [n: number, s: number, number: string, date: string, doubt: Doubting | null, origin: string, bases: [string, string][], kind: Kind, currency: string];

function makeOf(suppliers: Supplier[], ...[n, s, number, date, doubt, origin, bases, kind, currency]: Given): MockDocument {
  const supplier = suppliers[s] as Supplier;
  const vat = bases.map(([rate, base]) => ({ rate, base, amount: tax(base, rate) }));
  return {
    id: `d${n}`, supplier, kind, kindDoubtful: doubt === "kind", status: doubt === null ? "ready" : "to_review", number, date: date || null, due: date === "" ? null : "2027-01-14",
    vat, currency, origin, doubt, pages: n % 3 === 1 ? 2 : 1, source: `f${n}`, thirdParty: supplier.account === null ? null : supplier.id,
    accounts: vat.map((_, i) => (supplier.charge === null ? null : i === 1 ? "606300" : supplier.charge)), duplicateOf: null, flow: "purchases", accepted: new Set(), scheme: s === 1 ? "intracom" : "standard",
  };
}

function tax(base: string, rate: string): string {
  return (Math.round(Number(base) * Number(rate)) / 100).toFixed(2);
}

export function totals(document: MockDocument): { ht: string; vat: string; ttc: string } {
  const ht = document.vat.reduce((sum, line) => add(sum, line.base), "0.00");
  const vat = document.vat.reduce((sum, line) => add(sum, line.amount), "0.00");
  return { ht, vat, ttc: document.doubt === "arithmetic" && !document.accepted.has("total_ttc") ? add(ht, add(vat, "1.80")) : add(ht, vat) };
}

const comma = (text: string) => text.replace(".", ",");

export function invoiceOf(document: MockDocument): Invoice {
  const sum = totals(document);
  const day = (text: string | null) => (text ?? "").split("-").reverse().join("/");
  return {
    supplier: document.supplier.name, trade: document.supplier.trade, address: document.supplier.address,
    siret: document.supplier.siren === "" ? "DE811204377" : `${document.supplier.siren} 00031`,
    title: document.kind === "credit_note" ? "AVOIR" : document.kind === "receipt" ? "TICKET" : "FACTURE", number: document.number ?? "", date: day(document.date), due: day(document.due),
    terms: "45 jours fin de mois", customer: ["BOULANGERIE MARCHAL SARL", "8, place du Martroi", "45300 Pithiviers"],
    lines: [
      ["Farine de tradition T65, sac 25 kg", "16", "18,90"], ["Beurre de tourage AOP, carton 10 kg", "4", "77,50"], ["Levure fraîche, pain 500 g", "10", "2,35"],
      ["Bac gerbable 60 × 40, lot de 3", "3", "42,80"], ["Film étirable alimentaire 300 m", "6", "11,90"],
    ].map(([label = "", qty = "", unit = ""], i) => ({ label, qty, unit, rate: `${comma(document.vat[i > 2 ? document.vat.length - 1 : 0]?.rate ?? "20.00")} %`, total: (Number(qty) * Number(unit.replace(",", "."))).toFixed(2).replace(".", ",") })),
    rates: document.vat.map((line) => ({ rate: comma(line.rate), base: comma(line.base), amount: comma(line.amount) })),
    ht: comma(sum.ht), vat: comma(sum.vat), ttc: `${comma(sum.ttc)} €`, payment: "virement", iban: "FR76 1480 6000 4272 0185 5510 083",
  };
}

export function doubtMessage(document: MockDocument): Message | null {
  switch (document.doubt) {
    case "due": return { code: "unsure", args: { field: "due_date", percent: "71" } };
    case "kind": return { code: "unsure", args: { field: "kind", percent: "58" } };
    case "unknown": return { code: "third_party_unknown", args: { name: document.supplier.name } };
    case "date": return { code: "missing", args: { field: "issue_date" } };
    case "duplicate": return { code: "duplicate", args: {} };
    case "scheme": return { code: "vat_scheme_to_confirm", args: { scheme: "intracom" } };
    case "number": return { code: "unsure", args: { field: "invoice_number", percent: "64" } };
    case "arithmetic": return { code: "arithmetic_gap", args: { amount: "1.80" } };
    case null: return null;
  }
}

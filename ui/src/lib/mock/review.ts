import type * as T from "../types";
import { add } from "../calculator";
import { ACCOUNTS, doubtMessage, invoiceOf, totals, type MockDocument } from "./data";
import { invoicePaper, rectOf } from "./paper";
import { BESIDE } from "./practice";

/** The review of a mock document, in the shape that the desk gives it. */
export function reviewOf(one: MockDocument, waiting: MockDocument[], rules: Map<string, string | null>): T.ReviewView {
  const paper = invoicePaper(invoiceOf(one), 1);
  const sum = totals(one);
  const at = waiting.indexOf(one);
  const doubts = doubtsOf(one, rules);
  const read = (page = 1): T.Message => ({ code: "by_reading", args: { page: String(page) } });
  const field = (name: string, input: string, value: string | null, more: Partial<T.FieldView> = {}): T.FieldView => ({
    name, input, value, doubtful: doubts.some((doubt) => doubt.field === name), missing: value === null && doubts.some((doubt) => doubt.field === name), method: "ocr",
    page: value === null ? null : 1, rect: value === null ? null : rectOf(paper, name), reason: read(), reasons: value === null ? [] : reasonsOf(name), percent: value === null ? null : 97, alternatives: [], ...more,
  });
  const label = (code: string | null) => ACCOUNTS.find((account) => account.code === code)?.label ?? null;
  const complete = one.accounts.slice(0, one.vat.length).every((account) => account !== null) && one.date !== null;
  const gap = add(add(sum.ht, sum.vat), `-${sum.ttc}`);
  const balanced = Number(gap) === 0;
  return {
    id: one.id, clientFile: "c1", flow: one.flow, status: one.status, position: at + 1, waiting: waiting.length, previous: waiting[at - 1]?.id ?? null, next: waiting[at + 1]?.id ?? null,
    source: one.source, fileName: "scan_fournisseurs_nov.pdf", pages: Array.from({ length: one.pages }, (_, i) => ({ number: i + 1, aspect: 595 / 842, region: null })),
    kind: field("kind", "kind", one.kind, { rect: rectOf(paper, "kind"), alternatives: one.doubt === "kind" && !one.accepted.has("kind") ? [{ value: "invoice", page: 1, rect: rectOf(paper, "kind") }] : [] }),
    fields: [
      field("issue_date", "date", one.date),
      field("due_date", "date", one.due, one.doubt === "due" ? { percent: 71, reason: { code: "by_reading_unsure", args: { page: "1", percent: "71" } }, alternatives: [{ value: "2026-12-31", page: 1, rect: rectOf(paper, "terms") }] } : {}),
      field("invoice_number", "text", one.number, one.doubt === "number" ? { alternatives: [{ value: "RE-87956", page: 1, rect: rectOf(paper, "invoice_number") }] } : {}),
      field("currency", "currency", one.currency),
      field("total_ht", "amount", sum.ht), field("total_vat", "amount", sum.vat), field("total_ttc", "amount", sum.ttc),
      field("payment_method", "payment_method", "transfer"), field("iban", "text", "FR7614806000427201855510083"), field("supplier_siret", "text", `${one.supplier.siren}00031`),
      field("customer_name", "text", "BOULANGERIE MARCHAL SARL"), field("order_reference", "text", null), field("amount_due", "amount", null),
    ],
    thirdParty: {
      kind: "supplier", id: one.supplier.account === null ? null : one.thirdParty, name: one.supplier.name, account: one.supplier.account, doubtful: one.supplier.account === null,
      reason: one.supplier.account === null ? { code: "third_party_unknown", args: {} } : { code: "third_party_by_siret", args: {} }, reasons: [], alternatives: [],
      proposal: one.supplier.account === null ? { kind: "supplier", name: one.supplier.name, account: "401CARLIER", siren: one.supplier.siren, vatNumber: "", iban: "FR7614806000427201855510083" } : null,
      page: 1, rect: rectOf(paper, "supplier_name"),
    },
    vatLines: one.vat, vatLinesDoubtful: false, arithmeticGap: gap,
    allocations: one.vat.map((line, i) => ({
      rate: line.rate, account: one.accounts[i] ?? null, accountLabel: label(one.accounts[i] ?? null), amount: line.base, insteadOf: null, doubtful: (one.accounts[i] ?? null) === null,
      reason: (one.accounts[i] ?? null) === null ? { code: "account_to_choose", args: {} } : { code: "account_by_fec", args: { account: one.accounts[i] ?? "", count: i === 0 ? "31" : "14", total: i === 0 ? "31" : "15" } },
      axisFirst: null, axisSecond: null, deductible: null,
    })),
    vatScheme: one.scheme, vatSchemeReason: { code: "scheme_by_default", args: {} }, vatSchemeInsteadOf: null, unallocated: null, rule: null,
    entry: complete && balanced ? {
      journal: "ACH", date: one.date ?? "", dueDate: one.due, total: sum.ttc,
      lines: [
        ...one.vat.map((line, i) => ({ account: one.accounts[i] ?? "", label: label(one.accounts[i] ?? null) ?? "", debit: line.base, credit: null })),
        ...one.vat.filter((line) => line.amount !== "0.00").map((line) => ({ account: "445660", label: `TVA déductible ${line.rate.replace(".00", "")} %`, debit: line.amount, credit: null })),
        { account: one.supplier.account ?? "401", label: one.supplier.name, debit: null, credit: sum.ttc }].map((line) => ({ ...line, foreign: null, axes: [], notes: [] })),
    } : null,
    paymentEntry: null, settlements: null, lifeCycle: null, copies: [], choices: [], beside: BESIDE, payment: null,
    entryTrouble: complete && balanced ? null : balanced ? { code: "entry_account_missing", args: {} } : { code: "entry_gap", args: { amount: gap } },
    doubts, findings: one.origin === "photo" ? [{ severity: "warning", code: "page_skewed", page: 1, line: null, args: {}, message: "the page was turned by 6 degrees" }] : [],
    ruleOffer: one.supplier.account !== null && one.accounts[0] != null && rules.get(one.supplier.id) !== one.accounts[0]
      ? { thirdParty: one.supplier.name, account: one.accounts[0], accountLabel: label(one.accounts[0]) ?? "", narrowed: false, changes: 1 } : one.doubt === "due"
        ? { thirdParty: one.supplier.name, account: one.accounts[0] ?? "", accountLabel: label(one.accounts[0] ?? null) ?? "", narrowed: false, changes: 3 } : null,
    duplicateOf: one.duplicateOf, duplicateReason: one.duplicateOf === null ? null : { code: "duplicate_number", args: { number: "EL-556120" } }, publications: one.status === "published" ? [{ code: "published_to", args: { target: "Sage GE", date: "2026-11-20" } }] : [], taught: null,
  };
}

/** Why the mock took a value. */
function reasonsOf(name: string): T.Message[] {
  if (name.startsWith("total_")) return [{ code: "label_left", args: { label: "Total" } }, { code: "totals_close", args: {} }];
  if (name === "due_date") return [{ code: "label_left", args: { label: "Échéance" } }, { code: "rival", args: { value: "2026-12-31" } }];
  return name === "invoice_number" ? [{ code: "label_left", args: { label: "Facture n°" } }, { code: "learned", args: { n: "2" } }] : [];
}

const FIELD_OF = { due: "due_date", kind: "kind", unknown: "third_party", date: "issue_date", duplicate: "duplicate", scheme: "vat_scheme", number: "invoice_number", arithmetic: "total_ttc" } as const;

function doubtsOf(one: MockDocument, rules: Map<string, string | null>): T.Doubt[] {
  void rules;
  const doubts: T.Doubt[] = [];
  const message = doubtMessage(one);
  if (one.doubt !== null && message !== null) {
    const field = FIELD_OF[one.doubt];
    const open = one.doubt === "unknown" ? one.supplier.account === null : one.doubt === "date" ? one.date === null : one.doubt === "duplicate" ? one.duplicateOf !== null : !one.accepted.has(field);
    if (open) doubts.push({ field, message });
  }
  if (one.doubt === "date" && one.supplier.account === null) doubts.unshift({ field: "third_party", message: { code: "third_party_unknown", args: { name: one.supplier.name } } });
  one.vat.forEach((_, i) => {
    if ((one.accounts[i] ?? null) === null) doubts.push({ field: `allocation:${i}`, message: { code: "account_to_choose", args: {} } });
  });
  return doubts;
}

import type * as T from "../types";

const PURPOSES: [string, string][] = [
  ["asset_vat", "445620"], ["purchase_vat_waiting", "445640"], ["advances_paid", "409100"], ["exchange_loss", "656000"], ["exchange_gain", "756000"], ["bank", "512000"],
];
const USD: T.ExchangeView = { currency: "USD", rate: "1.085300", date: "2026-11-16", source: "ecb", note: "" };

/** What is known beside the paper of a mock document. */
export const BESIDE: T.BesideView = {
  exchange: null, person: null, persons: [], paid: false, paidSaid: null, paidAmount: null, advance: null, prepaid: null, commissionRate: null,
};

const sale = (document: string, number: string, remaining: string, waiting: string): T.WaitingTaxRow =>
  ({ document, flow: "sales", status: "published", party: "Mairie de Saint-Amand", number, date: "2026-10-05", owed: remaining, remaining, waiting });
const sum = (amounts: string[]): string => amounts.reduce((total, amount) => total + Number(amount), 0).toFixed(2);

type Part = "practice" | "savePractice" | "savePerson" | "deletePerson" | "exchangeRates" | "saveExchangeRate" | "deleteExchangeRate" | "importExchangeRates"
  | "pickRates" | "recordSettlement" | "deleteSettlement" | "waitingTax" | "publishTaxDue" | "ledger";

/** How the mock client file is coded, and the mock firm's rates. */
export function practiceOf(): Pick<import("../desk").Desk, Part> {
  let practice: T.PracticeView = {
    territory: "france_mainland", territories: ["france_mainland", "corsica", "france_overseas", "france_overseas_untaxed"],
    rates: [["20.00", "art. 278 CGI"], ["10.00", "art. 278 bis CGI"], ["5.50", "art. 278-0 bis CGI"], ["2.10", "art. 298 septies CGI"]]
      .map(([rate = "", source = ""]) => ({ rate, from: null, until: null, source })),
    salesExigibility: "debits", accounts: PURPOSES.map(([purpose, usual]) => ({ purpose, account: "", usual })), persons: [],
    usualShares: [{ what: "petrol", account: "6061", share: "80", source: "art. 298-4-1° a CGI", taken: false }],
  };
  let rates: T.ExchangeView[] = [USD];
  let waiting: T.WaitingTaxRow[] = [sale("w1", "FA-2026-118", "1200.00", "200.00"), sale("w2", "FA-2026-121", "600.00", "100.00")];
  const due: string[] = [];
  return {
    practice: async () => practice,
    savePractice: async (_, form) => { practice = { ...practice, ...form }; },
    savePerson: async (_, form) => {
      const saved = { ...form, id: form.id === "" ? `person-${practice.persons.length + 1}` : form.id, account: form.account === "" ? "421000" : form.account };
      practice = { ...practice, persons: [...practice.persons.filter((one) => one.id !== saved.id), saved] };
      return saved;
    },
    deletePerson: async (_, id) => { practice = { ...practice, persons: practice.persons.filter((one) => one.id !== id) }; },
    exchangeRates: async (currency) => rates.filter((rate) => currency === null || rate.currency === currency.toUpperCase()),
    saveExchangeRate: async (form) => { rates = [{ ...form, source: "user" }, ...rates]; },
    deleteExchangeRate: async (currency, date) => { rates = rates.filter((rate) => rate.currency !== currency || rate.date !== date); },
    ledger: async () => ({ lines: [{
      change: { at: 1_795_000_000_000, actor: "camille", message: { code: "set_field", args: { field: "issue_date" } }, inverted: null, undone: false,
        values: [{ what: "issue_date", before: "2026-11-01", after: "2026-11-11" }] },
      documents: [{ id: "d1", label: "Maison Delorme FA-1" }], count: 1,
    }], more: false }),
    pickRates: async () => "/home/lenoir/eurofxref-hist.csv",
    recordSettlement: async (documents, date) => {
      const paid = waiting.filter((row) => documents.includes(row.document));
      waiting = waiting.filter((row) => !documents.includes(row.document));
      due.push(...paid.map((row) => `${row.document} ${date}`));
      return documents.length;
    },
    deleteSettlement: async () => {},
    waitingTax: async () => ({ rows: waiting, purchases: "0.00", sales: sum(waiting.map((row) => row.waiting)), toPublish: due.length }),
    publishTaxDue: async (_, file) => ({ published: due.splice(0).map((one) => ({ document: one.split(" ")[0] ?? "", remote: file })), heldBack: [], file, findings: [] }),
    importExchangeRates: async () => ({ rates: 2, currencies: 2, latest: "2026-11-20" }),
  };
}

import type * as T from "../types";

const PURPOSES: [string, string][] = [
  ["asset_vat", "445620"], ["purchase_vat_waiting", "445640"], ["advances_paid", "409100"], ["exchange_loss", "656000"], ["exchange_gain", "756000"], ["bank", "512000"],
];
const USD: T.ExchangeView = { currency: "USD", rate: "1.085300", date: "2026-11-16", source: "ecb", note: "" };

/** What is known beside the paper of a mock document. */
export const BESIDE: T.BesideView = {
  exchange: null, person: null, persons: [], paid: false, paidSaid: null, paidAmount: null, advance: null, prepaid: null, commissionRate: null,
};

type Part = "practice" | "savePractice" | "savePerson" | "deletePerson" | "exchangeRates" | "saveExchangeRate" | "deleteExchangeRate" | "importExchangeRates";

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
    importExchangeRates: async () => ({ rates: 2, currencies: 2, latest: "2026-11-20" }),
  };
}

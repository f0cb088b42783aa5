/** The chart's lists of the mock desk: enough to look at the screens and to test them. */
import type { Desk } from "../desk";
import type * as T from "../types";

type Lists = Pick<Desk, "chartPlan" | "importChart" | "ruleTransfer" | "transferRules" | "saveAccount" | "deleteAccounts" | "vatAccounts" | "saveVatAccount" | "deleteVatAccount"
  | "saveDeductibility" | "paymentMethods" | "savePaymentMethod" | "deletePaymentMethods" | "setPaymentDefault" | "reloadPaymentMethods" | "thirdPartyCard" | "saveThirdParty"
  | "deleteThirdParty" | "termsPreview" | "mergePreview" | "mergeThirdParties" | "pickChart">;

const message = (code: string, args: Record<string, string> = {}): T.Message => ({ code, args });

function refusal(code: string, args: Record<string, string>): T.DeskError {
  return { code, message: message(code, args), detail: code, findings: [] };
}

export function mockLists(record: (code: string, ids: string[], back: () => void) => void): Lists {
  let methods: T.PaymentMethod[] = [
    { id: "p1", name: "Visa du gérant", reference: "4417", lastFour: "4417", account: "512000", accountLabel: "Banques", destination: null, autoPublish: false, origin: "user", cards: 2 },
    { id: "p2", name: "**** 8806", reference: "8806", lastFour: "8806", account: null, accountLabel: null, destination: null, autoPublish: false, origin: "paper", cards: 0 },
  ];
  let byDefault: T.PaymentMethods["default"] = null;
  const vat: T.VatAccount[] = [
    { code: "445660", label: "TVA déductible", flow: "purchases", rate: "20.00", rateOrigin: "assumed", reverseCharge: "", counterpart: "", waiting: "445640", deductible: "" },
    { code: "445662", label: "TVA intracommunautaire 20 %", flow: "purchases", rate: "20.00", rateOrigin: "label", reverseCharge: "intra_eu_goods", counterpart: "445200", waiting: "", deductible: "" },
    { code: "445710", label: "TVA collectée 20 %", flow: "sales", rate: "20.00", rateOrigin: "label", reverseCharge: "", counterpart: "", waiting: "", deductible: "" },
  ];
  let waiting: T.Succession[] = [
    { former: { code: "606800", label: "Autres fournitures" }, uses: 2, thirdParties: ["Maison Delorme", "Carlier"], proposal: { code: "606300", label: "Petit équipement" }, reason: message("successor_same_root", { root: "606" }) },
  ];
  const card = (id: string, changes: Partial<T.ThirdPartyCard> = {}): T.ThirdPartyCard => ({
    id, clientFile: "c1", kind: "supplier", name: "Maison Delorme", account: "401DELORME", country: "FR", siren: "732829320", siret: "", vatNumber: "", ibans: ["FR7630006000011234567890189"],
    aliases: ["DELORME SARL"], waiting: 3, documents: 12,
    defaults: { vatAccount: "", paymentMethod: "p1", terms: "45 eom", termsReading: "", journal: "", axisFirst: "", axisSecond: "", description: "", autoPublish: false, reverseCharge: "", reverseChargeBase: "net", deductible: "", exigibility: "" },
    ...changes,
  });
  return {
    chartPlan: async (_, source) => {
      if (source.from === "file" && source.path.includes("bad")) throw refusal("chart_file_no_accounts", { headings: "Nom, Ville" });
      return {
        source: source.from === "file" ? message("chart_from_csv", { encoding: "windows-1252", separator: ";" }) : message("chart_from_standard"),
        columns: source.from === "file" ? [{ name: "code", heading: "N° compte" }, { name: "label", heading: "Intitulé" }] : [],
        accounts: 214, added: [{ code: "60630000", label: "Petit équipement" }], addedCount: 180, relabelled: [{ code: "607000", before: "Achats", after: "Achats de marchandises" }], unchanged: 33,
        absent: [{ code: "606300", label: "Petit équipement" }], newSuppliers: 12, newCustomers: 4, knownThirdParties: 51,
        moved: [{ name: "Maison Delorme", former: "401DELORME", account: "FDELORME", reason: message("third_party_by_siren") }], vatAccounts: 9,
        successions: [{ former: { code: "606300", label: "Petit équipement" }, uses: 7, thirdParties: ["Maison Delorme"], proposal: { code: "60630000", label: "Petit équipement" }, reason: message("successor_same_number") }],
        findings: [{ severity: "warning", code: "chart_account", page: null, line: 18, args: { text: "abc/12" }, message: "`abc/12` is no account" }],
      };
    },
    importChart: async () => { record("import_chart", [], () => undefined); return { added: 180, relabelled: 1, removed: 0, suppliers: 12, customers: 4, rules: 7 }; },
    ruleTransfer: async () => waiting,
    transferRules: async (_, choices) => { waiting = waiting.filter((one) => !choices.some((choice) => choice.former === one.former.code)); return choices.length; },
    saveAccount: async (_, form) => { if (form.code === "607000" && form.former === null) throw refusal("account_exists", { account: form.code, label: "Achats" }); },
    deleteAccounts: async (_, codes) => { if (codes.includes("606300")) throw refusal("account_in_use", { account: "606300", n: "4" }); },
    vatAccounts: async () => ({ accounts: vat, deductibility: [{ account: "606220", label: "Carburants", share: "80" }], reverseCharges: ["intra_eu_goods", "intra_eu_services", "construction", "import", "belgian_co_contractor", "domestic"] }),
    saveVatAccount: async (_, form) => { if (form.reverseCharge !== "" && form.counterpart === "") throw refusal("counterpart_missing", { field: "counterpart" }); },
    deleteVatAccount: async () => undefined,
    saveDeductibility: async () => undefined,
    paymentMethods: async () => ({
      methods, connected: null, bankAccounts: [{ code: "512000", label: "Banques" }, { code: "530000", label: "Caisse" }],
      destinations: [{ code: "ACH", label: "" }, { code: "OD", label: "" }], user: "camille", default: byDefault,
    }),
    savePaymentMethod: async (_, form) => {
      const id = form.id ?? `p${methods.length + 1}`;
      const kept = methods.find((one) => one.id === id);
      const next: T.PaymentMethod = { id, name: form.name, reference: form.reference || null, lastFour: null, account: form.account || null, accountLabel: null, destination: form.destination || null, autoPublish: form.autoPublish, origin: kept?.origin ?? "user", cards: kept?.cards ?? 0 };
      methods = kept === undefined ? [...methods, next] : methods.map((one) => (one.id === id ? next : one));
      return id;
    },
    deletePaymentMethods: async (_, ids) => { methods = methods.filter((one) => !ids.includes(one.id)); },
    setPaymentDefault: async (_, method, scope) => { byDefault = method === null ? null : { method, scope }; },
    reloadPaymentMethods: async () => ({ added: 3, removed: 0, bankAccounts: 1 }),
    thirdPartyCard: async (id) => card(id),
    saveThirdParty: async (form) => {
      if (form.name.trim() === "") throw refusal("name_missing", { field: "name" });
      return { ...form, id: form.id === "" ? "t9" : form.id };
    },
    deleteThirdParty: async () => { throw refusal("third_party_in_use", { name: "Maison Delorme", n: "12" }); },
    termsPreview: async (terms) => ({ terms, issue: "2026-11-22", daysThenMonthEnd: "2027-01-31", monthEndThenDays: /fin|eom/.test(terms) ? "2027-01-14" : null }),
    mergePreview: async () => ({
      from: "Maison Delorme", fromAccount: "401DELORME", into: "Carlier", intoAccount: "401CARLIER", documents: 12, rules: 1, lessons: 2, gains: ["DELORME SARL"],
      warnings: [message("merge_differs_siren", { from: "732829320", into: "443121975" })],
    }),
    mergeThirdParties: async (_, into) => card(into, { name: "Carlier", account: "401CARLIER" }),
    pickChart: async () => "/home/lenoir/plan.csv",
  };
}

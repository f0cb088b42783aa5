import type * as T from "../types";
import { refusal } from "./mock";

type Part = "stopPublication" | "publications" | "bobSettings" | "saveBobSettings" | "bobClientFiles" | "saveBobClientFile" | "bobDocuments"
  | "megForm" | "saveMegForm" | "megSettings" | "saveMegSettings" | "mailAccount" | "saveMailAccount" | "testMailAccount" | "megMailForm" | "saveMegMailForm" | "releaseDocuments" | "transferNow" | "certificateAuthority" | "trustAuthority";

/** One publication in each state that BOB Demat knows, and one elsewhere. */
function published(): T.PublicationView[] {
  const states: [T.PublicationState, string][] = [["waiting", "bob"], ["taken", "bob"], ["staying", "bob"], ["returned", "bob"], ["unknown", "sage-ge"], ["done", "sage-ge"]];
  return states.map(([state, target], place) => ({
    document: `p${place}`, flow: "purchases", status: "published", number: `F-2026-0${place}`, thirdParty: "Minoterie Vautrin", date: "2026-11-02",
    totalTtc: "120.00", totalVat: "20.00", currency: "EUR", target, state, at: 1_795_000_000_000,
    message: { code: `publication_${state}`, args: { target, at: "1795000000000" } },
  }));
}

/** BOB Demat of the mock, with one document to process, and the authority that it trusts. */
export function bobOf(): Pick<import("../desk").Desk, Part> {
  let settings: T.BobSettings = {
    devices: [{ name: "Serveur", root: "/mnt/bob-demat" }], defaultDevice: "Serveur", folders: { purchases: "achats", sales: "ventes", sundry: "divers" }, nightly: null,
  };
  let form: T.BobClientFileForm = { automatic: false, device: null, folders: null };
  let meg: T.MegForm = {
    address: "", user: "", password: "", patience: null, automated: true,
    settings: { destination: "purchases", vatByItem: true, supplierRate: false, markers: ["20.00", "10.00", "5.50", "2.10"].map((rate) => ({ rate, marker: "" })), noVatMarker: "" },
  };
  let ownMeg: T.MegSettings | null = null;
  let mail: T.MailAccount = { host: "", port: 465, security: "tls", user: "", password: "", sender: "", name: "" };
  let megMail: T.MegMail = { way: "mail", purchases: "", sales: "", folder: "" };
  let authority: T.AuthorityView | null = null;
  let released = false;
  const file = (): T.BobClientFile => ({
    clientFile: "c1", code: "MARCHAL", name: "Boulangerie Marchal", bobCode: "M1", folder: "/mnt/bob-demat/M1", trouble: null, form,
    toProcess: 1, waiting: 1, staying: 1, returned: 1, taken: 1, unknown: 0,
  });
  return {
    stopPublication: async () => undefined,
    publications: async (_, target) => published().filter((one) => target === null || one.target === target),
    bobSettings: async () => structuredClone(settings),
    saveBobSettings: async (given) => structuredClone((settings = given)),
    bobClientFiles: async () => [file()],
    saveBobClientFile: async (_, given) => { form = given; return file(); },
    bobDocuments: async () => [{
      document: "d4", flow: "purchases", number: "F-2026-11873", thirdParty: "Minoterie Vautrin", date: "2026-11-18", totalTtc: "840.00", currency: "EUR",
      released, byItself: released, reason: { code: released ? "by_itself_approved" : "held_not_approved", args: {} },
    }],
    releaseDocuments: async (_, on) => { released = on; },
    transferNow: async () => (released && form.automatic ? 1 : 0),
    megForm: async () => structuredClone(meg),
    saveMegForm: async (form) => { meg = form; return [{ id: "MARCHAL", label: "Boulangerie Marchal", active: true }]; },
    megSettings: async () => structuredClone(ownMeg),
    saveMegSettings: async (_, given) => { ownMeg = given; },
    mailAccount: async () => structuredClone(mail),
    saveMailAccount: async (given) => { mail = { ...given, password: "" }; },
    testMailAccount: async (given) => { if (given.password === "faux") throw refusal("mail_credentials", { detail: "535 5.7.8" }); },
    megMailForm: async () => structuredClone(megMail),
    saveMegMailForm: async (_, given) => { megMail = given; },
    certificateAuthority: async () => authority,
    trustAuthority: async (path) => (authority = path === null ? null : { name: "cabinet.pem", fingerprints: ["AB:CD:EF"] }),
  };
}

/** What crosses the boundary to the desk. Dates are `YYYY-MM-DD`, amounts decimal texts with a point, ids UUID texts. */

export type Flow = "purchases" | "sales";
export type Status = "reading" | "to_split" | "to_review" | "ready" | "published" | "archived";
export type SplitMode = "per_file" | "per_page" | "automatic";
export type Kind =
  | "invoice" | "credit_note" | "receipt" | "card_slip" | "expense_report" | "commission_statement" | "other";
export type Method = "text" | "ocr" | "xml" | "computed" | "user";
export type ThirdPartyKind = "supplier" | "customer";
export type VatScheme = "standard" | "reverse_charge" | "intracom" | "exempt" | "export";

export interface Message { code: string; args: Record<string, string> }
export interface Rect { x0: number; y0: number; x1: number; y1: number }

export type Opening =
  | { state: "ready"; recoveryCode: string | null; firstRun: boolean; sample: boolean }
  | { state: "passphrase_needed"; new: boolean }
  | { state: "in_use" }
  | { state: "failed"; message: Message; detail: string };

export interface StatusCounts {
  reading: number; toSplit: number; toReview: number; ready: number; published: number; archived: number;
  duplicates: number; foreignCurrency: number;
}
export interface ClientFileSummary {
  id: string; code: string; name: string; isFirm: boolean; country: string; purchases: StatusCounts; sales: StatusCounts;
}
export interface ClientFileForm {
  id: string | null; code: string; name: string; isFirm: boolean; country: string; siren: string; vatNumber: string;
  address: string; journalPurchases: string; journalSales: string; journalBank: string; journalGeneral: string;
  supplierPrefix: string; customerPrefix: string; purchaseVatAccount: string; salesVatAccount: string;
  reverseChargeVatAccount: string; depositsAccount: string; bobRoot: string; bobCode: string; sageGeFolder: string;
}
export interface FecImported {
  lines: number; entries: number; accounts: number; suppliers: number; customers: number; rules: number;
}
export interface AccountView { code: string; label: string }
export interface ThirdPartyView {
  id: string; kind: ThirdPartyKind; name: string; account: string; siren: string | null; vatNumber: string | null;
  ruleAccount: string | null; ruleAccountLabel: string | null; ruleReason: Message | null;
}
export interface ThirdPartyForm {
  kind: ThirdPartyKind; name: string; account: string; siren: string; vatNumber: string; iban: string;
}
export interface WatchedFolder {
  id: string; flow: Flow; splitMode: SplitMode; path: string; trouble: Message | null;
}

export interface Finding { severity: string; code: string; page: number | null; line: number | null; message: string }
/** What the desk throws when something cannot be done. */
export interface DeskError { code: string; message: Message; detail: string; findings: Finding[] }

export interface InboxQuery {
  clientFile: string; flow: Flow; statuses: Status[]; duplicates: boolean; foreignCurrency: boolean; search: string;
  offset: number; limit: number;
}
export interface InboxPage {
  rows: InboxRow[]; total: number; counts: StatusCounts; sources: SourceRow[]; readyTotal: string;
}
export interface InboxRow {
  id: string; status: Status; kind: Kind | null; kindDoubtful: boolean; thirdParty: string | null;
  thirdPartyAccount: string | null; date: string | null; number: string | null; doubts: Message[];
  reason: Message | null; account: string | null; totalVat: string | null; totalTtc: string | null;
  currency: string | null; origin: string; duplicateOf: string | null; publication: Message | null;
}
export interface SourceRow {
  id: string; fileName: string; state: string; pagesDone: number; pagesTotal: number; documents: number;
  unsureBoundaries: number; findings: Finding[]; duplicateOf: string | null; receivedAt: number;
}
export interface Added { accepted: number; duplicates: number; refused: { path: string; finding: Finding }[] }

export type DeskEvent =
  | { what: "progress"; clientFile: string; source: string; fileName: string; pagesDone: number; pagesTotal: number }
  | { what: "changed"; clientFile: string }
  | { what: "watched_folder"; clientFile: string; message: Message };

export interface TargetView { code: string; usable: boolean; trouble: Message | null; destination: string }
export interface JournalTotal { journal: string; flow: Flow; entries: number; total: string; currency: string }
export interface HeldBack { document: string; label: string; message: Message }
export interface PublicationSummary { documents: string[]; journals: JournalTotal[]; heldBack: HeldBack[] }
export interface PublicationReport {
  published: { document: string; remote: string }[]; heldBack: HeldBack[]; file: string | null;
}
export interface SageGeConnection {
  address: string; entity: string; siren: string; clientId: string; clientSecret: string;
}
export interface SageGeFolder { id: string; label: string; active: boolean }

export interface ReviewView {
  id: string; clientFile: string; flow: Flow; status: Status; position: number; waiting: number;
  previous: string | null; next: string | null; source: string; fileName: string; pages: PageView[];
  kind: FieldView; fields: FieldView[]; thirdParty: ThirdPartyChoice; vatLines: VatLine[]; vatLinesDoubtful: boolean;
  arithmeticGap: string | null; allocations: Allocation[]; vatScheme: VatScheme; vatSchemeReason: Message;
  entry: EntryView | null; entryTrouble: Message | null; doubts: Doubt[]; findings: Finding[];
  ruleOffer: RuleOffer | null; duplicateOf: string | null; publications: Message[];
}
export interface PageView { number: number; aspect: number }
export interface Alternative { value: string; page: number | null; rect: Rect | null }
export interface FieldView {
  name: string; input: string; value: string | null; doubtful: boolean; missing: boolean; method: Method | null;
  page: number | null; rect: Rect | null; reason: Message; alternatives: Alternative[];
}
export interface ThirdPartyChoice {
  kind: ThirdPartyKind; id: string | null; name: string | null; account: string | null; doubtful: boolean;
  reason: Message; alternatives: { id: string; name: string; account: string }[]; proposal: ThirdPartyForm | null;
  page: number | null; rect: Rect | null;
}
export interface VatLine { rate: string; base: string; amount: string }
export interface Allocation {
  rate: string | null; account: string | null; accountLabel: string | null; amount: string; reason: Message;
  doubtful: boolean;
}
export interface EntryLine { account: string; label: string; debit: string | null; credit: string | null }
export interface EntryView { journal: string; date: string; lines: EntryLine[]; total: string }
export interface Doubt { field: string; message: Message }
export interface RuleOffer { thirdParty: string; account: string; accountLabel: string; changes: number }
export interface HistoryLine { at: number; actor: string; message: Message; undone: boolean }
export interface Undone { message: Message; documents: string[] }
export interface Word { text: string; rect: Rect; line: number }
export interface FieldChange { name: string; text: string; page: number | null; rect: Rect | null }

export interface SplitPage {
  number: number; aspect: number; starts: boolean; confidence: number | null; unsure: boolean; dropped: boolean;
  document: string | null; thirdParty: string | null; numberRead: string | null;
}
export interface SplitView {
  source: string; clientFile: string; fileName: string; splitMode: SplitMode; pages: SplitPage[]; locked: boolean;
}
export interface SplitDecision { source: string; starts: number[]; dropped: number[] }

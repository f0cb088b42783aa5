import type * as T from "./types";

/** What the desk can do, as the screens see it. Every promise that fails rejects with a {@link T.DeskError}. */
export interface Desk {
  opening(): Promise<T.Opening>;
  unlock(passphrase: string): Promise<T.Opening>;

  clientFiles(): Promise<T.ClientFileSummary[]>;
  clientFileForm(id: string | null, country: string): Promise<T.ClientFileForm>;
  saveClientFile(form: T.ClientFileForm): Promise<T.ClientFileSummary>;
  importFec(clientFile: string, path: string): Promise<T.FecImported>;
  loadStandardChart(clientFile: string): Promise<number>;
  accounts(clientFile: string): Promise<T.AccountView[]>;
  /** What taking a chart over would change; nothing changes yet. */
  chartPlan(clientFile: string, source: T.ChartSource, replace: boolean): Promise<T.ChartPlan>;
  importChart(
    clientFile: string, source: T.ChartSource, replace: boolean, successors: T.SuccessorChoice[],
  ): Promise<T.ChartImported>;
  /** Accounts that rules use though the chart does not hold them. */
  ruleTransfer(clientFile: string): Promise<T.Succession[]>;
  /** The number of rules that were carried over. */
  transferRules(clientFile: string, successors: T.SuccessorChoice[]): Promise<number>;
  saveAccount(clientFile: string, form: T.AccountForm): Promise<void>;
  deleteAccounts(clientFile: string, codes: string[]): Promise<void>;
  vatAccounts(clientFile: string): Promise<T.VatAccounts>;
  saveVatAccount(clientFile: string, form: T.VatAccount): Promise<void>;
  deleteVatAccount(clientFile: string, code: string, flow: T.Flow): Promise<void>;
  /** An empty share takes it back. */
  saveDeductibility(clientFile: string, account: string, share: string): Promise<void>;
  paymentMethods(clientFile: string): Promise<T.PaymentMethods>;
  /** The id of the method. */
  savePaymentMethod(clientFile: string, form: T.PaymentMethodForm): Promise<string>;
  deletePaymentMethods(clientFile: string, methods: string[]): Promise<void>;
  setPaymentDefault(clientFile: string, method: string | null, scope: T.PaymentDefaultScope): Promise<void>;
  reloadPaymentMethods(clientFile: string): Promise<T.PaymentMethodsReloaded>;
  thirdPartyCard(id: string): Promise<T.ThirdPartyCard>;
  saveThirdParty(card: T.ThirdPartyCard): Promise<T.ThirdPartyCard>;
  deleteThirdParty(id: string): Promise<void>;
  termsPreview(terms: string): Promise<T.TermsPreview>;
  mergePreview(from: string, into: string): Promise<T.MergePreview>;
  mergeThirdParties(from: string, into: string): Promise<T.ThirdPartyCard>;
  thirdParties(clientFile: string, kind: T.ThirdPartyKind): Promise<T.ThirdPartyView[]>;
  rules(clientFile: string): Promise<T.RuleView[]>;
  rulesOf(thirdParty: string): Promise<T.RuleView[]>;
  /** The rule that "always so" would make of a document, to be narrowed or changed. */
  ruleDraft(document: string): Promise<T.RuleForm>;
  previewRule(form: T.RuleForm): Promise<T.RulePreview>;
  /** The number of waiting documents that changed. */
  saveRule(form: T.RuleForm): Promise<number>;
  deleteRule(rule: string): Promise<void>;

  practice(clientFile: string): Promise<T.PracticeView>;
  savePractice(clientFile: string, form: T.PracticeForm): Promise<void>;
  savePerson(clientFile: string, form: T.PersonView): Promise<T.PersonView>;
  deletePerson(clientFile: string, id: string): Promise<void>;
  exchangeRates(currency: string | null): Promise<T.ExchangeView[]>;
  saveExchangeRate(form: T.ExchangeView): Promise<void>;
  deleteExchangeRate(currency: string, date: string): Promise<void>;
  importExchangeRates(path: string): Promise<T.RatesImported>;

  /** One document with an amount, or each with all that is still owed; answers how many. */
  recordSettlement(documents: string[], date: string, amount: string | null): Promise<number>;
  deleteSettlement(settlement: string): Promise<void>;
  waitingTax(clientFile: string): Promise<T.WaitingTax>;
  publishTaxDue(clientFile: string, destination: string): Promise<T.PublicationReport>;

  watchedFolders(clientFile: string): Promise<T.WatchedFolder[]>;
  watchFolder(clientFile: string, flow: T.Flow, splitMode: T.SplitMode, path: string): Promise<T.WatchedFolder>;
  unwatchFolder(id: string): Promise<void>;

  addFiles(clientFile: string, flow: T.Flow, splitMode: T.SplitMode, paths: string[]): Promise<T.Added>;
  cancelSource(source: string): Promise<void>;
  readAgain(source: string): Promise<void>;
  dismissSource(source: string): Promise<void>;

  inbox(query: T.InboxQuery): Promise<T.InboxPage>;
  inboxDrawn(rows: number): Promise<void>;

  review(document: string): Promise<T.ReviewView>;
  words(source: string, page: number): Promise<T.Word[]>;
  setKind(document: string, kind: T.Kind): Promise<T.ReviewView>;
  setField(document: string, change: T.FieldChange): Promise<T.ReviewView>;
  acceptField(document: string, name: string): Promise<T.ReviewView>;
  /** One command; answers the number of documents that changed. */
  acceptFieldOfAll(documents: string[], name: string): Promise<number>;
  /** What the form does not say stays; answers the number of documents that changed. */
  editAll(documents: string[], form: T.EditForm): Promise<number>;
  /** The rule "always so" of each; answers the number of waiting documents that changed. */
  makeRules(documents: string[]): Promise<number>;
  setAccountOfAll(documents: string[], account: string): Promise<number>;
  setVatLines(document: string, lines: T.VatLine[]): Promise<T.ReviewView>;
  setVatScheme(document: string, scheme: T.VatScheme): Promise<T.ReviewView>;
  setThirdParty(document: string, thirdParty: string): Promise<T.ReviewView>;
  /** None leaves it to the paper, the card and the default. */
  setPaymentMethod(document: string, method: string | null): Promise<T.ReviewView>;
  createThirdParty(document: string, form: T.ThirdPartyForm): Promise<T.ReviewView>;
  /** Replaces what was said beside the paper. */
  setBeside(document: string, form: T.BesideForm): Promise<T.ReviewView>;
  setAllocations(document: string, allocations: T.Allocation[]): Promise<T.ReviewView>;
  setAllocation(document: string, index: number, account: string): Promise<T.ReviewView>;
  setAllocationAmount(document: string, index: number, amount: string): Promise<T.ReviewView>;
  /** The number of waiting documents that changed. */
  makeRule(document: string): Promise<number>;
  notADuplicate(document: string): Promise<T.ReviewView>;
  /** Of two documents that are the same paper, the other leaves the inbox. */
  keepOne(keep: string, other: string): Promise<void>;
  /** The same, the kept one completed by what the other says; answers the kept one. */
  mergeDuplicate(keep: string, other: string): Promise<string>;
  /** Parts an e-invoice from the paper that is its picture. */
  partPicture(document: string): Promise<T.ReviewView>;
  history(document: string): Promise<T.HistoryLine[]>;
  /** What was done in a client file, newest first. */
  ledger(clientFile: string, offset: number): Promise<T.LedgerPage>;

  archive(documents: string[]): Promise<void>;
  /** The id of the merged document. */
  merge(documents: string[]): Promise<string>;
  moveToFlow(documents: string[], flow: T.Flow): Promise<void>;

  splitView(source: string): Promise<T.SplitView>;
  confirmSplit(decision: T.SplitDecision): Promise<string[]>;

  targets(clientFile: string): Promise<T.TargetView[]>;
  /** Of these documents, or of all that are ready when there is none. */
  publicationSummary(clientFile: string, documents: string[]): Promise<T.PublicationSummary>;
  publish(
    clientFile: string, documents: string[], target: string, destination: string | null,
  ): Promise<T.PublicationReport>;
  filesOffer(clientFile: string): Promise<T.FilesOffer>;
  setFilesChoice(clientFile: string, choice: T.FilesChoice): Promise<void>;
  /** The beginning of the file of entries that these documents would make. */
  filesPreview(clientFile: string, documents: string[], choice: T.FilesChoice): Promise<T.FilesPreview>;
  /** Which UBL a client file's BOB takes. */
  belgianUbl(clientFile: string): Promise<T.BelgianUbl>;
  setBelgianUbl(clientFile: string, variant: T.BelgianUbl): Promise<void>;
  /** The user has looked into the target: the document arrived there, or it did not. */
  /** What is on its way goes on; nothing more leaves. */
  stopPublication(): Promise<void>;
  /** The publications of a client file to one target or to all, newest first. */
  publications(clientFile: string, target: string | null): Promise<T.PublicationView[]>;
  bobSettings(): Promise<T.BobSettings>;
  saveBobSettings(form: T.BobSettings): Promise<T.BobSettings>;
  bobClientFiles(): Promise<T.BobClientFile[]>;
  saveBobClientFile(clientFile: string, form: T.BobClientFileForm): Promise<T.BobClientFile>;
  /** What is ready and was not dropped into BOB Demat. */
  bobDocuments(clientFile: string): Promise<T.BobDocument[]>;
  /** Lets documents go by themselves, or no more. */
  releaseDocuments(documents: string[], released: boolean): Promise<void>;
  /** Drops now what may go by itself, of one client file or of all that transfer by themselves. */
  transferNow(clientFile: string | null): Promise<number>;
  megForm(): Promise<T.MegForm>;
  saveMegForm(form: T.MegForm): Promise<T.SageGeFolder[]>;
  /** A client file's own settings for MEG; none where the firm's hold. */
  megSettings(clientFile: string): Promise<T.MegSettings | null>;
  saveMegSettings(clientFile: string, settings: T.MegSettings | null): Promise<void>;
  mailAccount(): Promise<T.MailAccount>;
  saveMailAccount(form: T.MailAccount): Promise<void>;
  /** Connects and logs in; nothing is sent or kept. */
  testMailAccount(form: T.MailAccount): Promise<void>;
  megMailForm(clientFile: string): Promise<T.MegMail>;
  saveMegMailForm(clientFile: string, form: T.MegMail): Promise<void>;
  certificateAuthority(): Promise<T.AuthorityView | null>;
  /** Trusts the certificates of a PEM file beside those of this machine; without one, none. */
  trustAuthority(path: string | null): Promise<T.AuthorityView | null>;
  platformConnection(clientFile: string): Promise<T.PlatformView>;
  /** An empty address forgets it. */
  savePlatformConnection(clientFile: string, connection: T.PlatformConnection): Promise<void>;
  /** Takes in what waits on the client file's platform, and sees to the statuses. */
  receiveEInvoices(clientFile: string): Promise<T.PlatformReceived>;
  /** Tells the supplier of an e-invoice its status. */
  sayLifeCycle(document: string, form: T.LifeCycleForm): Promise<T.LifeCycleView>;
  settlePublication(document: string, target: string, arrived: boolean): Promise<void>;
  /** Where a published document is, and whether it can be reversed from here. */
  reopening(document: string): Promise<T.Reopening>;
  /** Without a reversal, the user has taken it away over there himself. */
  reopenDocument(document: string, reversal: T.ReversalForm | null): Promise<T.PublicationReport>;
  sageGeConnection(): Promise<T.SageGeConnection>;
  saveSageGeConnection(connection: T.SageGeConnection): Promise<T.SageGeFolder[]>;
  sageGeFolders(): Promise<T.SageGeFolder[]>;

  secretPlaces(): Promise<T.SecretPlaces>;
  /** The current passphrase, or an empty text where none is asked for. */
  setPassphrase(current: string, passphrase: string): Promise<void>;

  undo(): Promise<T.Undone | null>;

  /** Address of a page's picture, `width` pixels wide. */
  pageUrl(source: string, page: number, width: number): string;
  onEvent(handler: (event: T.DeskEvent) => void): Promise<() => void>;
  onDrop(handler: (drop: FileDrop) => void): Promise<() => void>;
  pickFiles(): Promise<string[]>;
  pickFolder(): Promise<string | null>;
  pickFec(): Promise<string | null>;
  pickChart(): Promise<string | null>;
  pickCertificate(): Promise<string | null>;
  pickRates(): Promise<string | null>;
  pickZip(name: string): Promise<string | null>;
}

/** Files over the window. The point is in CSS pixels. */
export type FileDrop =
  | { type: "over"; x: number; y: number }
  | { type: "drop"; x: number; y: number; paths: string[] }
  | { type: "leave" };

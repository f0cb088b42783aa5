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
  thirdParties(clientFile: string, kind: T.ThirdPartyKind): Promise<T.ThirdPartyView[]>;
  deleteRule(clientFile: string, thirdParty: string): Promise<void>;

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
  setAccountOfAll(documents: string[], account: string): Promise<number>;
  setVatLines(document: string, lines: T.VatLine[]): Promise<T.ReviewView>;
  setVatScheme(document: string, scheme: T.VatScheme): Promise<T.ReviewView>;
  setThirdParty(document: string, thirdParty: string): Promise<T.ReviewView>;
  createThirdParty(document: string, form: T.ThirdPartyForm): Promise<T.ReviewView>;
  setAllocation(document: string, index: number, account: string): Promise<T.ReviewView>;
  /** The number of waiting documents that changed. */
  makeRule(document: string): Promise<number>;
  notADuplicate(document: string): Promise<T.ReviewView>;
  history(document: string): Promise<T.HistoryLine[]>;

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
  /** The user has looked into the target: the document arrived there, or it did not. */
  settlePublication(document: string, target: string, arrived: boolean): Promise<void>;
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
  pickZip(name: string): Promise<string | null>;
}

/** Files over the window. The point is in CSS pixels. */
export type FileDrop =
  | { type: "over"; x: number; y: number }
  | { type: "drop"; x: number; y: number; paths: string[] }
  | { type: "leave" };

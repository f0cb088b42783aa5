/** Where the user is, and what they are told: the state that all screens share. */
import { desk } from "./ipc";
import { known, say, t } from "./i18n/index.svelte";
import { keepString, storedString } from "./stored";
import type { ClientFileSummary, DeskError, Flow, SourceRow, SplitMode, ThirdPartyKind } from "./types";

export type Screen =
  | { name: "inbox" }
  | { name: "review"; document: string }
  | { name: "split"; source: string }
  | { name: "client-file"; id: string | null }
  | { name: "third-parties"; kind: ThirdPartyKind }
  | { name: "rules" }
  | { name: "publications" }
  | { name: "waiting-tax" }
  | { name: "ledger" }
  | { name: "chart"; part?: ChartPart }
  | { name: "third-party"; id: string | null; kind: ThirdPartyKind }
  | { name: "settings" };

/** The lists of the chart, each under its tab. */
export type ChartPart = "general" | "suppliers" | "customers" | "vat" | "payment";
export type Theme = "system" | "light" | "dark";
/** What was done or went wrong: a sentence that is made anew whenever it is drawn, so that it follows the language. */
export interface Toast { id: number; say: () => string; tone: "plain" | "error"; undo: boolean }
export type Overlay = "palette" | "keys" | "add" | null;
/** What a sheet of publication is about: documents, or none for all that are ready. */
export interface PublicationAsked { clientFile: string; documents: string[] }

class App {
  screen = $state<Screen>({ name: "inbox" });
  clientFiles = $state<ClientFileSummary[]>([]);
  clientFileId = $state<string | null>(null);
  flow = $state<Flow>("purchases");
  toasts = $state<Toast[]>([]);
  overlay = $state<Overlay>(null);
  publication = $state<PublicationAsked | null>(null);
  /** How far the publication that is under way has come. */
  publishing = $state.raw<{ done: number; total: number } | null>(null);
  /** Grows whenever the lists may have changed. */
  revision = $state(0);
  jobs = $state<Record<string, Job>>({});
  theme = $state<Theme>(storedTheme());
  private nextToast = 1;
  /** Whether the user has chosen where to be. */
  private moved = false;

  clientFile = $derived(this.clientFiles.find((file) => file.id === this.clientFileId) ?? null);
  firm = $derived(this.clientFiles.find((file) => file.isFirm) ?? null);

  async refreshClientFiles(): Promise<void> {
    this.clientFiles = await desk.clientFiles();
    const here = this.clientFile;
    // Until the user has gone somewhere, the work to be done comes to them.
    if (here !== null && work(here) > 0) this.moved = true;
    if (here !== null && this.moved) return;
    const stored = storedString("clientFile");
    const first = this.clientFiles.find((file) => file.id === stored) ?? busiest(this.clientFiles);
    this.clientFileId = first?.id ?? null;
  }

  openClientFile(id: string): void {
    this.moved = true;
    this.clientFileId = id;
    keepString("clientFile", id);
    this.screen = { name: "inbox" };
  }

  openFlow(flow: Flow): void {
    this.moved = true;
    this.flow = flow;
    this.screen = { name: "inbox" };
  }

  go(screen: Screen): void {
    this.moved = true;
    this.screen = screen;
  }

  touched(): void {
    this.revision += 1;
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    keepString("theme", theme);
    showTheme(theme);
  }

  tell(say: () => string, options: { undo?: boolean; tone?: Toast["tone"] } = {}): void {
    const toast: Toast = { id: this.nextToast, say, tone: options.tone ?? "plain", undo: options.undo ?? false };
    this.nextToast += 1;
    // Undoing takes back the last command: an older offer of it would lie.
    const before = toast.undo ? this.toasts.filter((one) => !one.undo) : this.toasts;
    this.toasts = [...before.slice(-2), toast];
    setTimeout(() => this.dismiss(toast.id), toast.tone === "error" ? 12_000 : 6_000);
  }

  dismiss(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }

  /** Runs a command of the user; what goes wrong is told, on the screen's edge or where `refused` shows it. */
  async attempt<R>(command: () => Promise<R>, refused?: (say: () => string) => void): Promise<R | undefined> {
    const say = refused ?? ((words: () => string) => this.tell(words, { tone: "error" }));
    try {
      return await command();
    } catch (error) {
      say(() => sayError(error));
      return undefined;
    }
  }

  async undo(): Promise<void> {
    await this.attempt(async () => {
      const undone = await desk.undo();
      this.toasts = this.toasts.filter((one) => !one.undo);
      if (undone === null) return this.tell(() => t("undo-nothing"));
      this.tell(() => t("undo-done", { what: say(undone.message, "history") }));
      this.touched();
      const first = undone.documents[0];
      if (this.screen.name === "review" && first !== undefined) this.screen = { name: "review", document: first };
    });
  }
}

export interface Job { source: string; clientFile: string; fileName: string; pagesDone: number; pagesTotal: number }

/** Whether a source is still being worked on. */
export function isBeingRead(source: SourceRow): boolean {
  return source.state === "queued" || source.state === "reading";
}

export function isDeskError(error: unknown): error is DeskError {
  return typeof error === "object" && error !== null && "code" in error && "message" in error && "findings" in error;
}

export function sayError(error: unknown): string {
  if (!isDeskError(error)) return error instanceof Error ? error.message : String(error);
  const field = error.code === "bad_form" ? known(`error.${error.message.args["field"]}`) : undefined;
  if (field !== undefined) return field;
  const sentence = say({ code: error.code, args: { detail: error.detail, ...error.message.args } }, "error");
  return sentence.startsWith(error.code.replace(/[_.-]/g, " ")) ? error.detail : sentence;
}

export function waiting(file: ClientFileSummary, flow?: Flow): number {
  const of = (counts: ClientFileSummary["purchases"]) => counts.toSplit + counts.toReview + counts.ready;
  if (flow !== undefined) return of(file[flow]);
  return of(file.purchases) + of(file.sales);
}

/** What waits in a client file and what is still being read. */
function work(file: ClientFileSummary): number {
  return waiting(file) + file.purchases.reading + file.sales.reading;
}

function busiest(files: ClientFileSummary[]): ClientFileSummary | undefined {
  return files.toSorted((a, b) => work(b) - work(a))[0];
}

function storedTheme(): Theme {
  const theme = storedString("theme");
  return theme === "light" || theme === "dark" ? theme : "system";
}

export function showTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

/** How papers are added to a client file: what was chosen last. */
export function addingChoice(clientFile: string): { flow: Flow; splitMode: SplitMode } {
  const [flow, mode] = (storedString(`adding.${clientFile}`) ?? "").split(" ");
  return {
    flow: flow === "sales" ? "sales" : "purchases",
    splitMode: mode === "per_file" || mode === "per_page" ? mode : "automatic",
  };
}

export function keepAddingChoice(clientFile: string, flow: Flow, splitMode: SplitMode): void {
  keepString(`adding.${clientFile}`, `${flow} ${splitMode}`);
}

export const app = new App();

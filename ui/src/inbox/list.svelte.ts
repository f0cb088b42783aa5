/** The rows of the inbox: fetched in chunks as they are scrolled to, so that a hundred thousand cost no more than fifty. */
import { app, isBeingRead } from "../lib/app.svelte";
import { desk } from "../lib/ipc";
import type { Flow, InboxPage, InboxRow, Message, SourceRow, Status, StatusCounts } from "../lib/types";

export const CHUNK = 100;
export const ROW = 28;
export const HEAD = 32;

export type Tab = "inbox" | "reading" | "to_review" | "ready" | "published" | "archived";
export const TABS: Tab[] = ["inbox", "reading", "to_review", "ready", "published", "archived"];
const EVERY: Status[] = ["reading", "to_split", "to_review", "ready", "published", "archived"];

export interface View {
  clientFile: string; flow: Flow; tab: Tab; duplicates: boolean; foreignCurrency: boolean; expenseReports: boolean; search: string;
}

export interface GroupHead { key: string; name: string | null; account: string | null; n: number; ready: number; shared: Message | null; sharedBy: number; ids: string[] }
export type Item =
  | { type: "sources"; id: string; n: number }
  | { type: "source"; id: string; source: SourceRow; at: number }
  | { type: "group"; id: string; group: GroupHead }
  | { type: "row"; id: string; row: InboxRow; at: number };
export interface Section { top: number; height: number; items: Item[] }

const NO_COUNTS: StatusCounts = {
  reading: 0, toSplit: 0, toReview: 0, ready: 0, published: 0, archived: 0, duplicates: 0, foreignCurrency: 0, expenseReports: 0,
};

export class InboxList {
  private chunks = $state.raw<(InboxRow[] | undefined)[]>([]);
  total = $state(0);
  counts = $state.raw<StatusCounts>(NO_COUNTS);
  sources = $state.raw<SourceRow[]>([]);
  /** Files being read, whatever the view. */
  reading = $state.raw<SourceRow[]>([]);
  readyTotal = $state("0.00");
  loaded = $state(false);
  private view: View | undefined;
  private generation = 0;
  private wanted = new Set<number>();
  private visible: [number, number] = [0, 0];

  tab = $state<Tab>("inbox");
  /** In the inbox the files that ask something of the user; those being read are in the strip and under their own tab. */
  shownSources = $derived(this.tab === "reading" ? this.sources : this.sources.filter((source) => !isBeingRead(source)).toSorted((a, b) => urgency(a) - urgency(b)));
  grouped = $derived(this.tab === "inbox" || this.tab === "to_review" || this.tab === "ready");
  sections = $derived(this.layOut());
  height = $derived((this.sections.at(-1)?.top ?? 0) + (this.sections.at(-1)?.height ?? 0));
  /** Number of entries that the cursor can stand on. */
  entries = $derived(this.shownSources.length + this.total);

  /** Shows another view; the rows of the one before stay until the new ones are here. */
  async show(view: View): Promise<void> {
    const same = this.view !== undefined && this.view.clientFile === view.clientFile && this.view.flow === view.flow
      && this.view.tab === view.tab && this.view.search === view.search;
    this.view = view;
    await this.fetchAfresh(same ? this.visible : [0, 0]);
  }

  rowAt(at: number): InboxRow | undefined {
    return this.chunks[Math.floor(at / CHUNK)]?.[at % CHUNK];
  }

  /** Place of a document among the rows that are loaded. */
  placeOf(id: string): number {
    for (let chunk = 0; chunk < this.chunks.length; chunk += 1) {
      const at = this.chunks[chunk]?.findIndex((row) => row.id === id) ?? -1;
      if (at >= 0) return chunk * CHUNK + at;
    }
    return -1;
  }

  /** Makes sure that the chunks between two sections are here or on their way. */
  want(first: number, last: number): void {
    this.visible = [Math.max(0, first), Math.max(0, last)];
    for (let chunk = Math.max(0, first); chunk <= last; chunk += 1) {
      if (chunk * CHUNK >= this.total || this.chunks[chunk] !== undefined || this.wanted.has(chunk)) continue;
      this.wanted.add(chunk);
      void this.fetchChunk(chunk);
    }
  }

  private async fetchChunk(chunk: number): Promise<void> {
    const generation = this.generation;
    const page = await app.attempt(() => desk.inbox(this.query(chunk)));
    this.wanted.delete(chunk);
    if (page === undefined || generation !== this.generation) return;
    const chunks = [...this.chunks];
    chunks[chunk] = page.rows;
    this.chunks = chunks;
    this.total = page.total;
  }

  private async fetchAfresh([first, last]: [number, number]): Promise<void> {
    this.generation += 1;
    const generation = this.generation;
    this.wanted.clear();
    // The first chunk comes in any case: only it brings the files and the counts.
    const wanted = [...new Set([0, ...Array.from({ length: last - first + 1 }, (_, i) => first + i)])];
    const pages = await app.attempt(() => Promise.all(wanted.map((chunk) => desk.inbox(this.query(chunk)))));
    if (pages === undefined || generation !== this.generation) return;
    const chunks: (InboxRow[] | undefined)[] = [];
    pages.forEach((page, i) => { chunks[wanted[i] ?? 0] = page.rows; });
    this.tab = this.view?.tab ?? "inbox";
    this.chunks = chunks;
    const page = pages[0];
    if (page !== undefined) this.take(page);
    this.loaded = true;
  }

  private take(page: InboxPage): void {
    this.total = page.total;
    this.counts = page.counts;
    const own = this.view?.tab === "inbox" || this.view?.tab === "reading";
    this.sources = own && this.view?.search === "" && !this.view.duplicates && !this.view.foreignCurrency && !this.view.expenseReports ? page.sources : [];
    this.reading = page.sources.filter(isBeingRead);
    this.readyTotal = page.readyTotal;
  }

  private query(chunk: number): Parameters<typeof desk.inbox>[0] {
    const view = this.view;
    if (view === undefined) throw new Error("no view is shown yet");
    const statuses: Status[] = view.tab === "inbox" ? (view.search === "" ? [] : EVERY) : [view.tab];
    return {
      clientFile: view.clientFile, flow: view.flow, statuses, duplicates: view.duplicates,
      foreignCurrency: view.foreignCurrency, expenseReports: view.expenseReports, search: view.search, offset: chunk * CHUNK, limit: CHUNK,
    };
  }

  private layOut(): Section[] {
    const sections: Section[] = [this.layOutSources()];
    let top = sections[0]?.height ?? 0;
    for (let chunk = 0; chunk * CHUNK < this.total; chunk += 1) {
      const section = this.layOutChunk(chunk, top);
      sections.push(section);
      top += section.height;
    }
    return sections;
  }

  private layOutSources(): Section {
    const rows = this.shownSources;
    const items: Item[] = rows.map((source, at) => ({ type: "source", id: source.id, source, at }));
    if (rows.length > 0) items.unshift({ type: "sources", id: "sources", n: rows.length });
    return { top: 0, height: rows.length === 0 ? 0 : HEAD + rows.length * ROW, items };
  }

  private layOutChunk(chunk: number, top: number): Section {
    const rows = this.chunks[chunk];
    const first = chunk * CHUNK;
    if (rows === undefined) return { top, height: Math.min(CHUNK, this.total - first) * ROW, items: [] };
    const items: Item[] = [];
    let height = 0;
    rows.forEach((row, i) => {
      const at = first + i;
      const before = this.rowAt(at - 1);
      if (this.grouped && (before === undefined || groupKey(before) !== groupKey(row))) {
        const group = this.groupFrom(at);
        items.push({ type: "group", id: `group ${at} ${group.key}`, group });
        height += HEAD;
      }
      items.push({ type: "row", id: row.id, row, at });
      height += ROW;
    });
    return { top, height, items };
  }

  private groupFrom(at: number): GroupHead {
    const rows: InboxRow[] = [];
    const first = this.rowAt(at);
    const key = first === undefined ? "" : groupKey(first);
    for (let i = at; ; i += 1) {
      const row = this.rowAt(i);
      if (row === undefined || groupKey(row) !== key) break;
      rows.push(row);
    }
    const { message, by } = sharedDoubt(rows);
    return {
      key, name: first?.thirdParty ?? null, account: first?.thirdPartyAccount ?? null, n: rows.length,
      ready: rows.filter((row) => row.status === "ready").length, shared: message, sharedBy: by,
      ids: rows.map((row) => row.id),
    };
  }
}

/** What the user has to decide first, then what went wrong. */
function urgency(source: SourceRow): number {
  return ["to_split", "failed", "cancelled", "duplicate"].indexOf(source.state);
}

export function groupKey(row: InboxRow): string {
  return row.thirdPartyAccount ?? `? ${row.thirdParty ?? ""}`;
}

/** The doubt that most documents of a group have in common, when at least two do. */
export function sharedDoubt(rows: InboxRow[]): { message: Message | null; by: number } {
  const seen = new Map<string, { message: Message; by: number }>();
  for (const row of rows) {
    const message = row.doubts[0]?.message;
    if (message === undefined) continue;
    const key = JSON.stringify([message.code, message.args]);
    const found = seen.get(key);
    if (found === undefined) seen.set(key, { message, by: 1 });
    else found.by += 1;
  }
  const most = [...seen.values()].toSorted((a, b) => b.by - a.by)[0];
  return most !== undefined && most.by > 1 ? most : { message: null, by: 0 };
}

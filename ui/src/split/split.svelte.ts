/** Where the documents of a file begin, as the user decides it. */
import type { SplitDecision, SplitPage, SplitView } from "../lib/types";

/** The place between two pages. */
export interface Boundary {
  left: number; right: number; cut: boolean; unsure: boolean;
  /** Probability that a document begins at the right page; absent when nothing was measured, or the user decided. */
  probability: number | null;
  decided: boolean;
}
export interface Piece { pages: SplitPage[]; thirdParty: string | null; number: string | null; tint: number }

const TINTS = 6;

export class Splitting {
  view = $state.raw<SplitView | null>(null);
  private starts = $state<Set<number>>(new Set());
  dropped = $state<Set<number>>(new Set());
  private decided = $state<Set<number>>(new Set());
  /** Index of the page to the right of the boundary in focus. */
  at = $state(1);

  pages = $derived(this.view?.pages ?? []);
  boundaries = $derived(this.pages.slice(1).map((page, i): Boundary => ({
    left: this.pages[i]?.number ?? 0, right: page.number, cut: this.starts.has(page.number),
    decided: this.decided.has(page.number),
    probability: this.decided.has(page.number) ? null : page.confidence,
    unsure: page.unsure && !this.decided.has(page.number),
  })));
  unsure = $derived(this.boundaries.filter((boundary) => boundary.unsure).length);
  pieces = $derived(this.cutPages());
  count = $derived(this.pieces.filter((piece) => piece.pages.some((page) => !this.dropped.has(page.number))).length);
  current = $derived(this.boundaries[this.at - 1]);
  /** The boundary in doubt that comes after the one in focus; 0 when there is none. */
  upcoming = $derived(this.boundaries.findIndex((boundary, i) => i + 1 > this.at && boundary.unsure) + 1);

  load(view: SplitView): void {
    this.view = view;
    this.starts = new Set(view.pages.filter((page) => page.starts).map((page) => page.number));
    this.dropped = new Set(view.pages.filter((page) => page.dropped).map((page) => page.number));
    this.decided = new Set();
    const first = view.pages.findIndex((page, i) => i > 0 && page.unsure);
    this.at = first > 0 ? first : 1;
  }

  move(by: number): void {
    this.at = Math.max(1, Math.min(this.at + by, this.pages.length - 1));
  }

  /** The next boundary that is put to the user, from here on and round again. */
  nextUnsure(): void {
    const from = this.at;
    const all = this.boundaries.map((boundary, i) => ({ at: i + 1, unsure: boundary.unsure })).filter((one) => one.unsure);
    this.at = (all.find((one) => one.at > from) ?? all[0])?.at ?? from;
  }

  /** Space: an open question is answered with a cut; a decided boundary is turned round. */
  toggle(at = this.at): void {
    const boundary = this.boundaries[at - 1];
    if (boundary === undefined) return;
    this.decide(at, boundary.unsure ? true : !boundary.cut);
  }

  decide(at: number, cut: boolean): void {
    const page = this.pages[at]?.number;
    if (page === undefined || this.view?.locked === true) return;
    const starts = new Set(this.starts);
    if (cut) starts.add(page);
    else starts.delete(page);
    const wasOpen = this.boundaries[at - 1]?.unsure === true;
    this.starts = starts;
    this.decided = new Set([...this.decided, page]);
    this.at = at;
    if (wasOpen && this.unsure > 0) this.nextUnsure();
  }

  /** Leaves a page out of every document, or takes it in again. */
  drop(index: number): void {
    const page = this.pages[index]?.number;
    if (page === undefined || this.view?.locked === true) return;
    const dropped = new Set(this.dropped);
    if (!dropped.delete(page)) dropped.add(page);
    this.dropped = dropped;
  }

  decision(): SplitDecision | null {
    if (this.view === null) return null;
    const first = this.pages[0]?.number;
    const starts = this.pages.map((page) => page.number).filter((page) => page === first || this.starts.has(page));
    return { source: this.view.source, starts, dropped: [...this.dropped].toSorted((a, b) => a - b) };
  }

  /** Documents as they would be; same supplier, same tint. */
  private cutPages(): Piece[] {
    const tints = new Map<string, number>();
    const pieces: Piece[] = [];
    for (const [i, page] of this.pages.entries()) {
      if (i === 0 || this.starts.has(page.number)) {
        const name = page.thirdParty ?? "";
        if (!tints.has(name)) tints.set(name, (tints.size % TINTS) + 1);
        pieces.push({ pages: [], thirdParty: page.thirdParty, number: page.numberRead, tint: tints.get(name) ?? 1 });
      }
      pieces.at(-1)?.pages.push(page);
    }
    return pieces;
  }
}

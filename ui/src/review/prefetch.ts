/** The document that comes next, fetched before it is asked for: its view and the pictures of its pages. */
import { app } from "../lib/app.svelte";
import { desk } from "../lib/ipc";
import type { ReviewView } from "../lib/types";

/** Widths of page pictures, in pixels: few, so that the same picture serves again. */
const WIDTHS = [200, 800, 1200, 1600, 2400];

export function pictureWidth(cssWidth: number): number {
  const wanted = cssWidth * window.devicePixelRatio;
  return WIDTHS.find((width) => width >= wanted * 0.9) ?? 2400;
}

export class Prefetch {
  private view: ReviewView | undefined;
  private wanted: string | null = null;
  /** When it was fetched: after a change of the lists it says what is no longer so. */
  private revision = 0;
  /** Kept so that the engine holds the pictures in memory. */
  private pictures: HTMLImageElement[] = [];
  /** Width that pages are shown at. */
  width = 800;

  look(document: string | null): void {
    if (document === null || (document === this.wanted && this.revision === app.revision)) return;
    this.wanted = document;
    this.revision = app.revision;
    void desk.review(document).then((view) => {
      if (this.wanted !== document) return;
      this.view = view;
      this.pictures = view.pages.slice(0, 2).map((page) => {
        const picture = new Image();
        picture.src = desk.pageUrl(view.source, page.number, this.width);
        // Decoded now, it is painted at once later; one that cannot be decoded says so where it is shown.
        void picture.decode?.().catch(() => undefined);
        return picture;
      });
    }, () => undefined);
  }

  take(document: string): ReviewView | undefined {
    const view = this.view?.id === document && this.revision === app.revision ? this.view : undefined;
    this.view = undefined;
    this.wanted = null;
    return view;
  }

  forget(): void {
    this.view = undefined;
    this.wanted = null;
  }
}

/** After what was just changed is on the screen. */
export function painted(): Promise<void> {
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));
}

/** One for all screens: what the cursor of the inbox rests on, then the document after the one under review. */
export const prefetch = new Prefetch();

/** Runs one after another what is given to it. */
export function keepOrder(): <R>(work: () => Promise<R>) => Promise<R> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}

/** The strip that the cursor rests on, fetched before it is opened: its view and the first pictures. */
import { app } from "../lib/app.svelte";
import { desk } from "../lib/ipc";
import type { SplitView } from "../lib/types";

/** Widths of a thumbnail and of a page beside a boundary, in pixels. */
export const THUMB = 200;
export const BESIDE = 800;
/** Thumbnails that a screen shows at once. */
export const IN_VIEW = 40;

let held: { view: SplitView; revision: number } | undefined;
/** Kept so that the engine holds the pictures in memory. */
let pictures: HTMLImageElement[] = [];

function picture(source: string, page: number, width: number): HTMLImageElement {
  const image = new Image();
  image.src = desk.pageUrl(source, page, width);
  return image;
}

/** The two pages at a boundary: `at` is the place of the right one. */
export function prefetchBoundary(view: SplitView, at: number): void {
  const beside = [view.pages[at - 1], view.pages[at]].filter((page) => page !== undefined);
  pictures = [...pictures.slice(-IN_VIEW - 2), ...beside.map((page) => picture(view.source, page.number, BESIDE))];
}

export async function prefetchSplit(source: string): Promise<void> {
  if (held?.view.source === source && held.revision === app.revision) return;
  const revision = app.revision;
  const view = await desk.splitView(source).catch(() => undefined);
  if (view === undefined) return;
  held = { view, revision };
  pictures = view.pages.slice(0, IN_VIEW).map((page) => picture(source, page.number, THUMB));
  prefetchBoundary(view, view.pages.findIndex((page) => page.unsure));
}

/** The view as it was fetched, when nothing has changed since. */
export function takeSplit(source: string): SplitView | undefined {
  return held?.view.source === source && held.revision === app.revision ? held.view : undefined;
}

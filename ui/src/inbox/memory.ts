/** Where the user was in each list, so that coming back from a document finds the same place. */
import type { Tab } from "./list.svelte";

export interface Remembered { tab: Tab; search: string; cursor: string | null }
const places = new Map<string, Remembered>();

export function rememberView(place: string, view: Remembered): void {
  places.set(place, view);
}

export function recallView(place: string): Remembered | undefined {
  return places.get(place);
}

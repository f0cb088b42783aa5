/** The row that the keys act on, and the rows that are selected. */
import { SvelteMap } from "svelte/reactivity";
import type { InboxRow, SourceRow } from "../lib/types";
import { groupKey, type InboxList } from "./list.svelte";

export class Cursor {
  private at = $state(0);
  /** Id of the entry under the cursor: it stays on its document when the list changes. */
  id = $state<string | null>(null);
  /** Whether a person has put it where it is. Until then it stays on the first entry, whatever comes in above. */
  private held = $state(false);
  /** Where to come back to. */
  kept = $derived(this.held ? this.id : null);
  selected = new SvelteMap<string, InboxRow>();
  private anchor: number | null = null;

  constructor(private readonly list: InboxList) {}

  source: SourceRow | undefined = $derived.by(() => this.list.shownSources[this.at]);
  row: InboxRow | undefined = $derived.by(() => this.list.rowAt(this.at - this.list.shownSources.length));

  reset(id: string | null): void {
    this.at = 0;
    this.id = id;
    this.held = id !== null;
    this.clear();
  }

  /** From now on it follows an entry, the one it is on or the one that is opened. */
  hold(id = this.id): void {
    this.id = id;
    this.held = true;
  }

  clear(): void {
    this.selected.clear();
    this.anchor = null;
  }

  /** After the rows have changed: a cursor that was put somewhere follows its document, or stays at its place. */
  settle(): void {
    if (!this.held) this.id = null;
    const sources = this.list.shownSources;
    const source = sources.findIndex((one) => one.id === this.id);
    const row = source >= 0 || this.id === null ? -1 : this.list.placeOf(this.id);
    if (source >= 0) this.at = source;
    else if (row >= 0) this.at = sources.length + row;
    else this.at = Math.max(0, Math.min(this.at, this.list.entries - 1));
    this.name();
  }

  move(by: number): void {
    this.at = Math.max(0, Math.min(this.at + by, this.list.entries - 1));
    this.anchor = null;
    this.hold();
    this.name();
  }

  /** Selects from where the range began to one row further. */
  extend(by: number): void {
    const sources = this.list.shownSources.length;
    const from = this.anchor ?? this.at - sources;
    this.move(by);
    this.anchor = from;
    this.selectRange(from, this.at - sources);
  }

  toggle(): void {
    const row = this.row;
    this.hold();
    if (row !== undefined) this.flip(row);
  }

  toggleGroup(): void {
    const row = this.row;
    if (row === undefined) return;
    const key = groupKey(row);
    const ids: string[] = [];
    const here = this.at - this.list.shownSources.length;
    const same = (at: number) => {
      const other = this.list.rowAt(at);
      return other !== undefined && groupKey(other) === key ? other : undefined;
    };
    for (let at = here; same(at) !== undefined; at -= 1) ids.unshift(same(at)?.id ?? "");
    for (let at = here + 1; same(at) !== undefined; at += 1) ids.push(same(at)?.id ?? "");
    this.toggleIds(ids);
  }

  toggleIds(ids: string[]): void {
    const all = ids.every((id) => this.selected.has(id));
    for (const id of ids) {
      const row = this.list.rowAt(this.list.placeOf(id));
      if (all) this.selected.delete(id);
      else if (row !== undefined) this.selected.set(id, row);
    }
  }

  /** A click on a row's box: alone it flips, with shift it selects from the cursor. */
  click(at: number, range: boolean): void {
    const row = this.list.rowAt(at);
    if (row === undefined) return;
    const from = this.at - this.list.shownSources.length;
    if (range && from >= 0) this.selectRange(from, at);
    else this.flip(row);
    this.at = at + this.list.shownSources.length;
    this.hold();
    this.name();
  }

  private selectRange(a: number, b: number): void {
    for (let at = Math.max(0, Math.min(a, b)); at <= Math.max(a, b); at += 1) {
      const row = this.list.rowAt(at);
      if (row !== undefined) this.selected.set(row.id, row);
    }
  }

  private flip(row: InboxRow): void {
    if (this.selected.has(row.id)) this.selected.delete(row.id);
    else this.selected.set(row.id, row);
  }

  private name(): void {
    this.id = this.source?.id ?? this.row?.id ?? null;
  }
}

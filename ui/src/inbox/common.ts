/** What several selected documents have in common, so that it is decided once. */
import type { InboxRow, Message } from "../lib/types";

export interface CommonDoubt { field: string; message: Message; ids: string[] }

/** The doubt that accepting settles in most of the documents; the first come where several are equally many. */
export function commonDoubt(rows: InboxRow[]): CommonDoubt | null {
  const found = new Map<string, CommonDoubt>();
  for (const row of rows) {
    for (const doubt of row.doubts) {
      if (!doubt.acceptable) continue;
      const common = found.get(doubt.field);
      if (common === undefined) found.set(doubt.field, { field: doubt.field, message: doubt.message, ids: [row.id] });
      else common.ids.push(row.id);
    }
  }
  return [...found.values()].toSorted((a, b) => b.ids.length - a.ids.length)[0] ?? null;
}

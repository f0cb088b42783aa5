import type { InboxRow } from "../lib/types";

/** The shape that goes with a status: see `.st` in base.css. */
export function statusClass(row: Pick<InboxRow, "status" | "publication">): string {
  if (row.publication?.code.includes("unknown")) return "unknown";
  switch (row.status) {
    case "to_review":
    case "to_split":
      return "review";
    case "ready":
      return "ready";
    case "published":
      return "up";
    default:
      return "";
  }
}

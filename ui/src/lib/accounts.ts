/** The chart as a list to pick from: what the flow is booked to comes first. */
import { app } from "./app.svelte";
import { desk } from "./ipc";
import type { Item } from "./Picker.svelte";
import type { Flow } from "./types";

export async function accountItems(clientFile: string, flow: Flow): Promise<Item[]> {
  const chart = (await app.attempt(() => desk.accounts(clientFile))) ?? [];
  const first = flow === "purchases" ? /^[26]/ : /^7/;
  return chart.map((account) => ({ id: account.code, label: `${account.code} ${account.label}` }))
    .toSorted((a, b) => Number(first.test(b.id)) - Number(first.test(a.id)) || a.id.localeCompare(b.id));
}

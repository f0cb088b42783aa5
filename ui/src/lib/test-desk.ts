/** What the tests of screens have in common: a mock desk, the window's keys, a little patience. */
import { tick } from "svelte";
import { app } from "./app.svelte";
import { setLanguage } from "./i18n/index.svelte";
import { connect } from "./ipc";
import { press } from "./keys.svelte";
import { mockDesk, type MockOptions } from "./mock/mock";

export type Calls = [string, unknown[]][];

export async function withDesk(options: MockOptions = {}): Promise<{ calls: Calls; desk: ReturnType<typeof mockDesk> }> {
  const calls: Calls = [];
  const desk = mockDesk({ ...options, calls });
  connect(desk);
  setLanguage("fr");
  app.screen = { name: "inbox" };
  // What another test has fetched is of no use.
  app.touched();
  app.clientFileId = "c1";
  app.publication = null;
  app.overlay = null;
  app.toasts = [];
  app.flow = "purchases";
  await app.refreshClientFiles();
  window.removeEventListener("keydown", press);
  window.addEventListener("keydown", press);
  return { calls, desk };
}

/** Lets promises and effects come to rest. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 8; i += 1) {
    await Promise.resolve();
    await tick();
    await new Promise((done) => setTimeout(done, 0));
  }
}

export async function key(name: string, more: KeyboardEventInit = {}): Promise<void> {
  const at = document.activeElement ?? document.body;
  at.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...more }));
  await settle();
}

export function named(calls: Calls, name: string): unknown[][] {
  return calls.filter((call) => call[0] === name).map((call) => call[1]);
}

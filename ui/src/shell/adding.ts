import { app, keepAddingChoice } from "../lib/app.svelte";
import { sayFinding, t } from "../lib/i18n/index.svelte";
import { desk } from "../lib/ipc";
import type { Flow, SplitMode } from "../lib/types";

export const FLOWS: Flow[] = ["purchases", "sales"];
export const SPLIT_MODES: SplitMode[] = ["automatic", "per_file", "per_page"];

/** Takes papers in, remembers how, and tells what came of it. */
export async function addPapers(clientFile: string, flow: Flow, mode: SplitMode, paths: string[]): Promise<void> {
  if (paths.length === 0) return;
  keepAddingChoice(clientFile, flow, mode);
  const added = await app.attempt(() => desk.addFiles(clientFile, flow, mode, paths));
  if (added === undefined) return;
  if (added.accepted > 0 || added.refused.length === 0) {
    const sentence = added.duplicates > 0 ? "added-with-duplicates" : "added";
    app.tell(() => t(sentence, { n: added.accepted, duplicates: added.duplicates }));
  }
  for (const { path, finding } of added.refused.slice(0, 3)) {
    const file = path.split(/[\\/]/).at(-1) ?? path;
    app.tell(() => t("added-refused", { file, reason: sayFinding(finding) }), { tone: "error" });
  }
  if (app.screen.name === "inbox") app.flow = flow;
  app.touched();
  await app.refreshClientFiles();
}

import { desk } from "../lib/ipc";
import { keepString, storedString } from "../lib/stored";
import type { TargetView } from "../lib/types";

/** The target that the user chose last for a client file, if it still works. */
export function preferred(clientFile: string, targets: TargetView[]): TargetView | undefined {
  const usable = targets.filter((target) => target.usable);
  const stored = storedString(`target.${clientFile}`);
  return usable.find((target) => target.code === stored) ?? usable.find((target) => target.code !== "files") ?? usable[0];
}

/** Where one document goes without asking: never to files, which need a place to be saved at. */
export async function defaultTarget(clientFile: string): Promise<TargetView | null> {
  const target = preferred(clientFile, await desk.targets(clientFile));
  return target === undefined || target.code === "files" ? null : target;
}

export function keepTarget(clientFile: string, code: string): void {
  keepString(`target.${clientFile}`, code);
}

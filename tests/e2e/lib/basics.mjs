/** What all tests stand on: the built programs, folders that end with the run, and waiting. */
import { mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "../../..");
const TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, "target");
export const OUT = join(TARGET, "e2e");
export const PATIENCE_MS = 15_000;

export const program = (name) => join(TARGET, "debug", name);

/** An empty folder that ends with the run. */
export function folder(name) {
  const parent = process.env.LIASSE_E2E_PLACE;
  if (parent === undefined) throw new Error("run the tests with tests/e2e/run.sh");
  return mkdtempSync(join(parent, `${name}-`));
}

/** A port that nobody listens on now. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits until `probe` returns something, and returns it. */
export async function until(what, probe, ms = PATIENCE_MS) {
  const ends = Date.now() + ms;
  let last;
  while (Date.now() < ends) {
    try {
      const found = await probe();
      if (found !== undefined && found !== null && found !== false) return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  throw new Error(`waited ${ms / 1000} s in vain for: ${what}${last === undefined ? "" : ` (${last.message})`}`);
}

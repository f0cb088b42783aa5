/** The audit of the sentences: none missing, none unused, the same arguments in every language. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

/** Sentences for codes of the desk: whether they are used is known only to the desk. */
const OF_THE_DESK = ["message.", "finding.", "error.", "history.", "doubt.", "why.", "reason."];

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "mock" ? [] : sources(path);
    return /\.(svelte|ts)$/.test(entry.name) && !/\.test\.ts$|i18n\/(fr|nl|en)\.ts$/.test(path) ? [readFileSync(path, "utf8")] : [];
  });
}

const code = sources("src").join("\n");
const keys = Object.keys(fr);
const args = (sentence: string) => [...new Set([...sentence.matchAll(/\{(\w+)/g)].map((found) => found[1]))].sort();

describe("the sentences", () => {
  it("has them all in all languages", () => {
    for (const [language, catalogue] of Object.entries({ nl, en } as Record<string, Record<string, string>>)) {
      expect({ language, missing: keys.filter((key) => !catalogue[key]?.trim()) }).toEqual({ language, missing: [] });
      expect({ language, unknown: Object.keys(catalogue).filter((key) => !(key in fr)) }).toEqual({ language, unknown: [] });
    }
  });

  it("uses them all", () => {
    const quoted = new Set([...code.matchAll(/["'`]([\w.-]+)["'`]/g)].map((found) => found[1]));
    const prefixes = [...code.matchAll(/`([a-z-]+[.-])\$\{/g)].map((found) => found[1] ?? "").concat(OF_THE_DESK, [...code.matchAll(/\{\w+:([a-z]+)\}/g)].map((found) => `${found[1]}.`));
    const unused = keys.filter((key) => !quoted.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)));
    expect(unused).toEqual([]);
  });

  it("asks for none that is missing", () => {
    const asked = [...code.matchAll(/\bt\(\s*"([\w.-]+)"/g)].map((found) => found[1] ?? "");
    expect(asked.length).toBeGreaterThan(200);
    expect(asked.filter((key) => !(key in fr))).toEqual([]);
  });

  it("puts the same arguments in every language", () => {
    const differing = keys.filter((key) => {
      const own = args(fr[key as keyof typeof fr]).join();
      return own !== args(nl[key as keyof typeof fr]).join() || own !== args(en[key as keyof typeof fr]).join();
    });
    expect(differing).toEqual([]);
  });

  it("closes what it opens", () => {
    const broken = [fr, nl, en].flatMap((catalogue) => Object.entries(catalogue)).filter(([, sentence]) => {
      const count = (sign: string) => sentence.split(sign).length;
      return count("{") !== count("}") || count("[") !== count("]") || /\{[^}]*\{/.test(sentence);
    });
    expect(broken).toEqual([]);
  });
});
